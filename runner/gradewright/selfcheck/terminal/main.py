"""Entry of a check: `check.pyz` comes here with its kit, `gradewright check` without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradewright.errors import GradewrightError
from gradewright.selfcheck.terminal.options import parser_of_its_own

if TYPE_CHECKING:
    from gradewright.selfcheck.kit import Kit

WRONG, INTERRUPTED = 2, 130


def main(argv: Sequence[str], kit: Kit | None) -> int:
    """Check as the words of a command line say, and return the exit code."""
    arguments = parser_of_its_own().parse_args(argv)
    # After the words are read, so that `--help` is quick.
    from gradewright.selfcheck.terminal.command import run

    try:
        return run(arguments, kit)
    except GradewrightError as error:
        sys.stderr.write(f"check: {error}\n")
        return WRONG
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
