"""Watch a work: check it anew whenever it changes, and obey single keys meanwhile."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from gradewright.phrases import say
from gradewright.selfcheck.kit import Check
from gradewright.selfcheck.terminal.files import Snapshot, settled, snapshot
from gradewright.selfcheck.terminal.keys import Keys
from gradewright.selfcheck.terminal.lines import Lines
from gradewright.selfcheck.terminal.menu import Offer, bar
from gradewright.selfcheck.terminal.opening import has_display, open_page
from gradewright.selfcheck.terminal.outcome import Outcome
from gradewright.selfcheck.terminal.round import CancelledError, Hear, Round
from gradewright.selfcheck.terminal.style import Style, size_of
from gradewright.selfcheck.terminal.tally import tally

POLL_SECONDS = 0.15
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
_CLEAR_LINE = "\r\x1b[K"


class MakeLines(Protocol):
    """Makes lines in a style, of what was asked for or of all questions."""

    def __call__(self, style: Style, *, is_every: bool) -> Lines:
        """Make them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a watch needs to know.

    Attributes:
        path: the work.
        checks: the tests that were asked for.
        every: all tests.
        style: looks at the terminal and says how text may look.
        make: prepares a check.
        lines: makes lines in a style, of what was asked for or of all questions.
        note: hears of each outcome, and returns the line about progress.
        get_ready: has children ready for the next check.
        plain: whether nothing is ever drawn over.
        all_opened: whether every failure is shown in full.
        statement: the page of the statement, None where there is none.
        by_hand: the command that checks once.
    """

    path: Path
    checks: tuple[Check, ...]
    every: tuple[Check, ...]
    style: Callable[[], Style]
    make: Callable[[Hear], Round]
    lines: MakeLines
    note: Callable[[Outcome], str]
    get_ready: Callable[[], None]
    plain: bool
    all_opened: bool
    statement: Path | None
    by_hand: str


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened: a key, or what a check tells, whose number is `serial`."""

    kind: str
    text: str = ""
    serial: int = 0
    outcome: Outcome | None = None
    error: BaseException | None = None


