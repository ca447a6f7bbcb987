"""What a self-check found, as lines of plain text that read well aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradewright.phrases import say
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Asked, Kit
from gradewright.words.failures import render
from gradewright.words.numbers import short_number

WORDS = {"passed": "PASS", "failed": "FAIL", "todo": "TODO"}
HIDDEN = "HIDDEN"


def lines_of(kit: Kit, questions: Iterable[str], found: Iterable[Found]) -> Iterator[str]:
    """Yield the lines: one a test, the first failure opened, and a last one that sums up."""
    found = tuple(found)
    opened = next((each for each in found if each.status == "failed"), None)
    for question in map(kit.question, questions):
        for each in (each for each in found if each.check.question == question.id):
            yield line_of(each)
            yield from (f"       {line}" if line else "" for line in _more(each, opened))
        if question.hidden_tests:
            yield f"{HIDDEN} {hidden_text(question)}"
    yield summary(found)


def line_of(found: Found) -> str:
    """Return the one line of a test; it begins with a word that says how it ended."""
    told = found.words or (found.failure.problem if found.failure else "")
    said = f"{found.check.title}. {told}" if told else f"{found.check.title}."
    return f"{WORDS[found.status]:<6} {said}"


def hidden_text(question: Asked) -> str:
    """Return how many points of a question tests decide that are not here."""
    points = short_number(question.hidden_points)
    return say(
        "selfcheck.hidden", points=points, tests=question.hidden_tests, question=question.title
    )


def summary(found: Iterable[Found]) -> str:
    """Return how many of the tests pass, and what they are worth."""
    found = tuple(found)
    passed = [each for each in found if each.status == "passed"]
    return say(
        "selfcheck.summary",
        passed=len(passed),
        tests=len(found),
        points=short_number(sum(each.check.points for each in passed)),
        of=short_number(sum(each.check.points for each in found)),
    )


def rests_on_text(found: Found) -> str:
    """Return what a test passes because of that no grader has, "" where it needs nothing such."""
    if not found.rests_on:
        return ""
    names = ", ".join(f"`{name}`" for name in found.rests_on)
    return say("selfcheck.rests_on", names=names)


def printed_text(found: Found) -> str:
    """Return what the student's code printed, with a word about what is left out."""
    if not found.unprinted:
        return found.printed.rstrip("\n")
    cut = say("selfcheck.printed_more", count=found.unprinted)
    return f"{found.printed.rstrip()} {cut}"


def _more(found: Found, opened: Found | None) -> Iterator[str]:
    """Yield what is told of a test below its line."""
    if found.rests_on:
        yield rests_on_text(found)
    if found is not opened or found.failure is None:
        return
    # Its first line is the problem, which is said already.
    yield from render(found.failure).splitlines()[1:]
    if found.printed:
        yield ""
        yield say("selfcheck.printed")
        yield from printed_text(found).splitlines()
