"""One fault in otherwise perfect work costs its own question; a constant earns nothing at all.

What is handed in for one assignment is graded in one run: importing Keras takes longer than most of
the submissions do.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """One edit of a reference: the question that it hurts, and what it used to cost after it."""

    name: str
    slug: str
    question: str
    right: str
    wrong: str
    before: float

    @property
    def source(self) -> str:
        """Return the faulty solution."""
        text = (ROOT / "reference" / self.slug / f"{self.slug}.py").read_text("utf-8")
        assert self.right in text, f"the reference of {self.slug} has changed: {self.right}"
        return text.replace(self.right, self.wrong, 1)


FAULTS = [
    Fault(
        "exp(z) in sigmoid",
        "logistic_regression",
        "sigmoid",
        "np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))",
        "1 / (1 + np.exp(np.asarray(z, dtype=float)))",
        7.0,
    ),
    Fault(
        "dw transposed",
        "logistic_regression",
        "propagate",
        '"dw": X @ error.T / m',
        '"dw": error @ X.T / m',
        4.0,
    ),
    Fault(
        "db not averaged",
        "logistic_regression",
        "propagate",
        '"db": float(np.mean(error))',
        '"db": float(np.sum(error))',
        2.5,
    ),
    Fault(
        "tanh missing",
        "planar_network",
        "forward_propagation",
        "np.tanh(Z1)",
        "Z1",
        1.65,
    ),
    Fault(
        "one bound forgotten",
        "svm_dual",
        "solve_dual",
        "alpha <= C",
        "alpha <= 2 * C",
        0.0,
    ),
]
_LOSS = 'loss="sparse_categorical_crossentropy",\n        metrics=["accuracy"],'
WITH_MODELS = [
    Fault(
        "categorical loss",
        "keras_mnist",
        "build_mlp",
        _LOSS,
        'loss="categorical_crossentropy",\n        metrics=["accuracy"],',
        4.2,
    ),
    Fault(
        "metrics in the wrong place",
        "keras_mnist",
        "build_mlp",
        _LOSS,
        'loss="sparse_categorical_crossentropy",',
        4.5,
    ),
    Fault(
        "softmax missing",
        "keras_mnist",
        "build_mlp",
        'keras.layers.Dense(10, activation="softmax")',
        "keras.layers.Dense(10)",
        3.0,
    ),
    Fault(
        "sign of the divergence",
        "vae",
        "kl_divergence",
        "terms = 0.5 * (",
        "terms = -0.5 * (",
        2.95,
    ),
    Fault(
        "rounded the wrong way",
        "cnn_ladder",
        "output_size",
        "return -(-size // stride)",
        "return size // stride",
        1.175,
    ),
]


# What each function of a submission returns that computes nothing. For the other assignments,
# test_constants_earn_nothing.py.
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
OF_MODELS = ("keras_mnist", "vae", "cnn_ladder")
# Its rungs train for minutes, and no training rests on the arithmetic of sizes.
WITHOUT_TRAININGS = ("cnn_ladder",)

Results = dict[str, dict[str, Any]]
Runs = Callable[[str], Results]


def constant(slug: str, value: str) -> str:
    """Return a submission whose functions all return one value."""
    text = (ROOT / "reference" / slug / f"{slug}.py").read_text("utf-8")
    names = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    functions = [name for name in names if not name.startswith(("check_", "plot_"))]
    lines = ["import numpy as np"]
    for function in functions:
        lines += ["", "", f"def {function}(*args, **kwargs):", f"    return {value}"]
    return "\n".join(lines) + "\n"


def graded(slug: str, work: Mapping[str, str], folder: Path, *options: str) -> Results:
    """Return the result of each submission of a class, by its name."""
    for name, source in work.items():
        file = folder / "class" / name / slug / f"{slug}.py"
        file.parent.mkdir(parents=True)
        file.write_text(source, encoding="utf-8")
    words = ["grade", str(folder / "class"), "--layout", "class", "--assignment", slug]
    words += ["--course", str(ROOT), "--out", str(folder / "out"), "--seed", "5", "--jobs", "1"]
    assert main([*words, "--no-notebooks", *options]) == 0
    document = json.loads((folder / "out" / "results.json").read_text("utf-8"))
    results = {result["student"]: result for result in document["submissions"]}
    assert results.keys() == work.keys()
    return results


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Return the function that gives the results of an assignment's faults, by their names.

    Constants are graded with them where both are asked for the same tests.
    """

    @cache
    def results(slug: str) -> Results:
        work = {fault.name: fault.source for fault in (*FAULTS, *WITH_MODELS) if fault.slug == slug}
        if slug in WITHOUT_TRAININGS:
            return graded(slug, work, tmp_path_factory.mktemp(slug), "--no-performance")
        if slug in OF_MODELS:
            work |= {name: constant(slug, value) for name, value in RETURNED.items()}
        return graded(slug, work, tmp_path_factory.mktemp(slug))

    return results


@pytest.fixture(scope="module")
def constants(tmp_path_factory: pytest.TempPathFactory, faulty: Runs) -> Runs:
    """Return the function that gives the results of an assignment's constants, by their names."""

    def results(slug: str) -> Results:
        if slug not in WITHOUT_TRAININGS:
            return {name: faulty(slug)[name] for name in RETURNED}
        work = {name: constant(slug, value) for name, value in RETURNED.items()}
        return graded(slug, work, tmp_path_factory.mktemp(slug))

    return results


def lost(result: dict[str, Any]) -> dict[str, float]:
    """Return the points lost, by question."""
    return {q["id"]: q["max_score"] - q["score"] for q in result["questions"]}


def check(fault: Fault, result: dict[str, Any]) -> None:
    losses = lost(result)
    assert losses.pop(fault.question) > 0
    assert sum(losses.values()) <= fault.before / 4, losses


def names(fault: Fault) -> str:
    return f"{fault.slug}: {fault.name}"


@pytest.mark.slow(seconds=15)
@pytest.mark.parametrize("fault", FAULTS, ids=names)
def test_a_fault_costs_its_own_question(faulty: Runs, fault: Fault) -> None:
    if fault.slug == "svm_dual" and find_spec("cvxpy") is None:
        pytest.skip("cvxpy is not installed")
    check(fault, faulty(fault.slug)[fault.name])


@pytest.mark.slow(seconds=50)
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=names(fault), marks=pytest.mark.xdist_group(f"odd-{fault.slug}"))
        for fault in WITH_MODELS
    ],
)
def test_a_fault_costs_its_own_question_with_models(faulty: Runs, fault: Fault) -> None:
    check(fault, faulty(fault.slug)[fault.name])


@pytest.mark.slow(seconds=50)
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize(
    "slug",
    [pytest.param(slug, marks=pytest.mark.xdist_group(f"odd-{slug}")) for slug in OF_MODELS],
)
def test_a_constant_earns_nothing_with_models(constants: Runs, slug: str) -> None:
    earned = {
        f"{name}: {test['title']}": test["score"]
        for name, result in constants(slug).items()
        for question in result["questions"]
        for test in question["tests"]
        if test["score"]
    }
    assert not earned
