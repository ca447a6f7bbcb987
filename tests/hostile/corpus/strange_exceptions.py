"""Raises what no `except Exception` catches, with texts that do harm when they are made."""

import os


class Nasty(BaseException):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__
    __class__ = property(lambda self: SystemExit)


class Named(type):
    __name__ = property(lambda self: 1 / 0)


class Worse(Nasty, metaclass=Named):
    def __str__(self):
        os._exit(0)


def total(x):
    raise Nasty


def shift(x):
    raise Worse


def summary(x):
    raise KeyboardInterrupt("stop the judge")
