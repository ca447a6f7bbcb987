"""name_curve: fresh curves."""

import cases
import pytest

pytestmark = [pytest.mark.question("which"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.5)
def test_bounded(student, reference, rng):
    """Sigmoid and tanh are told apart"""
    cases.check_names(student, reference, rng, ["sigmoid", "tanh"], 4)


@pytest.mark.points(0.5)
def test_rectifiers(student, reference, rng):
    """ReLU, leaky ReLU and ELU are told apart, whatever alpha is"""
    cases.check_names(student, reference, rng, ["relu", "leaky_relu", "elu"], 4)


@pytest.mark.points(0.5)
def test_all(student, reference, rng):
    """All five are told apart"""
    cases.check_names(student, reference, rng, ["sigmoid", "tanh", "relu", "leaky_relu", "elu"], 3)
