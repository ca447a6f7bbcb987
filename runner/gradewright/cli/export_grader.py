"""`gradewright export-grader`: an assignment's grader as a platform takes it."""

from __future__ import annotations

import argparse
from pathlib import Path

from gradewright.ci.packing import pack
from gradewright.course.reader import find_assignment, read_course
from gradewright.errors import MachineryError
from gradewright.phrases import say


def main(arguments: argparse.Namespace) -> int:
    """Write the archive and return 0."""
    course = read_course(arguments.course)
    assignment = find_assignment(course, arguments.slug)
    kit = ""
    if arguments.host == "classroom50":
        from gradewright.authoring.kits import kit_of

        kit = kit_of(assignment, course.language).to_json()
    file = arguments.out or Path(f"{assignment.slug}-{arguments.host}.zip")
    try:
        pack(arguments.host, course, assignment, kit, arguments.isolation, file)
    except OSError as error:
        raise MachineryError(f"{error.filename} cannot be written: {error.strerror}.") from error
    print(say("ci.packed", file=file))
    return 0
