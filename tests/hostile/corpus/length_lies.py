"""Announces more than it sends, and more than there can be."""

import struct

from gradewright import wire
from gradewright.sandbox import frames
from gradewright.sandbox.inside import serve

real = wire.encode


def lie(sock, payload, *_rest):
    sock.sendall(struct.pack("!I", 0xFFFFFFFF) + payload)
    sock.sendall(struct.pack("!I", 1000) + b"f")


frames.send = lie


def total(x):
    return 0.0


shift = summary = total
