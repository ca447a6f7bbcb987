"""`gradewright generate`: make what students get, and the page for authors, from their sources."""

from __future__ import annotations

import argparse

from gradewright.authoring.manual import PAGE, bring_in_step
from gradewright.authoring.stub import out_of_step, write_template
from gradewright.course.reader import find_assignment, read_course


def main(arguments: argparse.Namespace) -> int:
    """Write stubs and page, or with --check only compare; 1 when something is out of step."""
    course = read_course(arguments.course)
    slugs = arguments.slugs or [assignment.slug for assignment in course.assignments]
    differing = 0
    for slug in slugs:
        assignment = find_assignment(course, slug)
        names = out_of_step(assignment) if arguments.check else write_template(assignment)
        differing += len(names)
        word = "out of step" if arguments.check else "written"
        print(f"{slug}: {f'{word}: ' + ', '.join(names) if names else 'in step'}")
    state = None if arguments.slugs else bring_in_step(course.root, only_tell=arguments.check)
    if state is not None:
        print(f"{PAGE}: {state}")
    return 1 if arguments.check and (differing or state == "out of step") else 0
