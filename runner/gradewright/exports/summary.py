"""A result in Markdown: a step's summary, a comment, the text of a check run."""

from __future__ import annotations

from collections.abc import Iterator

from gradewright.exports.markup import plain, quoted
from gradewright.exports.told import Told, ToldQuestion, ToldTest
from gradewright.phrases import say
from gradewright.words.numbers import points

LIMIT = 60_000  # bytes; GitHub takes 65,535 characters in a comment or a check run
_RESERVE = 300


def summary(told: Told, note: str = "", limit: int = LIMIT) -> str:
    """Return the summary: the score, a row a question, the first advice folded, then the others.

    Args:
        told: the result.
        note: a sentence of ours about what this is.
        limit: the most bytes; what does not fit is counted in a line at the end.
    """
    head = "\n".join(_head(told, note))
    blocks = list(_blocks(told)) if told.status == "graded" else []
    kept, size = [head], len(head.encode())
    for block in blocks:
        size += len(block.encode()) + 1
        if size > limit - _RESERVE:
            break
        kept.append(block)
    left_out = len(blocks) - (len(kept) - 1)
    if left_out:
        kept.append(say("exports.cut", count=left_out) + "\n")
    return "\n".join(kept)


def heading(told: Told) -> str:
    """Return assignment and score in one plain line."""
    if told.status != "graded":
        return say(f"exports.heading_{told.status}", title=told.title)
    score, most = points(told.score), points(told.max_score)
    return say("exports.heading", title=told.title, score=score, most=most)


def _head(told: Told, note: str) -> Iterator[str]:
    yield f"## {plain(heading(told))}\n"
    if note:
        yield f"{plain(note, 1_000)}\n"
    if told.status != "graded":
        yield f"{quoted(told.message)}\n"
        return
    if told.questions:
        heads = [say(f"exports.head_{name}") for name in ("question", "points", "tests")]
        yield f"| {' | '.join(map(plain, heads))} |"
        yield "| --- | ---: | ---: |"
        for number, question in enumerate(told.questions, 1):
            yield _row(number, question)
        yield ""
    yield plain(say(f"exports.sealed_{told.isolation}")) + "\n"


def _row(number: int, question: ToldQuestion) -> str:
    score = f"{points(question.score)} / {points(question.max_score)}"
    passed = say("exports.passed_of", passed=question.passed, tests=len(question.tests))
    return f"| {number}. {plain(question.title)} | {plain(score)} | {plain(passed)} |"


def _blocks(told: Told) -> Iterator[str]:
    """Yield a folded block for each test that went wrong, what to look at first before all."""
    first = told.first_test
    if first is not None and told.first is not None:
        yield _block(say("exports.first"), told.questions[told.first[0]], first)
    for question in told.questions:
        for test in question.tests:
            if test.verdict == "wrong" and test is not first:
                yield _block("", question, test)


def _block(lead: str, question: ToldQuestion, test: ToldTest) -> str:
    title = f"{question.title}: {test.title}"
    said = [quoted(line) for line in test.lines]
    inner = "\n\n".join(line for line in said if line)
    line = f"{lead} {title}" if lead else title
    return f"<details><summary>{plain(line, 400)}</summary>\n\n{inner}\n\n</details>\n"
