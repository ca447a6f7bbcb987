"""Check once, and print what came of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from gradewright.phrases import say
from gradewright.selfcheck.terminal.lines import Lines
from gradewright.selfcheck.terminal.outcome import Outcome
from gradewright.selfcheck.terminal.round import Hear
from gradewright.selfcheck.terminal.style import Style


@contextmanager
def status_line(out: TextIO, style: Style, *, is_quiet: bool) -> Iterator[Hear]:
    """Say what goes on while a check runs: in one line of a terminal that goes again."""
    is_drawn = not is_quiet and out.isatty() and (style.colours or style.links)

    def show(text: str) -> None:
        out.write(f"\r\x1b[K{style.cut(text, style.width - 1)}")
        out.flush()

    def hear(done: int, every: int) -> None:
        if is_drawn:
            show(say("terminal.checking_of", done=done, count=every))

    if is_drawn:
        show(say("terminal.checking"))
    elif not is_quiet and out.isatty():
        out.write(say("terminal.checking") + "\n")
        out.flush()
    try:
        yield hear
    finally:
        if is_drawn:
            out.write("\r\x1b[K")
            out.flush()


def print_outcome(
    outcome: Outcome, lines: Lines, note: str, seed: int, *, all_opened: bool
) -> None:
    """Print a line a test, the first failure in full, and the points."""
    shown = lines.head(outcome)
    if outcome.trouble:
        shown += lines.say(outcome.trouble)
    else:
        failed = outcome.failed
        opened = failed if all_opened else failed[:1]
        shown += ["", *lines.tests(outcome.found, opened, short=False)]
        shown += ["", *lines.total(outcome)]
        if outcome.is_passed:
            shown += lines.say(say("terminal.all_passed"), "PASS")
        elif failed:
            shown += lines.say(say("terminal.seed", seed=seed), "quiet")
    if note:
        shown += lines.say(note)
    sys.stdout.write("\n".join(shown) + "\n")
