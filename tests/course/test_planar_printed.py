"""What stands as numbers beside the planar network's visible tests is what the formulas give."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.grading.reference import load_reference

VISIBLE = Path(__file__).parents[2] / "graders" / "planar_network" / "visible"
HELPERS = ("printed", "reading", "mistakes")


@pytest.fixture(scope="module")
def helpers() -> Iterator[dict[str, ModuleType]]:
    """Import the helper modules as a grading run does, and forget them afterwards."""
    # Other assignments have helpers of these names, which other tests may have imported.
    others = {name: sys.modules.pop(name) for name in HELPERS if name in sys.modules}
    sys.path.insert(0, str(VISIBLE))
    try:
        yield {name: __import__(name) for name in HELPERS}
    finally:
        sys.path.remove(str(VISIBLE))
        for name in HELPERS:
            sys.modules.pop(name, None)
        sys.modules.update(others)


@pytest.fixture(scope="module")
def reference() -> Any:
    course = read_course(VISIBLE.parents[2])
    return load_reference(find_assignment(course, "planar_network"))


def test_the_example_by_hand_and_the_outputs(helpers: Any, reference: Any) -> None:
    printed = helpers["printed"]
    _, cache = reference.forward_propagation(*printed.BY_HAND)
    for name, value in printed.BY_HAND_CACHE.items():
        assert cache[name] == pytest.approx(value, abs=1e-12)
    outputs, _ = reference.forward_propagation(printed.X, printed.BEFORE_UPDATE)
    assert outputs == pytest.approx(printed.OUTPUTS, rel=1e-12)


def test_mistakes_about_the_cost(helpers: Any) -> None:
    printed, mistakes = helpers["printed"], helpers["mistakes"]
    A2, Y = printed.COST_A2, printed.COST_Y
    log_a, log_rest = np.log(A2), np.log(1 - A2)
    sums = np.sum(Y * log_a), np.sum((1 - Y) * log_rest)
    assert sums == pytest.approx(mistakes.COST_SUMS)
    assert -sum(sums) / 3 == pytest.approx(printed.COST, rel=1e-8)
    outer = np.sum(Y.T @ log_a + (1 - Y).T @ log_rest)
    assert outer == pytest.approx(mistakes.COST_OUTER)
    assert np.mean((A2 - Y) ** 2) == pytest.approx(mistakes.COST_SQUARES)


def test_mistakes_about_the_layers(helpers: Any) -> None:
    printed, mistakes = helpers["printed"], helpers["mistakes"]
    parameters, cache, X = printed.INITIAL, printed.CACHE, printed.X
    W2, A1, dZ2 = parameters["W2"], cache["A1"], cache["A2"] - printed.BACKWARD_Y
    assert pytest.approx(W2 @ (parameters["W1"] @ X), abs=1e-10) == mistakes.Z2_FROM_Z1
    slopes = (1, 1 - A1, A1 * (1 - A1), cache["Z1"] > 0)
    expected = [W2.T @ dZ2 * slope for slope in slopes]
    expected.append((dZ2 @ A1.T / 3).T @ dZ2 * (1 - A1**2))
    found = [value for value, _, _ in mistakes.GRADIENTS["dW1"]]
    assert len(found) == len(expected)
    for value, dZ1 in zip(found, expected, strict=True):
        assert value == pytest.approx(dZ1 @ X.T / 3, abs=1e-9)
    ((value, _, _),) = mistakes.GRADIENTS["dW2"]
    assert value == pytest.approx(dZ2 @ cache["Z1"].T / 3, abs=1e-9)
