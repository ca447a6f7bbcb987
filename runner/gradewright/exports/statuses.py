"""What a platform's interface takes about one commit: statuses, a check run, a comment."""

from __future__ import annotations

from typing import Any

from gradewright.exports.commands import message_of
from gradewright.exports.summary import heading, summary
from gradewright.exports.told import Told, ToldTest
from gradewright.phrases import say
from gradewright.words.numbers import points

_DESCRIPTION = 140  # GitHub's
_MOST_ANNOTATIONS = 50


def is_enough(told: Told, threshold: float | None) -> bool:
    """Tell whether a result reaches the threshold, a share of the points; None asks for nothing."""
    return told.status == "graded" and (threshold is None or told.share + 1e-9 >= threshold)


def github_status(told: Told, context: str, threshold: float | None = None) -> dict[str, str]:
    """Return the body of `POST /repos/OWNER/NAME/statuses/SHA`, which Gitea takes as well."""
    state = "success" if is_enough(told, threshold) else "failure"
    state = "error" if told.status == "failed" else state
    return {"state": state, "context": context, "description": description_of(told)}


def gitlab_status(told: Told, context: str, threshold: float | None = None) -> dict[str, str]:
    """Return the fields of `POST /projects/ID/statuses/SHA`."""
    state = "success" if is_enough(told, threshold) else "failed"
    return {"state": state, "name": context, "description": description_of(told)}


def check_run(
    told: Told, context: str, commit: str, completed: str, threshold: float | None = None
) -> dict[str, Any]:
    """Return the body of `POST /repos/OWNER/NAME/check-runs`.

    Args:
        told: the result.
        context: the check's name.
        commit: the commit that was graded.
        completed: when, in ISO 8601.
        threshold: the share of the points that is asked for.
    """
    conclusion = "success" if is_enough(told, threshold) else "failure"
    if told.status == "failed":
        conclusion = "neutral"
    wrong = [test for test in told.tests if test.verdict == "wrong" and test.place]
    return {
        "name": context,
        "head_sha": commit,
        "status": "completed",
        "conclusion": conclusion,
        "completed_at": completed,
        "output": {
            "title": heading(told)[:255],
            "summary": summary(told),
            "annotations": [_annotation(test) for test in wrong[:_MOST_ANNOTATIONS]],
        },
    }


def comment(told: Told, note: str = "") -> str:
    """Return a comment in Markdown; its first line lets the next run find it."""
    return f"<!-- gradewright: {told.assignment} -->\n{summary(told, note)}"


def description_of(told: Told) -> str:
    """Return a status' one line: score and most points, nothing of a student's."""
    if told.status != "graded":
        return say(f"exports.description_{told.status}")[:_DESCRIPTION]
    score, most = points(told.score), points(told.max_score)
    return say("exports.description", score=score, most=most)[:_DESCRIPTION]


def _annotation(test: ToldTest) -> dict[str, object]:
    place = test.place
    assert place is not None
    line = place.line if place.cell is None else 1
    return {
        "path": place.path,
        "start_line": line,
        "end_line": line,
        "annotation_level": "failure",
        "title": test.title[:255],
        "message": message_of(test),
    }
