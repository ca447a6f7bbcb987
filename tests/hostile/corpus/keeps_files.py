"""Leaves a solution for accomplices everywhere it can write."""

import os

PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/", ".", "..", "/srv", "/tmp/..")


def leave():
    for place in PLACES:
        for name in ("kept-solution.py", ".kept-solution"):
            try:
                with open(os.path.join(place, name), "w") as file:
                    file.write("kept-by-a-submission")
            except OSError:
                continue
    try:
        from multiprocessing import shared_memory

        kept = shared_memory.SharedMemory("kept-solution", create=True, size=64)
        kept.buf[:4] = b"kept"
    except (ImportError, OSError, ValueError):
        pass


leave()


def total(x):
    leave()
    return sum(x)


def shift(x):
    return x - x.mean()


def summary(x):
    return {"n": len(x), "is": "odd" if len(x) % 2 else "even"}
