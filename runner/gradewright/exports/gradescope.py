"""A result as Gradescope's `results.json`.

Where any test in the file is hidden, Gradescope conceals the total. So hidden tests are summed into
one line a question, with points and nothing else, and the total shows; or each is handed over as
hidden, which shows instructors more and students no total.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from gradewright.errors import MachineryError
from gradewright.exports.told import Told, ToldQuestion, ToldTest
from gradewright.phrases import say
from gradewright.results import Measurement, SubmissionResult
from gradewright.words.printable import clean, one_line

Hidden = Literal["summed", "concealed"]


def gradescope(
    result: SubmissionResult, told: Told, note: str = "", hidden: Hidden = "summed"
) -> str:
    """Return `results.json`; work that cannot be read has no points and says why.

    Raises:
        MachineryError: grading failed, so that there is no score to write.
    """
    if told.status == "failed":
        raise MachineryError(say("exports.no_score", message=told.message))
    document: dict[str, Any] = {
        "score": round(told.score, 6),
        "execution_time": round(told.seconds, 3),
        "output": clean("\n\n".join(part for part in (note, told.message) if part)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": list(_tests(told, hidden)),
        "leaderboard": _leaderboard(result),
        "extra_data": {"assignment": told.assignment, "graded_with": result.graded_with},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _tests(told: Told, hidden: Hidden) -> Iterator[dict[str, Any]]:
    for number, question in enumerate(told.questions, 1):
        shown = [test for test in question.tests if not test.is_hidden or hidden == "concealed"]
        for place, test in enumerate(shown, 1):
            yield _test(question, test, f"{number}.{place}")
        summed = [test for test in question.tests if test not in shown]
        if summed:
            yield _summed(question, summed, f"{number}.{len(shown) + 1}")


def _test(question: ToldQuestion, test: ToldTest, number: str) -> dict[str, Any]:
    return {
        "name": f"{question.title}: {test.title}",
        "name_format": "text",
        "number": number,
        "score": round(test.score, 6),
        "max_score": round(test.max_score, 6),
        "status": "passed" if test.verdict == "passed" else "failed",
        "output": "\n".join(test.lines),
        "output_format": "text",
        "tags": [question.id],
        "visibility": "hidden" if test.is_hidden else "visible",
    }


def _summed(question: ToldQuestion, tests: Sequence[ToldTest], number: str) -> dict[str, Any]:
    score, most = sum(t.score for t in tests), sum(t.max_score for t in tests)
    return {
        "name": say("exports.summed", title=question.title),
        "name_format": "text",
        "number": number,
        "score": round(score, 6),
        "max_score": round(most, 6),
        "status": "passed" if score + 1e-9 >= most else "failed",
        "output": say("exports.summed_why"),
        "output_format": "text",
        "tags": [question.id, "hidden"],
        "visibility": "visible",
    }


def _leaderboard(result: SubmissionResult) -> list[dict[str, Any]]:
    """Return the measurements of visible tests; everybody in the course sees them."""
    tests = (test for question in result.questions for test in question.tests)
    shown = {test.id for test in tests if test.visibility == "visible"}
    sound = [one for one in result.measurements if one.test in shown and not one.flag]
    return [_entry(one) for one in sound]


def _entry(measurement: Measurement) -> dict[str, Any]:
    scale = measurement.scale
    falls = scale[0][1] > scale[-1][1] if scale else False
    unit = f" ({one_line(measurement.unit, 20)})" if measurement.unit else ""
    return {
        "name": one_line(measurement.title, 80) + unit,
        "value": measurement.value,
        "order": "asc" if falls else "desc",
    }
