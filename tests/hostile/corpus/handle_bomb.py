"""Sends handles with names and numbers that were never given out."""

import struct

from gradewright import wire
from gradewright.sandbox import frames
from gradewright.sandbox.inside import serve

real = wire.encode


def reply(value, *_rest):
    name = "<b>float</b>" + "\x1b[31m" * 1000
    return real((value[0], "value", wire.Handle(2**32 - 1, name, name * 100)))


serve.encode = reply


def total(x):
    return 0.0


shift = summary = total
