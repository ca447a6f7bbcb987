"""Takes all the memory there is, in one process."""

import mmap


def total(x):
    held = []
    while True:
        held.append(bytearray(50_000_000))


def shift(x):
    held = []
    while True:
        held.append(mmap.mmap(-1, 50_000_000))
        held[-1].write(b"1" * 50_000_000)


def summary(x):
    text = "x"
    while True:
        text += text
