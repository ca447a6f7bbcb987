"""What a check came to, as a page that needs nothing else, in the look of the graders' reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.selfcheck.as_text import HIDDEN, WORDS
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Asked, Kit
from gradewright.selfcheck.terminal.look import STYLE
from gradewright.selfcheck.terminal.outcome import Outcome
from gradewright.selfcheck.terminal.tally import hidden_words, tally
from gradewright.words.failures import named_parts
from gradewright.words.numbers import points
from gradewright.words.places import where
from gradewright.words.printable import clean

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page_of(
    kit: Kit,
    questions: Sequence[Asked],
    outcome: Outcome,
    note: str,
    seed: int,
    at: datetime,
) -> str:
    """Return the page.

    Args:
        kit: the assignment.
        questions: what was asked for.
        outcome: what the check came to.
        note: the line about what was reached so far.
        seed: that of the fresh inputs.
        at: when it was.
    """
    total = tally(questions, outcome.found)
    main = outcome.loaded.main if outcome.loaded is not None else ""
    facts = [f"{at:%Y-%m-%d %H:%M}", say("terminal.seed", seed=seed), note]
    parts = [
        f'<!doctype html>\n<html lang="{_safe(kit.language)}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="generator" content="gradewright">',
        f"<title>{_safe(kit.title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>",
        '<a class="skip" href="#main">' + _safe(say("report.skip")) + "</a>",
        '<header class="head"><div class="title"><div>',
        f'<h1>{_safe(kit.title)}</h1><p class="who"><bdi>{_safe(main)}</bdi></p></div>',
        f'<p class="score"><strong>{points(total.earned)}</strong>',
        f"<span>/ {points(total.here)}</span></p></div>",
        *_bar(questions, outcome.found),
        f'<p class="total" role="status">{_safe(total.words)}</p>',
        '<ul class="facts quiet">',
        *(f"<li>{_safe(fact)}</li>" for fact in facts if fact),
        '</ul></header>\n<main id="main">',
        *_notes(outcome),
        *_questions(questions, outcome),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _bar(questions: Sequence[Asked], found: Sequence[Found]) -> Iterator[str]:
    """Yield a bar with a part a question, as wide as it has points."""
    yield f'<nav aria-label="{_safe(say("report.points_by_question"))}"><ol class="bar">'
    for question in questions:
        own = [each for each in found if each.check.question == question.id]
        part = tally([question], own)
        share = 100 * part.earned / part.here if part.here else 0.0
        yield (
            f'<li style="flex-grow:{question.points:g}"><a href="#{_safe(question.id)}" '
            f'title="{_safe(question.title)}"><span class="track{" full" if share == 100 else ""}">'
            f'<i style="width:{share:.1f}%"></i></span>'
            f'<span class="name">{_safe(question.id)}</span> '
            f'<span class="pts">{points(part.earned)}<span> / {points(part.here)}</span></span>'
            "</a></li>"
        )
    yield "</ol></nav>"


def _notes(outcome: Outcome) -> Iterator[str]:
    notes = [outcome.trouble] if outcome.trouble else []
    notes += outcome.loaded.notes if outcome.loaded is not None else ()
    if notes:
        yield f'<section><h2>{_safe(say("report.notes"))}</h2><ul class="notes card">'
        yield from (f"<li>{_safe(note)}</li>" for note in notes)
        yield "</ul></section>"


def _questions(questions: Sequence[Asked], outcome: Outcome) -> Iterator[str]:
    if not outcome.found:
        return
    first = next(iter(outcome.failed), None)
    yield f"<section><h2>{_safe(say('report.questions'))}</h2>"
    for number, question in enumerate(questions, 1):
        own = [each for each in outcome.found if each.check.question == question.id]
        part = tally([question], own)
        yield (
            f'<article class="question card" id="{_safe(question.id)}"><header class="top">'
            f'<h3><span class="no">{number}</span>{_safe(question.title)}</h3>'
            f'<span class="total">{points(part.earned)} / {points(part.here)}</span></header><ul>'
        )
        for each in own:
            yield from _test(each, is_open=each is first)
        if hidden_words(question):
            yield (
                f'<li><div class="row"><span class="state hidden">{HIDDEN}</span>'
                f'<span class="name">{_safe(hidden_words(question))}</span></div></li>'
            )
        yield "</ul></article>"
    yield "</section>"


def _test(found: Found, *, is_open: bool) -> Iterator[str]:
    state = f'<span class="state {found.status}">{WORDS[found.status]}</span>'
    head = (
        f'{state}<span class="name">{_safe(found.check.title)}</span>'
        f'<span class="pts">{points(found.check.points)}</span>'
    )
    if found.failure is None:
        why = f'<span class="why">{_safe(found.words)}</span>' if found.words else ""
        yield f'<li><div class="row">{head}{why}</div></li>'
        return
    yield f'<li><details{" open" if is_open else ""}><summary class="row">{head}</summary>'
    yield '<div class="body">'
    yield from _failure(found.failure)
    if found.printed.strip():
        yield f'<div><p class="label">{_safe(say("selfcheck.printed"))}</p>'
        yield f'<pre class="printed">{_safe(found.printed)}</pre>'
        if found.unprinted:
            cut = say("selfcheck.printed_more", count=f"{found.unprinted:,}")
            yield f'<p class="quiet">{_safe(cut)}</p>'
        yield "</div>"
    yield "</div></details></li>"


def _failure(failure: Failure) -> Iterator[str]:
    yield f'<p class="problem">{_safe(failure.problem)}</p>'
    if failure.cause:
        cause = say("checks.label_cause", cause=failure.cause)
        yield f'<p class="cause">{_safe(cause)}</p>'
    named = named_parts(failure)
    if named:
        yield '<table class="compare">'
        for label, text in named.items():
            yield f'<tr><th scope="row">{_safe(label)}</th><td>{_safe(text)}</td></tr>'
        yield "</table>"
    if failure.rows:
        is_placed = any(index for index, _, _ in failure.rows)
        heads = ["checks.head_index"] if is_placed else []
        heads += ["checks.head_expected", "checks.head_got"]
        cells = "".join(f'<th scope="col">{_safe(say(key))}</th>' for key in heads)
        yield f'<div class="scroll"><table class="rows"><thead><tr>{cells}</tr></thead><tbody>'
        for index, got, expected in failure.rows:
            place = f'<th scope="row">{_safe(index)}</th>' if is_placed else ""
            yield f'<tr>{place}<td>{_safe(expected)}</td><td class="got">{_safe(got)}</td></tr>'
        yield "</tbody></table></div>"
    if failure.trace:
        yield f'<div><p class="label">{_safe(say("checks.label_trace"))}</p><ol class="trace">'
        for step in failure.trace:
            place = where(step.file, step.cell, step.line, first=True)
            yield f"<li><span>{_safe(place)}</span><code>{_safe(step.text)}</code></li>"
        yield "</ol></div>"


def _safe(text: str) -> str:
    return escape(clean(text))
