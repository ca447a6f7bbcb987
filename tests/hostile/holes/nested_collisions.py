"""Sends a dictionary whose keys are tuples in tuples that all have the same hash."""

import struct

from gradewright import wire
from gradewright.sandbox.inside import serve

real = wire.encode
COUNT, WIDTH, MODULUS = 1000, 8, 2**61 - 1
HEAD = b"t" + struct.pack("!I", WIDTH)
SAME = real(10**15)
for _ in range(2):
    SAME = HEAD + SAME * WIDTH
SAME = HEAD + SAME * (WIDTH - 1)
KEYS = b"".join(SAME + real(n * MODULUS) + b"N" for n in range(1, COUNT + 1))


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
    return {"n": 0, "is": "odd"}
