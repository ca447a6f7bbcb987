"""One fault in otherwise perfect work costs its own question, and next to nothing after it."""

from __future__ import annotations

import json
from dataclasses import dataclass
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
        "db without 1/m",
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


def graded(fault: Fault, folder: Path) -> dict[str, Any]:
    """Return the result of the faulty solution."""
    file = folder / f"{fault.slug}.py"
    file.write_text(fault.source, encoding="utf-8")
    arguments = ["grade", str(file), "--assignment", fault.slug, "--course", str(ROOT)]
    arguments += ["--out", str(folder / "out"), "--seed", "5", "--jobs", "1", "--no-notebooks"]
    if fault.slug == "cnn_ladder":
        # Its rungs train for minutes, and no training rests on the arithmetic of sizes.
        arguments += ["--no-performance"]
    assert main(arguments) == 0
    document = json.loads((folder / "out" / "results.json").read_text("utf-8"))
    (result,) = document["submissions"]
    return dict(result)


def lost(result: dict[str, Any]) -> dict[str, float]:
    """Return the points lost, by question."""
    return {q["id"]: q["max_score"] - q["score"] for q in result["questions"]}


def check(fault: Fault, folder: Path) -> None:
    result = graded(fault, folder)
    losses = lost(result)
    assert losses.pop(fault.question) > 0
    assert sum(losses.values()) <= fault.before / 4, losses


def names(fault: Fault) -> str:
    return f"{fault.slug}: {fault.name}"


@pytest.mark.slow(seconds=40)
@pytest.mark.parametrize("fault", FAULTS, ids=names)
def test_a_fault_costs_its_own_question(fault: Fault, tmp_path: Path) -> None:
    if fault.slug == "svm_dual" and find_spec("cvxpy") is None:
        pytest.skip("cvxpy is not installed")
    check(fault, tmp_path)


@pytest.mark.slow(seconds=60)
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=names(fault), marks=pytest.mark.xdist_group(fault.name))
        for fault in WITH_MODELS
    ],
)
def test_a_fault_costs_its_own_question_with_models(fault: Fault, tmp_path: Path) -> None:
    check(fault, tmp_path)
