"""Ten students of the examples, by both recipes, under the environments of three platforms."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ci.conftest import Ran, commit
from tests.selfcheck.conftest import kit_named

SLUG = "logistic_regression"


def work_of(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in sorted(folder.iterdir()) if f.is_file()}


@pytest.mark.slow(seconds=60)
def test_ten_students(job: Callable[..., Ran], repository: Path, tmp_path: Path) -> None:
    students = [
        folder.parent
        for folder in sorted((repository / "examples" / "submissions").glob(f"*/{SLUG}"))
        if folder.is_dir()
    ][:10]
    assert len(students) == 10
    kit = kit_named(SLUG)
    with zipfile.ZipFile(tmp_path / "check.pyz", "w") as archive:
        archive.writestr("kit.json", kit.to_json())
    for student in students:
        commit(tmp_path / "bare" / f"{student.name}.git", work_of(student / SLUG))
    out = tmp_path / "out"
    words = ("ci", "pull", tmp_path / "bare", "--course", repository, "--assignment", SLUG)
    ran = job("github", *words, "--out", out)
    assert ran.code == 0, ran.errors
    assert ran.outputs == {"new": "10", "rows": "10", "broken": "0"}
    results = json.loads((out / "grading" / "results.json").read_text("utf-8"))["submissions"]
    graded = {each["student"]: each for each in results}
    assert set(graded) == {student.name for student in students}
    assert job("github", *words, "--out", out).outputs["new"] == "0"

    worth = sum(check.points for check in kit.checks)
    for student in students:
        root = tmp_path / "pushed" / student.name
        root.mkdir(parents=True)
        for name, content in work_of(student / SLUG).items():
            (root / name).write_bytes(content)
        (root / "check.pyz").write_bytes((tmp_path / "check.pyz").read_bytes())
        ran = job("gitlab", "ci", "check", root, "--out", root / "told")
        assert ran.code == 0, ran.errors
        suite = ET.parse(root / "told" / "junit.xml").getroot()[0]
        (told,) = json.loads((root / "told/results.json").read_text("utf-8"))["submissions"]
        if told["status"] == "unreadable":
            # One notebook is cut off, and one student's code ends every process that loads it.
            assert student.name in ("hugo-martin", "jonas-weber")
            assert ran.outputs == {}
            continue
        assert int(suite.get("tests", "")) == len(kit.checks)
        # What passes all of the grading passes the visible checks.
        if graded[student.name]["score"] == graded[student.name]["max_score"]:
            assert told["score"] == pytest.approx(worth)
