"""A result as GitLab's code quality report: a remark a test, on the student's own line."""

from __future__ import annotations

import hashlib
import json

from gradewright.exports.told import Told, ToldTest


def code_quality(told: Told) -> str:
    """Return the JSON; a test without a line of the student's is told at the top of the file."""
    wrong = [test for test in told.tests if test.verdict == "wrong"]
    remarks = [_remark(told, test) for test in wrong if test.place or told.files]
    return json.dumps(remarks, indent=1, ensure_ascii=False) + "\n"


def _remark(told: Told, test: ToldTest) -> dict[str, object]:
    place = test.place
    path = place.path if place is not None else told.files[0]
    line = place.line if place is not None and place.cell is None else 1
    # Of what names the test and nothing else: it stays the same while the work changes.
    stamp = hashlib.sha256(f"{told.assignment}\n{test.id}".encode("utf-8", "replace"))
    return {
        "description": f"{test.title}. {' '.join(test.lines)}",
        "check_name": test.id,
        "fingerprint": stamp.hexdigest(),
        "severity": "info" if test.score > 0 else "minor" if test.is_hidden else "major",
        "location": {"path": path, "lines": {"begin": line}},
    }
