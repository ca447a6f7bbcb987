"""What a check came to, as lines: one a test, the first failure opened."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gradewright.phrases import say
from gradewright.selfcheck.as_text import HIDDEN, WORDS
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Asked, Kit
from gradewright.selfcheck.terminal.outcome import Outcome
from gradewright.selfcheck.terminal.style import Style, columns
from gradewright.selfcheck.terminal.tally import hidden_words, tally
from gradewright.words.failures import WIDTH, render
from gradewright.words.numbers import points
from gradewright.words.places import within

_MOST_NOTES = 4
_MOST_PRINTED_LINES = 30
_INDENT = 7
_NARROW = 60


@dataclass(frozen=True, slots=True)
class Lines:
    """Shows outcomes of checks of one work.

    Attributes:
        kit: the assignment.
        questions: those that were asked for.
        folder: the folder of the work, for links.
        style: how text may look.
    """

    kit: Kit
    questions: tuple[Asked, ...]
    folder: Path
    style: Style

    def head(self, outcome: Outcome) -> list[str]:
        """Return what is checked, and what loading it found."""
        if outcome.loaded is None:
            return [self.style.paint("head", self._fit(self.kit.title))]
        main = outcome.loaded.main
        rest = f" · {self.kit.title}"
        room = self.style.width - columns(rest)
        name = self.style.cut(main, max(room, 12))
        rest = self.style.cut(rest, self.style.width - columns(name))
        linked = self.style.link(self.folder / main, self.style.paint("head", name))
        lines = [linked + rest]
        notes = outcome.loaded.notes
        for note in notes[:_MOST_NOTES]:
            lines += self._wrapped(f"- {note}", "  ")
        if len(notes) > _MOST_NOTES:
            lines.append(self._fit(say("terminal.more_notes", count=len(notes) - _MOST_NOTES)))
        return lines

    def tests(self, found: Iterable[Found], opened: Iterable[Found], *, short: bool) -> list[str]:
        """Return a line a test and what is opened below it, and a line a question on hidden ones.

        Args:
            found: what came of the tests.
            opened: those of them that are shown in full.
            short: say of a question in one line what is the same for all of its tests.
        """
        found, opened = tuple(found), tuple(opened)
        lines = []
        for question in self.questions:
            own = [each for each in found if each.check.question == question.id]
            folded = _same(own) if short and own else ""
            if folded and not any(each in opened for each in own):
                lines.append(self._folded(question, own, folded))
                continue
            for each in own:
                lines.append(self._test(each, is_open=each in opened))
                if each in opened:
                    lines += self.opened(each)
            if not short and hidden_words(question):
                text = f"{question.id}: {hidden_words(question)}"
                lines.append(self._line(HIDDEN, text))
        return lines

    def opened(self, found: Found) -> list[str]:
        """Return all that is known of a test that failed."""
        if found.failure is None:
            return self._indented(self._wrapped(found.words))
        width = min(self._room, WIDTH)
        text = render(found.failure, width).splitlines()
        lines = [self._linked(found, self.style.cut(line, width)) for line in text]
        return self._indented([*lines, *self._printed(found, width), ""])

    def total(self, outcome: Outcome) -> list[str]:
        """Return the points."""
        return self._wrapped(tally(self.questions, outcome.found).words)

    def say(self, text: str, look: str = "") -> list[str]:
        """Return a sentence of ours, wrapped."""
        lines = self._wrapped(text)
        return [self.style.paint(look, line) for line in lines] if look else lines

    @property
    def _room(self) -> int:
        return max(self.style.width - self._left, 16)

    @property
    def _left(self) -> int:
        return 2 if self.style.width < _NARROW else _INDENT

    def _test(self, found: Found, *, is_open: bool) -> str:
        check, why = found.check, found.words
        if found.failure is not None and not is_open:
            why = found.failure.problem
        text = f"{check.question} ({points(check.points)}): {check.title}"
        return self._line(WORDS[found.status], f"{text}. {why}" if why else text)

    def _folded(self, question: Asked, own: list[Found], status: str) -> str:
        worth = points(sum(each.check.points for each in own))
        text = say("terminal.folded", question=question.id, count=len(own), points=worth)
        words = {each.words for each in own}
        if len(words) == 1 and words != {""}:
            text = f"{text}. {words.pop()}"
        return self._line(WORDS[status], text)

    def _line(self, word: str, text: str) -> str:
        """Return one line that begins with a status."""
        cut = self.style.cut(text, self.style.width - _INDENT)
        return f"{self.style.paint(word, word)}{' ' * (_INDENT - len(word))}{cut}"

    def _printed(self, found: Found, width: int) -> Iterator[str]:
        if not found.printed.strip():
            return
        yield ""
        yield self.style.cut(say("selfcheck.printed"), width)
        bar = "|" if self.style.ascii else "│"
        shown = found.printed.rstrip().expandtabs(4).splitlines()[:_MOST_PRINTED_LINES]
        for line in shown:
            for part in textwrap.wrap(line, width - 2, drop_whitespace=False) or [""]:
                yield f"{bar} {self.style.cut(part, width - 2)}"
        if found.unprinted:
            cut = say("selfcheck.printed_more", count=f"{found.unprinted:,}")
            yield from self._wrapped(cut, "", width)

    def _linked(self, found: Found, line: str) -> str:
        """Return a line of a failure in which the place of a student's line leads there."""
        assert found.failure is not None
        for step in found.failure.trace:
            place = within(step.file, step.cell, step.line, step.function)
            if line.startswith(f"  {place}"):
                linked = self.style.link(self.folder / step.file, place)
                return f"  {linked}{line[len(place) + 2 :]}"
        return line

    def _indented(self, lines: Iterable[str]) -> list[str]:
        return [f"{' ' * self._left}{line}".rstrip() for line in lines]

    def _fit(self, text: str) -> str:
        return self.style.cut(text, self.style.width)

    def _wrapped(self, text: str, indent: str = "", width: int = 0) -> list[str]:
        width = width or self.style.width
        parts = textwrap.wrap(text, width, subsequent_indent=indent)
        return [self.style.cut(part, width) for part in parts]


def _same(found: list[Found]) -> str:
    """Return the status that is said of tests in one line, "" where they need a line each."""
    states = {each.status for each in found}
    if len(states) != 1 or "failed" in states:
        return ""
    return found[0].status if len({each.words for each in found}) == 1 else ""
