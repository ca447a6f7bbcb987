"""Whatever the first submission hands over, the next ones are graded.

Without what measures: test_models_far_too_large.py.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gradewright.cli import main

SLUG = "keras_mnist"


@pytest.mark.slow
def test_a_stub_first_makes_nobody_fail(repository: Path, tmp_path: Path) -> None:
    pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    shutil.copyfile(repository / "student_template" / SLUG / f"{SLUG}.py", folder / "a_stub.py")
    for name in ("b_right", "c_right"):
        shutil.copyfile(repository / "reference" / SLUG / f"{SLUG}.py", folder / f"{name}.py")
    arguments = ["grade", str(folder), "--assignment", SLUG, "--course", str(repository)]
    arguments += ["--out", str(out), "--seed", "11", "--jobs", "1", "--no-notebooks"]
    assert main(arguments) == 0
    entries = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    assert [entry["status"] for entry in entries] == ["graded"] * 3
    full = [entry["max_score"] for entry in entries]
    assert [entry["score"] for entry in entries] == [0, full[1], full[2]]
