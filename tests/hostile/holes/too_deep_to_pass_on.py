"""Returns what just fits into an answer, and not into the next call's arguments."""


def total(x):
    return 0.0


def shift(x):
    nested = 0
    for _ in range(63):
        nested = [nested]
    return nested


summary = total
