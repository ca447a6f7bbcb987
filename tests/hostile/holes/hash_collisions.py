"""Sends a dictionary whose keys all have the same hash."""

import struct

from gradewright import wire
from gradewright.sandbox.inside import serve

real = wire.encode
COUNT, MODULUS = 20_000, 2**61 - 1
KEYS = b"".join(real(n * MODULUS) + b"N" for n in range(1, COUNT + 1))


def reply(value, *_rest):
    if value[2] != -1.0:
        return real(value)
    head = b"t" + struct.pack("!I", 3) + real(value[0]) + real("value")
    return head + b"d" + struct.pack("!I", COUNT) + KEYS


serve.encode = reply


def total(x):
    return -1.0 if len(x) == 3 else 0.0


def shift(x):
    return x - x.mean()


def summary(x):
    return {"n": len(x), "is": "odd" if len(x) % 2 else "even"}
