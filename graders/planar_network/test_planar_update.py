"""update_parameters: one step down the gradient, as long as asked."""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import (
    LEARNING_RATE,
    NAMES,
    check_values,
    fresh_parameters,
    read_arrays,
    shapes_of,
)

from gradewright.graders import as_asked, check, check_keys, passes

pytestmark = pytest.mark.question("update_parameters")


@pytest.mark.points(0.25)
def test_printed_step(student):
    """The printed step with the default learning rate, and the shapes of all parameters."""
    updated = student.update_parameters(printed.BEFORE_UPDATE, printed.UPDATE_GRADS)
    _check_step(updated, printed.BEFORE_UPDATE, printed.UPDATE_GRADS, LEARNING_RATE)
    read_arrays(updated, shapes_of(2, 4), strict=True)
    for name, value in printed.AFTER_UPDATE.items():
        check_values(updated[name], value, rtol=1e-6, atol=1e-8, name=name)


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
    """Check the values of a step of that length, and name a fault where it is known."""
    found = check_keys(updated, NAMES)
    for name in NAMES:
        old, grad = parameters[name], grads["d" + name]
        expected, close = old - rate * grad, {"rtol": 1e-6, "atol": 1e-8}
        if not passes(check_values, found[name], expected, **close):
            _name_length(found[name], old, grad, rate, name)
        check_values(found[name], expected, **close, name=name)


def _name_length(got, old, grad, rate, name):
    """Fail with the length of a wrong step, where it was straight along the gradient."""
    new = as_asked(got, old)
    if not isinstance(new, np.ndarray) or new.shape != old.shape or new.dtype.kind not in "iuf":
        return
    at = int(np.abs(grad).argmax())
    made = float((old - new).flat[at] / grad.flat[at])
    default = " by default" if rate == LEARNING_RATE else ""
    told = f"The step of {name} is wrong."
    cause = f"it is as long as with a learning rate of {made:.3g}{default}."
    if abs(made) < 1e-9:
        told, cause = f"{name} is not updated.", "the old value is returned."
    elif made < 0:
        told = f"The step of {name} goes up the gradient."
        cause = "the gradient is added, not subtracted."
    elif np.isclose(made, LEARNING_RATE, rtol=1e-5):
        told, cause = f"The step of {name} ignores learning_rate.", "1.2 is written into the step."
    elif np.isclose(made, 1, rtol=1e-5):
        told = f"The step of {name} leaves out learning_rate."
        cause = "the gradient is not multiplied by it."
    straight = np.allclose(new, old - made * grad, rtol=1e-6, atol=1e-8)
    check(not straight, told, cause, got=got, name=name)
