"""Reads from the address 0."""

import ctypes


def total(x):
    ctypes.string_at(0)


def shift(x):
    return x - x.mean()


def summary(x):
    ctypes.string_at(0)
