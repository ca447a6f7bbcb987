"""Answers rightly, but after the deadline, again and again."""

import time


def total(x):
    time.sleep(1.5)
    return sum(x)


def shift(x):
    time.sleep(1.5)
    return x - x.mean()


def summary(x):
    time.sleep(1.5)
    return {"n": len(x), "is": "odd" if len(x) % 2 else "even"}
