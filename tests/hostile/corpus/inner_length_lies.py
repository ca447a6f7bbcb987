"""Sends counts and sizes that the frame does not hold."""

import struct

from gradewright import wire
from gradewright.sandbox import frames
from gradewright.sandbox.inside import serve

real = wire.encode


def reply(value, *_rest):
    head = b"t" + struct.pack("!I", 3) + real(value[0]) + real("value")
    kinds = (
        b"l" + struct.pack("!I", 0xFFFFFFFF),
        b"s" + struct.pack("!I", 0x7FFFFFFF) + b"odd",
        b"i" + struct.pack("!I", 0) + b"",
        b"d" + struct.pack("!I", 2) + real("n") + real(3) + real("n") + real(3),
    )
    return head + kinds[value[0] % len(kinds)]


serve.encode = reply


def total(x):
    return 0.0


shift = summary = total
