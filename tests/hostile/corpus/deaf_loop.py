"""Loops for ever with all signals ignored, and catches whatever comes."""

import signal


def total(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def shift(x):
    return x - x.mean()


summary = total
