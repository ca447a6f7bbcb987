"""The options of a check, for `check.pyz` and for `gradewright check`. Light, for `--help`."""

from __future__ import annotations

import argparse
from pathlib import Path

DESCRIPTION = "Check your own work with the tests that you were given."
EPILOG = """\
At a terminal it checks again whenever you save; elsewhere it checks once.

exit codes:
  0  all tests that are here passed
  1  some did not
  2  wrong usage, or nothing to check
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what a check can be asked for."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="WHAT",
        help="questions or functions to check, and the file or folder of the work "
        "(default: all questions, this folder)",
    )
    parser.add_argument("--all", action="store_true", help="open every failure, not only the first")
    parser.add_argument("--once", action="store_true", help="check once, at a terminal, too")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="text alone, nothing drawn over or cleared: for screen readers and logs",
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--html", action="store_true", help="write a page of this check and open it")
    shown.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--seed", type=int, default=None, metavar="N", help="draw the same inputs as another check"
    )
    parser.add_argument(
        "--kit",
        type=Path,
        default=None,
        metavar="FILE",
        help="the assignment's check.pyz (default: the one beside the work)",
    )


def parser_of_its_own() -> argparse.ArgumentParser:
    """Return the parser of `check.pyz`."""
    parser = argparse.ArgumentParser(
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    return parser
