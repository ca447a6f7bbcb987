"""Keeps memory in files that have no name and belong to no process."""

import os
import time


def shift(x):
    held, count, piece = [], 0, bytes(1 << 20)
    for _ in range(90):
        held.append(os.memfd_create("held"))
        for _ in range(7):
            os.write(held[-1], piece)
            count += 1
    time.sleep(0.8)
    raise RuntimeError(f"held {count} MB")


def total(x):
    return float(sum(x))
