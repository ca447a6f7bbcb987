"""A failure as plain text that reads well in a terminal."""

from __future__ import annotations

import textwrap

from gradewright.phrases import say
from gradewright.results import CodeLine, Failure
from gradewright.words.places import within
from gradewright.words.printable import printable

WIDTH = 118
MOST_LINES = 25
_MOST_WRAPPED = 3
_MOST_ROWS = 6
_MOST_TRACE = 5
_CELL = 40


def render(failure: Failure, width: int = WIDTH) -> str:
    """Return the failure as text of at most 25 lines, none over `width` characters.

    Top to bottom: the problem, the call, expected and got, how much differs, a table of index,
    got and expected, the likely cause, the student's own lines.
    """
    blocks = [
        _wrapped(failure.problem, width) + _fitting(_fields(failure), width),
        _table(failure.rows),
        _cause(failure.cause, width),
        _fitting(_trace(failure.trace), width),
    ]
    lines: list[str] = []
    for block in filter(None, blocks):
        lines += ([""] if lines else []) + block
    return "\n".join(printable(line, width) for line in lines[:MOST_LINES])


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    # A text is cut before it is wrapped: wrapping takes long for very long texts.
    return textwrap.wrap(
        text[: _MOST_WRAPPED * WIDTH],
        width,
        subsequent_indent=indent,
        max_lines=-(-_MOST_WRAPPED * WIDTH // width),
        placeholder=" …",
    )


def _fitting(lines: list[str], width: int) -> list[str]:
    """Return lines as they are, or wrapped where the text is narrower than usual."""
    if width >= WIDTH:
        return lines
    return [part for line in lines for part in textwrap.wrap(line, width, subsequent_indent="    ")]


def named_parts(failure: Failure) -> dict[str, str]:
    """Return the parts of a failure that have a label, by it: those that it has."""
    parts = {
        "checks.label_call": failure.call,
        "checks.label_expected": failure.expected,
        "checks.label_got": failure.got,
        "checks.label_differing": failure.differing,
        "checks.label_largest": failure.largest,
    }
    return {say(key): text for key, text in parts.items() if text}


def _fields(failure: Failure) -> list[str]:
    """Return the named parts, a line each, their labels aligned."""
    labels = named_parts(failure)
    width = max(map(len, labels), default=0)
    return [f"  {label.ljust(width)}  {text}" for label, text in labels.items()]


def _table(rows: tuple[tuple[str, str, str], ...]) -> list[str]:
    """Return the rows as an aligned table under its head, numbers aligned at their point."""
    if not rows:
        return []
    heads = [say("checks.head_index"), say("checks.head_got"), say("checks.head_expected")]
    index, got, expected = ([_cut(row[i]) for row in rows[:_MOST_ROWS]] for i in range(3))
    columns = [index, _aligned(got), _aligned(expected)]
    if not any(index):
        heads, columns = heads[1:], columns[1:]
    filled = [_justified(head, column) for head, column in zip(heads, columns, strict=True)]
    return ["  " + " | ".join(cells).rstrip() for cells in zip(*filled, strict=True)]


def _cut(cell: str) -> str:
    return cell if len(cell) <= _CELL else cell[: _CELL - 1] + "…"


def _aligned(cells: list[str]) -> list[str]:
    """Return the cells padded on the left so that their decimal points stand in one column."""
    before = [len(cell.partition(".")[0]) for cell in cells]
    return [" " * (max(before) - size) + cell for size, cell in zip(before, cells, strict=True)]


def _justified(head: str, column: list[str]) -> list[str]:
    width = max(map(len, [head, *column]))
    return [cell.ljust(width) for cell in [head, *column]]


def _cause(cause: str, width: int) -> list[str]:
    return _wrapped(say("checks.label_cause", cause=cause), width, "  ") if cause else []


def _trace(trace: tuple[CodeLine, ...]) -> list[str]:
    """Return the student's own lines, the innermost last, at most five of them."""
    if not trace:
        return []
    places = [(within(t.file, t.cell, t.line, t.function), t) for t in trace[-_MOST_TRACE:]]
    return [say("checks.label_trace"), *(f"  {at}: {t.text.strip()}" for at, t in places)]
