"""`gradewright release`: make what students are handed out, a folder and an archive each."""

from __future__ import annotations

import argparse

from gradewright.authoring.release.contents import release_of
from gradewright.authoring.release.writing import write_release
from gradewright.course.reader import find_assignment, read_course
from gradewright.phrases import say, use_language


def main(arguments: argparse.Namespace) -> int:
    """Write the releases and say where they are; always 0."""
    course = read_course(arguments.course)
    use_language(course.language)
    slugs = arguments.slugs or [assignment.slug for assignment in course.assignments]
    for assignment in [find_assignment(course, slug) for slug in slugs]:
        release = release_of(assignment, course.language)
        folder, archive = write_release(release, arguments.out)
        size = f"{archive.stat().st_size / 1000:.0f} kB"
        places = {"folder": folder, "archive": archive, "stamp": release.stamp, "size": size}
        print(say("release.written", slug=release.slug, **places))
    return 0
