"""Gives functions and files names that are HTML, so that tracebacks carry them."""

EVIL = "<svg onload=alert(1)>"


def fails(x):
    raise ValueError("{{7*7}} {% raw %} ${7*7} {place} %s")


fails.__code__ = fails.__code__.replace(
    co_name=EVIL, co_filename="html_in_names.py", co_qualname=EVIL
)
fails.__name__ = fails.__qualname__ = EVIL


def total(x):
    return fails(x)


shift = summary = total
