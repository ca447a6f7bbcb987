"""One call of a check: what is asked for, and how it is answered."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say, use_language
from gradewright.results import to_plain
from gradewright.selfcheck.kit import Asked, Check, Kit
from gradewright.selfcheck.terminal.finding import find_kit, has_work, no_work, split_names
from gradewright.selfcheck.terminal.lines import Lines
from gradewright.selfcheck.terminal.outcome import Outcome
from gradewright.selfcheck.terminal.pool import Pool
from gradewright.selfcheck.terminal.progress import Attempt, Progress
from gradewright.selfcheck.terminal.round import Hear, Round
from gradewright.selfcheck.terminal.style import Style, prepare_console, style_of
from gradewright.selfcheck.terminal.tally import tally
from gradewright.selfcheck.terminal.worker import Worker

PASSED, NOT_PASSED = 0, 1
_LIGHT = {"numpy"}
STATEMENT, PAGE = "statement.html", "check-report.html"


def run(arguments: argparse.Namespace, kit: Kit | None) -> int:
    """Check once, or watch, and return the exit code.

    Args:
        arguments: as `options.add_options` reads them.
        kit: the assignment, None to look for it beside the work.

    Raises:
        UsageError: what is asked for cannot be done.
    """
    given, names = split_names(arguments.names)
    path = given or Path()
    kit = find_kit(path, arguments.kit) if kit is None or arguments.kit else kit
    use_language(kit.language)
    path = path if given else _usual_place(kit)
    if find_spec("numpy") is None:
        raise UsageError(say("terminal.no_numpy", python=sys.executable))
    questions, checks = kit.asked(names), kit.chosen(names)
    path = path.resolve()
    plain = json.dumps(to_plain(kit))
    pool = Pool(lambda: Worker(plain, _folder_of(path)))
    try:
        # The child's imports take longest: what else is needed is imported meanwhile.
        pool.fill()
        return _Call(arguments, kit, path, questions, checks, pool).answer()
    finally:
        pool.close()


def _usual_place(kit: Kit) -> Path:
    """Return this folder, or that of the archive where this one holds no work."""
    here, archive = Path(), Path(sys.argv[0])
    if archive.suffix == ".pyz" and not has_work(here, kit) and has_work(archive.parent, kit):
        return archive.parent
    return here


def _is_heavy(kit: Kit) -> bool:
    """Tell whether what children import takes seconds, so that they are worth keeping."""
    return bool(set(kit.imports) - _LIGHT)


class _Call:
    """A call of the command, its words read."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        kit: Kit,
        path: Path,
        questions: tuple[Asked, ...],
        checks: tuple[Check, ...],
        pool: Pool,
    ) -> None:
        prepare_console()
        self._arguments, self._kit, self._path = arguments, kit, path
        self._folder = _folder_of(path)
        self._questions, self._checks, self._pool = questions, checks, pool
        self._seed = arguments.seed if arguments.seed is not None else secrets.randbelow(10**6)
        self._plain = arguments.plain or os.environ.get("TERM") == "dumb"
        self._progress = Progress(self._folder, kit.slug)

    def answer(self) -> int:
        """Watch at a terminal, check once elsewhere, and return the exit code."""
        asked = self._arguments
        if _is_terminal() and not (asked.once or asked.html or asked.json):
            return self._watch()
        if not has_work(self._path, self._kit):
            raise UsageError(no_work(self._path, self._kit))
        return self._once()

    def _watch(self) -> int:
        from gradewright.selfcheck.terminal.loop import Setting, Watch

        setting = Setting(
            path=self._path,
            checks=self._checks,
            every=self._kit.checks,
            style=self._style,
            make=self._round,
            lines=self._lines,
            note=self._note,
            # One for the next check; and one for what fails in it, or for the check after it where
            # a change ends it.
            get_ready=lambda: self._pool.fill(2),
            plain=self._plain,
            all_opened=self._arguments.all,
            statement=self._statement(),
            by_hand=_by_hand(),
        )
        outcome = Watch(setting, sys.stdout).run()
        return PASSED if outcome is not None and outcome.is_passed else NOT_PASSED

    def _once(self) -> int:
        from gradewright.selfcheck.terminal.as_json import as_json
        from gradewright.selfcheck.terminal.once import print_outcome, status_line

        asked = self._arguments
        with status_line(sys.stdout, self._style(), is_quiet=asked.json) as progress:
            outcome = self._round(progress).run(self._checks)
        self._pool.close()
        note = self._note(outcome)
        if asked.json:
            sys.stdout.write(as_json(self._kit, self._questions, outcome, self._seed))
        else:
            lines = self._lines(self._style(), is_every=False)
            print_outcome(outcome, lines, note, self._seed, all_opened=asked.all)
        if asked.html:
            self._show_page(outcome, note)
        return PASSED if outcome.is_passed else NOT_PASSED

    def _show_page(self, outcome: Outcome, note: str) -> None:
        from gradewright.selfcheck.terminal.opening import open_page
        from gradewright.selfcheck.terminal.page import page_of

        file = self._folder / PAGE
        text = page_of(
            self._kit, self._questions, outcome, note, self._seed, datetime.now().astimezone()
        )
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(say("terminal.no_page", file=file, reason=error.strerror)) from error
        open_page(file)
        sys.stdout.write(say("terminal.page", file=file) + "\n")

    def _round(self, progress: Hear) -> Round:
        reuses = _is_heavy(self._kit)
        return Round(self._kit, self._pool, self._path, self._seed, progress, reuses=reuses)

    def _style(self) -> Style:
        return style_of(sys.stdout, os.environ, plain=self._plain)

    def _lines(self, style: Style, *, is_every: bool) -> Lines:
        questions = self._kit.questions if is_every else self._questions
        return Lines(self._kit, questions, self._folder, style)

    def _note(self, outcome: Outcome) -> str:
        """Count the attempt, and return the line about what was reached so far."""
        kept = self._progress
        if outcome.loaded is not None and len(outcome.found) == len(self._kit.checks):
            points = tally(self._kit.questions, outcome.found)
            now = datetime.now().astimezone()
            kept.add(Attempt(now, outcome.loaded.digest, points.earned, points.here))
        said = " ".join(filter(None, (kept.words(), kept.trouble)))
        kept.trouble = ""
        return said

    def _statement(self) -> Path | None:
        places = (self._folder / STATEMENT, Path(sys.argv[0]).parent / STATEMENT)
        return next((place for place in places if place.is_file()), None)


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _by_hand() -> str:
    archive = Path(sys.argv[0]).name
    return f"python {archive} --once" if archive.endswith(".pyz") else "gradewright check --once"


def _is_terminal() -> bool:
    """Tell whether somebody sits there, to watch for and to press keys."""
    return bool(sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty())
