"""Answers a call with an array where the kind of the answer should stand."""

import numpy as np

from gradewright import wire
from gradewright.sandbox.inside import serve

real = wire.encode


def reply(value, *_rest):
    return real((value[0], np.array([1, 2]), 7.0))


serve.encode = reply


def total(x):
    return 0.0


shift = summary = total
