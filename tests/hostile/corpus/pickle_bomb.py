"""Returns objects that do harm where they are unpickled, copied, printed or deleted."""

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /srv/out/unpickled",)

    def __deepcopy__(self, memo):
        return 7.0

    def __del__(self):
        os.system("touch /srv/out/deleted")

    def __str__(self):
        os._exit(0)


def total(x):
    return Bomb()


def shift(x):
    return [Bomb(), b"cos\nsystem\n(S'touch /srv/out/unpickled'\ntR."]


def summary(x):
    raise ValueError(Bomb())
