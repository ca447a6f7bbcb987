"""Claims an error that passed two hundred times through a file of very many lines."""

from gradewright import wire
from gradewright.sandbox.inside import serve

real = wire.encode
TRACE = [["long.txt", None, 5, "f"]] * 200


def reply(value, *_rest):
    if value[2] != -1.0:
        return real(value)
    return real((value[0], "raised", "ValueError", "claimed", TRACE))


serve.encode = reply


def total(x):
    return -1.0 if len(x) == 3 else 0.0


def shift(x):
    return x - x.mean()


def summary(x):
    return {"n": len(x), "is": "odd" if len(x) % 2 else "even"}
