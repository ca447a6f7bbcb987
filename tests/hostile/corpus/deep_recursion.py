"""Recurses without end: in Python, in C, and in what it returns."""

import sys

sys.setrecursionlimit(10**9)


def total(x):
    return total(x)


def shift(x):
    nested = []
    for _ in range(200_000):
        nested = [nested]
    return nested


def summary(x):
    nested = {}
    nested["n"] = nested
    return nested
