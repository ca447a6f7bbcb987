"""Leaves files in the folder that stands in for the installed package."""

import os

import gradewright

FOLDER = os.path.dirname(gradewright.__file__)


def total(x):
    written = 0
    try:
        for number in range(10):
            with open(f"{FOLDER}/kept-solution{number}", "wb") as file:
                written += file.write(bytes(7_000_000))
    except OSError as error:
        raise OSError(f"{written} bytes were written: {error}") from None
    return 0.0


shift = summary = total
