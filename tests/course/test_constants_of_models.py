"""A constant, or an argument given back, earns nothing in the assignments about models."""

from __future__ import annotations

import ast
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from gradewright.cli import main

ROOT = Path(__file__).parents[2]
RETURNED = {
    "first_argument": "(*args, *kwargs.values(), None)[0]",
    "last_argument": "(None, *args, *kwargs.values())[-1]",
    "none": "None",
    "zero": "0",
    "one": "1",
    "empty_list": "[]",
    "zeros": "np.zeros((3, 3))",
    "zeros_like_the_argument": "np.zeros_like((*args, *kwargs.values(), 0.0)[0])",
}


def _functions(slug: str) -> list[str]:
    text = (ROOT / "reference" / slug / f"{slug}.py").read_text("utf-8")
    names = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if not name.startswith(("check_", "plot_"))]


@pytest.mark.slow(seconds=60)
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize("slug", ["keras_mnist", "vae", "cnn_ladder"])
def test_a_constant_earns_nothing(slug: str, tmp_path: Path) -> None:
    for name, value in RETURNED.items():
        folder = tmp_path / "class" / name / slug
        folder.mkdir(parents=True)
        lines = ["import numpy as np"]
        for function in _functions(slug):
            lines += ["", "", f"def {function}(*args, **kwargs):", f"    return {value}"]
        (folder / f"{slug}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = ["--layout", "class", "--assignment", slug, "--seed", "11", "--no-notebooks"]
    options += ["--course", str(ROOT), "--out", str(tmp_path / "out")]
    assert main(["grade", str(tmp_path / "class"), *options]) == 0
    results = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))["submissions"]
    assert {result["student"] for result in results} == set(RETURNED)
    earned = {
        f"{result['student']}: {test['title']}": test["score"]
        for result in results
        for question in result["questions"]
        for test in question["tests"]
        if test["score"]
    }
    assert not earned
