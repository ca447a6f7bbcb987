"""What a self-check found, as a block of HTML that stands in a notebook or a page by itself.

Colours are those of the pills alone, which are readable on light and dark grounds, and every pill
has its word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from gradewright.phrases import say
from gradewright.results import CodeLine, Failure
from gradewright.selfcheck.as_text import (
    HIDDEN,
    WORDS,
    hidden_text,
    printed_text,
    rests_on_text,
    summary,
)
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Asked, Kit
from gradewright.words.failures import named_parts
from gradewright.words.numbers import short_number
from gradewright.words.places import within

_GROUNDS = {"PASS": "#1a7440", "FAIL": "#b3261e", "TODO": "#7a5600", HIDDEN: "#4a5568"}
_PILL = (
    "display:inline-block;min-width:4.6em;text-align:center;border-radius:4px;padding:1px 4px;"
    "font:600 0.8em/1.5 ui-monospace,monospace;color:#fff;background:{ground}"
)
_CELL = "text-align:left;vertical-align:top;padding:3px 10px 3px 0;border:0;background:none"
_NUMBER = (
    _CELL.replace("left", "right", 1) + ";font-variant-numeric:tabular-nums;white-space:nowrap"
)
_CODE = "font-family:ui-monospace,monospace;font-size:0.92em;white-space:pre-wrap"
_HEAD = _CELL + ";font-weight:600;opacity:0.75"


def block(kit: Kit, questions: Iterable[str], found: Iterable[Found]) -> str:
    """Return what was found on some questions."""
    found = tuple(found)
    opened = next((each for each in found if each.status == "failed"), None)
    rows = "".join(_rows(kit, questions, found, opened))
    heads = "".join(
        f'<th scope="col" style="{style}">{escape(say(f"selfcheck.head_{name}"))}</th>'
        for name, style in (("result", _HEAD), ("test", _HEAD), ("points", _NUMBER))
    )
    said = escape(summary(found))
    return (
        f'<div class="gradewright-check" role="status" style="max-width:58em">'
        f'<p style="margin:0 0 4px"><strong>{said}</strong></p>'
        f'<table style="border-collapse:collapse;margin:0"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def sentence(text: str) -> str:
    """Return a sentence about why nothing could be checked."""
    return f'<div class="gradewright-check" role="status"><p>{escape(text)}</p></div>'


def _rows(
    kit: Kit, questions: Iterable[str], found: tuple[Found, ...], opened: Found | None
) -> Iterator[str]:
    for question in map(kit.question, questions):
        for each in (each for each in found if each.check.question == question.id):
            yield _row(WORDS[each.status], _told(each, is_open=each is opened), each.check.points)
        if question.hidden_tests:
            yield _hidden(question)


def _row(word: str, told: str, points: float) -> str:
    pill = f'<span style="{_PILL.format(ground=_GROUNDS[word])}">{word}</span>'
    return (
        f'<tr style="background:none"><td style="{_CELL}">{pill}</td>'
        f'<td style="{_CELL}">{told}</td>'
        f'<td style="{_NUMBER}">{short_number(points)}</td></tr>'
    )


def _hidden(question: Asked) -> str:
    return _row(HIDDEN, escape(hidden_text(question)), question.hidden_points)


def _told(found: Found, *, is_open: bool) -> str:
    """Return what is told of a test: its title, and behind it why it did not pass."""
    title = escape(found.check.title)
    if found.words:
        return f"{title}. {escape(found.words)}"
    parts = "".join(_parts(found))
    if not parts:
        return title
    head = f"{title}. {escape(found.failure.problem)}" if found.failure else title
    state = " open" if is_open or found.rests_on else ""
    return f'<details{state}><summary style="cursor:pointer">{head}</summary>{parts}</details>'


def _parts(found: Found) -> Iterator[str]:
    if found.rests_on:
        yield f'<p style="margin:4px 0">{_marked(rests_on_text(found))}</p>'
    if found.failure is not None:
        yield from _failure(found.failure)
        if found.printed:
            label = escape(say("selfcheck.printed"))
            text = escape(printed_text(found))
            yield f'<p style="margin:4px 0 0">{label}</p><pre style="{_CODE}">{text}</pre>'


def _failure(failure: Failure) -> Iterator[str]:
    lines = "".join(
        f'<tr style="background:none"><th scope="row" style="{_HEAD}">{escape(label)}</th>'
        f'<td style="{_CELL};{_CODE}">{escape(text)}</td></tr>'
        for label, text in named_parts(failure).items()
    )
    if lines:
        yield f'<table style="border-collapse:collapse;margin:4px 0">{lines}</table>'
    if failure.rows:
        yield _numbers(failure.rows)
    if failure.cause:
        cause = _marked(say("checks.label_cause", cause=failure.cause))
        yield f'<p style="margin:4px 0">{cause}</p>'
    if failure.trace:
        label = escape(say("checks.label_trace"))
        lines = "\n".join(map(_line, failure.trace))
        yield f'<p style="margin:4px 0 0">{label}</p><pre style="{_CODE}">{lines}</pre>'


def _numbers(rows: tuple[tuple[str, str, str], ...]) -> str:
    """Return the table of what differs: index, got, expected."""
    keys = ("checks.head_index", "checks.head_got", "checks.head_expected")
    heads = "".join(f'<th scope="col" style="{_HEAD}">{escape(say(key))}</th>' for key in keys)
    body = "".join(
        '<tr style="background:none">'
        + "".join(f'<td style="{_CELL};{_CODE}">{escape(cell)}</td>' for cell in row)
        + "</tr>"
        for row in rows[:6]
    )
    return (
        f'<table style="border-collapse:collapse;margin:4px 0"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _line(line: CodeLine) -> str:
    place = within(line.file, line.cell, line.line, line.function)
    return escape(f"{place}: {line.text.strip()}")


def _marked(text: str) -> str:
    """Return a sentence in which what stands between backquotes is code."""
    parts = escape(text).split("`")
    return "".join(
        f'<code style="background:none">{part}</code>' if at % 2 else part
        for at, part in enumerate(parts)
    )
