"""Writes to the inherited stderr until nothing more goes in."""

import os


def total(x):
    try:
        while True:
            os.write(2, b"x" * 1_000_000)
    except OSError as error:
        raise OSError(f"stderr is full: {error}") from None


shift = summary = total
