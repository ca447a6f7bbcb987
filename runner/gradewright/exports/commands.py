"""Workflow commands and output files of GitHub Actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gradewright.errors import MachineryError
from gradewright.exports.told import Told, ToldTest
from gradewright.phrases import say
from gradewright.words.printable import clean

MOST = 9  # of ten that a step may show; the last says how many more there are
_LONGEST = 4_000  # of 4,096 characters, after which the platform cuts
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def commands(told: Told) -> Iterator[str]:
    """Yield a workflow command for each test that went wrong, on the student's own line.

    What to look at first comes first. At most ten lines: nine, and how many more there are.
    """
    wrong = [test for test in told.tests if test.verdict == "wrong"]
    first = told.first_test
    wrong.sort(key=lambda test: test is not first)
    for test in wrong[:MOST]:
        yield annotation(test)
    if len(wrong) > MOST:
        yield f"::notice::{_data(say('exports.more', count=len(wrong) - MOST))}"


def annotation(test: ToldTest) -> str:
    """Return the workflow command that tells of one test."""
    properties = {"title": test.title}
    place = test.place
    if place is not None:
        properties = {"file": place.path, **properties}
        # A line of a notebook's cell is none of the file's: the message says it.
        if place.cell is None:
            properties["line"] = str(place.line)
    named = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::error {named}::{_data(message_of(test))}"


def message_of(test: ToldTest) -> str:
    """Return what an annotation says: paragraphs, cut."""
    text = "\n".join(test.lines)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _data(text: str) -> str:
    """Return the data of a command: on one line, and no command of the older form in it."""
    text = clean(text).replace("##[", "##\u2060[").replace("%", "%25")
    text = text.replace("\r", "%0D").replace("\n", "%0A")
    # Escapes are longer than what they stand for.
    return text if len(text) <= 3 * _LONGEST else text[: 3 * _LONGEST].rpartition("%")[0]


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def outputs(told: Told) -> dict[str, str]:
    """Return the outputs of a step: `score` and `max-score`, nothing where there is no score."""
    if told.status != "graded":
        return {}
    return {"score": f"{told.score:.6g}", "max-score": f"{told.max_score:.6g}"}


def output_lines(values: Mapping[str, str], token: str) -> str:
    """Return what is appended to the file of `GITHUB_OUTPUT`.

    Args:
        values: by name.
        token: fresh and random: nobody can have written it into a value.

    Raises:
        MachineryError: a name is none, or a value holds the token.
    """
    lines = []
    for name, value in values.items():
        if not _NAME.fullmatch(name):
            raise MachineryError(f"{name!r} cannot be the name of an output.")
        if token in value:
            raise MachineryError(f"the output {name} holds the token that should end it.")
        if re.fullmatch(r"[0-9A-Za-z.+-]*", value):
            lines.append(f"{name}={value}\n")
        else:
            lines.append(f"{name}<<{token}\n{value}\n{token}\n")
    return "".join(lines)
