"""Aborts its process."""

import os


def total(x):
    os.abort()


def shift(x):
    return x - x.mean()


def summary(x):
    os.abort()
