"""A fixed value or an argument that is returned earns nothing, whatever the assignment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradewright.authoring.tricks import Pace, catalogue
from gradewright.cli import main
from gradewright.course.reader import find_assignment, read_course

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "slug", ["activations", "logistic_regression", "planar_network", "svm_dual"]
)
def test_what_computes_nothing_earns_nothing(repository: Path, tmp_path: Path, slug: str) -> None:
    assignment = find_assignment(read_course(repository), slug)
    tricks = [trick for trick in catalogue().tricks if trick.against == "everything"]
    for trick in tricks:
        text = catalogue().submission(
            trick, assignment.reference_file, assignment.functions, Pace(1.0, 1.0)
        )
        (tmp_path / "class").mkdir(exist_ok=True)
        (tmp_path / "class" / f"{trick.name}.py").write_text(text, encoding="utf-8")
    words = ["grade", str(tmp_path / "class"), "--layout", "class", "--assignment", slug]
    words += ["--course", str(repository), "--no-notebooks", "--out", str(tmp_path / "out")]
    assert main([*words, "--seed", "5", "--jobs", "1"]) == 0
    document = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    scores = {entry["student"]: entry["score"] for entry in document["submissions"]}
    assert scores == {trick.name: 0 for trick in tricks}
