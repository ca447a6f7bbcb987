"""update_parameters: one step down the gradient, as long as asked."""

import planar_printed as printed
import pytest
from planar_cases import LEARNING_RATE, NAMES, check_parameters, fresh_parameters, rule_out

from gradewright.checks import check_close, check_keys

pytestmark = pytest.mark.question("update_parameters")


@pytest.mark.points(0.25)
def test_printed_step(student):
    """The printed step with the default learning rate."""
    updated = student.update_parameters(printed.BEFORE_UPDATE, printed.UPDATE_GRADS)
    check_parameters(updated, printed.AFTER_UPDATE, rtol=1e-6, atol=1e-8)


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_default_rate(student, rng):
    """The default learning rate is 1.2, for networks of any size."""
    for n_x, n_h in ((3, 6), (2, 1)):
        parameters, grads = _fresh(rng, n_x, n_h)
        updated = student.update_parameters(parameters, grads)
        _check_step(updated, parameters, grads, LEARNING_RATE)


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_other_rate_by_name(student, rng):
    """Another learning rate, given by name."""
    parameters, grads = _fresh(rng, 2, 4)
    rate = float(rng.uniform(0.01, 0.9))
    updated = student.update_parameters(parameters, grads, learning_rate=rate)
    _check_step(updated, parameters, grads, rate)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
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
    """Check a step of that length, and name a fault where it is known."""
    found = check_keys(updated, NAMES)
    for name in NAMES:
        old, grad = parameters[name], grads["d" + name]
        mistakes = (
            (old, f"{name} is not updated.", "the old value is returned."),
            (
                old - LEARNING_RATE * grad,
                f"The step of {name} ignores learning_rate.",
                "the default 1.2 is written into the step.",
            ),
            (
                old + rate * grad,
                f"The step of {name} goes up the gradient.",
                "the gradient is added, not subtracted.",
            ),
            (
                old - grad,
                f"The step of {name} leaves out learning_rate.",
                "the gradient is not scaled.",
            ),
        )
        rule_out(found[name], old - rate * grad, mistakes, name=name)
        check_close(found[name], old - rate * grad, name=name)
