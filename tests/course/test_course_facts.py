"""The references and the course's data reproduce the printed figures."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.grading.reference import load_reference


@pytest.fixture(autouse=True)
def modules_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the course's modules after each test: others rely on their absence."""
    for name in ("planar_utils", "gradewright_reference_planar_network"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        monkeypatch.delitem(sys.modules, name)


def reference_of(repository: Path, slug: str) -> ModuleType:
    return load_reference(find_assignment(read_course(repository), slug))


def test_the_flower_trains_to_the_printed_costs(repository: Path) -> None:
    planar = reference_of(repository, "planar_network")
    import planar_utils

    X, Y = planar_utils.load_planar_dataset()
    assert (X.shape, Y.shape) == ((2, 400), (1, 400))
    printed = {0: 0.693048, 1000: 0.288083}
    for iterations, cost in printed.items():
        parameters = planar.nn_model(X, Y, 4, num_iterations=iterations)
        A2, _cache = planar.forward_propagation(X, parameters)
        assert planar.compute_cost(A2, Y) == pytest.approx(cost, abs=2e-6)


def test_logistic_regression_gives_the_printed_values(repository: Path) -> None:
    logistic = reference_of(repository, "logistic_regression")
    w, b = np.array([[1.0], [2.0]]), 2.0
    X, Y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0]])
    grads, cost = logistic.propagate(w, b, X, Y)
    assert cost == pytest.approx(6.000064773192205)
    assert grads["db"] == pytest.approx(0.49993523062470574)
    params, _grads, costs = logistic.optimize(w, b, X, Y, 100, 0.009)
    np.testing.assert_allclose(params["w"], [[0.1124579], [0.23106775]], rtol=1e-6)
    assert params["b"] == pytest.approx(1.5593049248448891)
    assert costs[0] == pytest.approx(6.000064773192205)
