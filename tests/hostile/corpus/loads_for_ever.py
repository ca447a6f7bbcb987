"""Never finishes loading, and takes the loader's own alarm away."""

import signal
import time


def for_ever():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass


for_ever()


def total(x):
    return sum(x)


def shift(x):
    return x - x.mean()


def summary(x):
    return {"n": 0, "is": "odd"}
