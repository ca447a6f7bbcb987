"""Fills every file system that it can write to."""

import os


def total(x):
    written = 0
    piece = bytes(1_000_000)
    for place in (".", "/tmp", "/dev/shm"):
        try:
            for number in range(1000):
                with open(os.path.join(place, f"big{number}"), "wb") as file:
                    for _ in range(7):
                        written += file.write(piece)
        except OSError as error:
            last = error
    raise OSError(f"{'too much' if written > 60_000_000 else 'little'} was written: {last}")


def shift(x):
    with open("one", "wb") as file:
        for _ in range(100):
            file.write(bytes(1_000_000))


def summary(x):
    with open("sparse", "wb") as file:
        file.truncate(10**15)
