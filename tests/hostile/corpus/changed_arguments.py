"""Changes its arguments, so that they fit the wrong answer."""

import gc

import numpy as np


def zero_all():
    for thing in gc.get_objects():
        if type(thing) is np.ndarray and thing.dtype == float and thing.flags.writeable:
            thing.fill(0)


def total(x):
    x.fill(0)
    x.resize(0, refcheck=False)
    zero_all()
    return 0.0


def shift(x):
    x.fill(0)
    zero_all()
    return x


def summary(x):
    x.resize(1, refcheck=False)
    return {"n": 1, "is": "odd"}
