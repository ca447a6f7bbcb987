"""Prints without end."""

import sys


def total(x):
    while True:
        print("x" * 100_000)


def shift(x):
    print("x" * 10_000_000)
    sys.stdout.flush()
    return x - x.mean()


def summary(x):
    while True:
        sys.__stdout__.write("y" * 100_000)
