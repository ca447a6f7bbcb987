"""A result as PrairieLearn's external graders write it.

Work that cannot be read is `gradable: false`: it costs no attempt.
"""

from __future__ import annotations

import json
from typing import Any

from gradewright.errors import MachineryError
from gradewright.exports.told import Told, ToldTest
from gradewright.phrases import say

_MOST_BYTES = 900_000  # of one megabyte


def prairielearn(told: Told, note: str = "") -> str:
    """Return `results.json`, of at most one megabyte.

    Raises:
        MachineryError: grading failed, so that there is no score to write.
    """
    if told.status == "failed":
        raise MachineryError(say("exports.no_score", message=told.message))
    if told.status == "unreadable":
        unreadable = {"gradable": False, "message": note, "format_errors": [told.message]}
        return json.dumps(unreadable, indent=1, ensure_ascii=False) + "\n"
    text = _document(told, note, is_short=False)
    return text if len(text.encode()) <= _MOST_BYTES else _document(told, note, is_short=True)


def _document(told: Told, note: str, *, is_short: bool) -> str:
    tests = [
        {"name": f"{question.title}: {test.title}", **_test(test, is_short=is_short)}
        for question in told.questions
        for test in question.tests
    ]
    document: dict[str, Any] = {
        "gradable": True,
        "score": round(told.share, 6),
        "message": note,
        "output": "",
        "images": [],
        "tests": tests,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _test(test: ToldTest, *, is_short: bool) -> dict[str, Any]:
    return {
        "description": "",
        "points": round(test.score, 6),
        "max_points": round(test.max_score, 6),
        "message": test.problem[:200] if is_short else test.problem,
        "output": "" if is_short else "\n".join(test.lines[1:]),
        "images": [],
    }
