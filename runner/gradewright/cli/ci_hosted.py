"""`gradewright ci hosted`: what an exported grader runs inside a platform's container."""

from __future__ import annotations

import argparse

from gradewright.ci.hosted import grade_hosted


def main(arguments: argparse.Namespace) -> int:
    """Grade, write the platform's file and return 0."""
    grade_hosted(
        arguments.host,
        arguments.root.resolve(),
        arguments.assignment,
        arguments.isolation,
        arguments.hidden,
    )
    return 0
