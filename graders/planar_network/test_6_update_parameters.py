"""update_parameters: fresh steps, as long as asked."""

import pytest
from networks import fresh_parameters
from reading import LEARNING_RATE, NAMES
from steps import check_step

pytestmark = [pytest.mark.question("update_parameters"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.15)
def test_default_rate(student, rng):
    """The default learning rate is 1.2, for networks of any size."""
    for n_x, n_h in ((3, 6), (2, 1)):
        parameters, grads = _fresh(rng, n_x, n_h)
        updated = student.update_parameters(parameters, grads)
        _check_step(updated, parameters, grads, LEARNING_RATE)


@pytest.mark.points(0.15)
def test_other_rate_by_name(student, rng):
    """Another learning rate, given by name."""
    parameters, grads = _fresh(rng, 2, 4)
    rate = float(rng.uniform(0.01, 0.9))
    updated = student.update_parameters(parameters, grads, learning_rate=rate)
    _check_step(updated, parameters, grads, rate)


@pytest.mark.points(0.1)
def test_other_rate_by_position(student, rng):
    """Another learning rate, given as the third argument."""
    parameters, grads = _fresh(rng, 4, 5)
    rate = float(rng.uniform(1.5, 3.0))
    updated = student.update_parameters(parameters, grads, rate)
    _check_step(updated, parameters, grads, rate)


def _fresh(rng, n_x, n_h):
    """Return parameters and gradients that have nothing to do with each other."""
    grads = fresh_parameters(rng, n_x, n_h)
    return fresh_parameters(rng, n_x, n_h), {"d" + name: grads[name] for name in NAMES}


def _check_step(updated, parameters, grads, rate):
    expected = {name: parameters[name] - rate * grads[f"d{name}"] for name in NAMES}
    check_step(updated, expected, parameters, grads, rate)
