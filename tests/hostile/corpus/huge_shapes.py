"""Sends arrays of enormous shapes, odd types and values that are none."""

import struct

from gradewright import wire
from gradewright.sandbox import frames
from gradewright.sandbox.inside import serve

real = wire.encode


def reply(value, *_rest):
    head = b"t" + struct.pack("!I", 3) + real(value[0]) + real("value")
    arrays = (
        b"a\x03<f8\x02" + struct.pack("!QQ", 2**40, 2**40),
        b"a\x03<f8\x02" + struct.pack("!QQ", 2**63, 0),
        b"a\x02|O\x01" + struct.pack("!Q", 1) + bytes(8),
        b"a\x03|b1\x01" + struct.pack("!Q", 1) + b"\x07",
        b"a\x03<U1\x01" + struct.pack("!Q", 1) + b"\xff\xff\xff\xff",
        b"a\x03|V8\xff",
    )
    return head + arrays[value[0] % len(arrays)]


serve.encode = reply


def total(x):
    return 0.0


shift = summary = total
