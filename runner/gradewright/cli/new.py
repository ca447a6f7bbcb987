"""`gradewright new`: write a new assignment, a small whole example to be changed."""

from __future__ import annotations

import argparse

from gradewright.authoring.new import write_new
from gradewright.phrases import say


def main(arguments: argparse.Namespace) -> int:
    """Write the assignment and say what comes next; always 0."""
    written = write_new(arguments.course, arguments.slug, arguments.like)
    for file in written:
        print(file)
    print(say("new.next", slug=arguments.slug))
    return 0
