"""A result as Classroom 50 takes it: `result/v1`, and `tests.json`.

Scores there are whole numbers: points are multiplied by 10 or 100 where they are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gradewright.errors import MachineryError
from gradewright.exports.told import Told
from gradewright.phrases import say
from gradewright.results import QuestionResult

SCHEMA = "classroom50/result/v1"
_MOST_TESTS = 100


@dataclass(frozen=True, slots=True)
class Handed:
    """What the platform says of a submission; `datetime` is its moment, whenever it is graded."""

    classroom: str
    assignment: str
    owner: str
    submission: str
    commit: str
    release: str
    review: str
    datetime: str
    assignment_type: str = "individual"


def classroom50(told: Told, handed: Handed, graded_at: str) -> str:
    """Return the text of `result.json`.

    Args:
        told: the result.
        handed: what the platform says; its `datetime` does not move when work is graded again.
        graded_at: now, in ISO 8601.

    Raises:
        MachineryError: grading failed, so that there is no score to write.
    """
    if told.status == "failed":
        raise MachineryError(say("exports.no_score", message=told.message))
    parts = [test.max_score for test in told.tests]
    scale = scale_of([*parts, told.max_score])
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "classroom": handed.classroom,
        "assignment": handed.assignment,
        "assignment_type": handed.assignment_type,
        "owner": handed.owner,
        "submission": handed.submission,
        "commit": handed.commit,
        "release": handed.release,
        "review": handed.review,
        "datetime": handed.datetime,
        "graded_at": graded_at,
        "score": round(told.score * scale),
        "max-score": round(told.max_score * scale),
        "tests": [
            {
                "test-name": f"{question.title}: {test.title}",
                "passed": test.verdict == "passed",
                "score": round(test.score * scale),
                "max-score": round(test.max_score * scale),
            }
            for question in told.questions
            for test in question.tests
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def list_of_tests(questions: Iterable[QuestionResult], command: str, seconds: int) -> str:
    """Return `tests.json`: a test a question, worth the points of its tests.

    Args:
        questions: what is asked, as a result records it.
        command: a command line with `{question}` where the question's id goes; it ends with 0
            where all tests of the question pass.
        seconds: how long one may take, 1 to 600.
    """
    asked = [q for q in questions if q.tests][:_MOST_TESTS]
    worths = {q.id: sum(test.max_score for test in q.tests) for q in asked}
    scale = scale_of(worths.values())
    tests = [
        {
            "name": question.title,
            "type": "run",
            "run": command.format(question=question.id),
            "exit-code": 0,
            "timeout": min(600, max(1, seconds)),
            "points": min(1000, round(worths[question.id] * scale)),
        }
        for question in asked
    ]
    return json.dumps(tests, indent=1, ensure_ascii=False) + "\n"


def scale_of(worths: Iterable[float]) -> int:
    """Return by what points are multiplied so that they are whole: 1, 10 or 100."""
    values = list(worths)
    for scale in (1, 10):
        if all(abs(v * scale - round(v * scale)) < 1e-6 for v in values):
            return scale
    return 100
