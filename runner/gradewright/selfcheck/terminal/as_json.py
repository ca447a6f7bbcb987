"""What a check came to, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gradewright.selfcheck.found import Found, plain_of
from gradewright.selfcheck.kit import Asked, Kit
from gradewright.selfcheck.terminal.outcome import Outcome
from gradewright.selfcheck.terminal.tally import tally

FORMAT = "gradewright/check/v1"


def as_json(kit: Kit, questions: Sequence[Asked], outcome: Outcome, seed: int) -> str:
    """Return the text of `--json`: ASCII alone, so that it passes every pipe."""
    total = tally(questions, outcome.found)
    document = {
        "format": FORMAT,
        "assignment": kit.slug,
        "title": kit.title,
        "release": kit.stamp,
        "file": outcome.loaded.main if outcome.loaded is not None else None,
        "seed": seed,
        "passed": outcome.is_passed,
        "trouble": outcome.trouble,
        "notes": list(outcome.loaded.notes) if outcome.loaded is not None else [],
        "points": {
            "earned": total.earned,
            "here": total.here,
            "hidden": total.hidden,
            "hidden_tests": total.hidden_tests,
        },
        "questions": [_question(question, outcome.found) for question in questions],
    }
    return json.dumps(document, indent=1) + "\n"


def _question(question: Asked, found: tuple[Found, ...]) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "points": question.points,
        "hidden_points": question.hidden_points,
        "hidden_tests": question.hidden_tests,
        "tests": [_test(each) for each in found if each.check.question == question.id],
    }


def _test(found: Found) -> dict[str, Any]:
    plain = plain_of(found)
    check = plain.pop("check")
    return {
        "id": check["id"],
        "title": check["title"],
        "points": check["points"],
        "status": plain["status"],
        "words": plain["words"],
        "failure": plain["failure"],
        "printed": plain["printed"],
        "unprinted": plain["unprinted"],
        "seconds": round(plain["seconds"], 3),
    }
