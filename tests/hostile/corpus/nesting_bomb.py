"""Sends a list in a list in a list, a hundred thousand deep."""

import struct

from gradewright import wire
from gradewright.sandbox import frames
from gradewright.sandbox.inside import serve

real = wire.encode


def reply(value, *_rest):
    head = b"t" + struct.pack("!I", 3) + real(value[0]) + real("value")
    return head + (b"l" + struct.pack("!I", 1)) * 100_000 + b"N"


serve.encode = reply


def total(x):
    return 0.0


shift = summary = total