class Watch:
    """The loop, and what it shows."""

    def __init__(self, setting: Setting, out: TextIO) -> None:
        self._setting, self._out = setting, out
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._checks = setting.checks
        self._round: Round | None = None
        self._serial = 0
        self._outcome: Outcome | None = None
        self._words = ""
        self._chosen = 0
        self._is_open, self._is_listed = True, False
        self._can_read_keys = False
        self._size = (0, 0)
        self._has_status = False

    def run(self) -> Outcome | None:
        """Watch until the student leaves; return what came last."""
        try:
            seen = snapshot(self._setting.path)
        except OSError as error:
            self._say_by_hand(error)
            return self._once()
        with Keys(lambda key: self._events.put(_Event("key", key))) as keys:
            self._can_read_keys = keys.are_there
            try:
                self._watch(seen)
            except KeyboardInterrupt:
                pass
            finally:
                self._cancel()
                self._leave()
        return self._outcome

    def _watch(self, seen: Snapshot) -> None:
        self._begin(anew=True)
        while True:
            try:
                event = self._events.get(timeout=POLL_SECONDS)
            except queue.Empty:
                now = self._look(seen)
                if now is None:
                    return
                if now != seen:
                    seen = settled(self._setting.path, seen)
                    self._begin(anew=False)
                elif self._size != self._terminal() and not self._setting.plain:
                    self._draw()
                continue
            if event.kind == "key":
                if event.text in {"q", "Q", "\x04"}:
                    return
                self._press(event.text)
            elif event.serial == self._serial:
                self._hear(event)

    def _look(self, seen: Snapshot) -> Snapshot | None:
        """Return how the files are now, None where they cannot be looked at any more."""
        try:
            return snapshot(self._setting.path)
        except OSError as error:
            if not seen:
                return seen
            self._leave()
            self._say_by_hand(error)
            return None

    def _begin(self, *, anew: bool) -> None:
        """Begin a check; one that runs is given up."""
        self._cancel()
        self._serial += 1
        serial, checks = self._serial, self._checks
        earlier = None if anew else self._outcome
        self._status(say("terminal.checking"))

        def progress(done: int, every: int) -> None:
            text = say("terminal.checking_of", done=done, count=every)
            self._events.put(_Event("progress", text, serial))

        current = self._round = self._setting.make(progress)

        def work() -> None:
            try:
                outcome = current.run(checks, earlier)
            except CancelledError:
                return
            except BaseException as error:  # noqa: BLE001 - raised again where the loop is
                self._events.put(_Event("error", serial=serial, error=error))
                return
            self._events.put(_Event("done", serial=serial, outcome=outcome))

        threading.Thread(target=work, daemon=True).start()

    def _cancel(self) -> None:
        if self._round is not None:
            self._round.cancel()
            self._round = None

    def _once(self) -> Outcome | None:
        """Check once, without watching."""
        self._begin(anew=True)
        while self._outcome is None:
            event = self._events.get()
            if event.serial == self._serial:
                self._hear(event)
        self._leave()
        return self._outcome

    def _hear(self, event: _Event) -> None:
        if event.error is not None:
            raise event.error
        if event.outcome is None:
            if not self._setting.plain:
                self._status(event.text)
            return
        self._round = None
        self._outcome = event.outcome
        self._words = self._setting.note(event.outcome)
        self._chosen = 0
        self._draw()
        self._setting.get_ready()

    def _press(self, key: str) -> None:
        key = key.lower()
        if key == "resume":
            self._draw()
        elif key not in self._offer():
            return
        elif key == "a":
            self._checks = self._setting.every
            self._begin(anew=True)
        elif key == "o":
            assert self._setting.statement is not None
            open_page(self._setting.statement)
        else:
            if key == "n":
                assert self._outcome is not None
                self._chosen = (self._chosen + 1) % len(self._outcome.failed)
                self._is_open = True
            elif key == "d":
                self._is_open = not self._is_open
            elif key == "l":
                self._is_listed = not self._is_listed
            self._draw()

    def _offer(self) -> Offer:
        """Return the keys that make sense now."""
        failed = self._outcome.failed if self._outcome is not None else ()
        keys = []
        if len(failed) > 1 and not self._setting.all_opened:
            keys.append(("n", "next"))
        if failed and not self._setting.all_opened:
            keys.append(("d", "fold" if self._is_open else "details"))
        if self._outcome is not None and self._outcome.found:
            keys.append(("l", "short" if self._is_listed else "list"))
        keys.append(("a", "all"))
        if self._setting.statement is not None and has_display():
            keys.append(("o", "open"))
        keys.append(("q", "quit"))
        return Offer(tuple(keys))

    def _draw(self) -> None:
        """Show what came last, over everything else."""
        if self._outcome is None:
            return
        self._size = self._terminal()
        style = self._setting.style()
        lines = self._shown(self._outcome, style, short=False)
        rows = self._size[1]
        if not self._is_listed and len(lines) >= rows:
            lines = self._shown(self._outcome, style, short=True)
        text = "\n".join(lines)
        start = "\n" if self._setting.plain else _CLEAR
        menu = self._offer().line(style) if self._can_read_keys else say("terminal.ctrl_c")
        if self._setting.plain:
            text = f"{text}\n{menu}\n"
        else:
            text = f"{text}\n{style.paint('quiet', menu)}"
        if self._round is not None and not self._setting.plain:
            text = f"{text}{_CLEAR_LINE}{say('terminal.checking')}"
        self._write(start + text)

    def _shown(self, outcome: Outcome, style: Style, *, short: bool) -> list[str]:
        lines = self._setting.lines(style, is_every=self._checks == self._setting.every)
        shown = lines.head(outcome)
        if outcome.trouble:
            return [*shown, "", *lines.say(outcome.trouble), ""]
        failed = outcome.failed
        opened = failed[self._chosen : self._chosen + 1] if self._is_open else ()
        if self._setting.all_opened:
            opened = failed
        shown += lines.tests(outcome.found, opened, short=short)
        points = tally(lines.questions, outcome.found)
        shown += ["", *lines.total(outcome)]
        if outcome.is_passed:
            shown += lines.say(say("terminal.all_passed"), "PASS")
        if self._words:
            shown += lines.say(self._words)
        return [*shown, bar(points, style)]

    def _status(self, text: str) -> None:
        """Say what goes on, in the place of the last line."""
        if self._setting.plain:
            self._write(f"{text}\n")
        else:
            style = self._setting.style()
            self._write(f"{_CLEAR_LINE}{style.paint('quiet', style.cut(text, style.width - 1))}")

    def _say_by_hand(self, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        text = say("terminal.cannot_watch", reason=reason, command=self._setting.by_hand)
        self._write(f"{text}\n")

    def _leave(self) -> None:
        """Leave the last line, so that the prompt stands below it."""
        if not self._setting.plain:
            self._write("\n")

    def _terminal(self) -> tuple[int, int]:
        return size_of(self._out, os.environ)

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
