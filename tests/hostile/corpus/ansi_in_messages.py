"""Writes terminal escapes, backspaces and marks that turn text around into what is shown."""

EVIL = "\x1b]0;pwned\x07\x1b[2J\x1b[31m\x9b5m\b\b\b\r\u202etxt.exe\u2028\x00\x7f"


def total(x):
    raise ValueError(EVIL)


def shift(x):
    raise type(EVIL.replace("\0", ""), (Exception,), {})(EVIL)


def summary(x):
    return {EVIL: EVIL}
