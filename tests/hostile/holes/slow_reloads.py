"""Takes nearly all the time there is to load, and ends its session in every test."""

import os
import time

from gradewright.sandbox.inside import session

time.sleep(0.8)
time.sleep(0.8)
session.Session._fork = lambda *_: os._exit(1)


def total(x):
    return 0.0


shift = summary = total
