"""`gradewright check`: a student's own check, by the kit beside the work."""

from __future__ import annotations

import argparse

from gradewright.selfcheck.terminal.command import run


def main(arguments: argparse.Namespace) -> int:
    """Watch the work or check it once."""
    return run(arguments, None)
