"""update_parameters: the printed step, and steps whose end is plain."""

import numpy as np
import printed
import pytest
from networks import fresh_parameters
from reading import LEARNING_RATE, NAMES, read_arrays, shapes_of
from steps import check_step

pytestmark = pytest.mark.question("update_parameters")


@pytest.mark.points(0.25)
def test_printed_step(student):
    """The printed step with the default learning rate, and the shapes of all parameters."""
    step = printed.BEFORE_UPDATE, printed.UPDATE_GRADS
    updated = student.update_parameters(*step)
    check_step(updated, printed.AFTER_UPDATE, *step, LEARNING_RATE)
    read_arrays(updated, shapes_of(2, 4), strict=True)


@pytest.mark.points(0.1)
def test_default_rate(student, rng):
    """Without a learning rate it is 1.2: gradients of 5 lead six down."""
    step = _fives(rng, 3, 6)
    check_step(student.update_parameters(*step), _down(step, 6), *step, LEARNING_RATE)


@pytest.mark.points(0.25)
def test_rates(student, rng):
    """Other learning rates, by name or in third place: gradients of 5 lead 1 and 10 down."""
    step = _fives(rng, 2, 4)
    for rate, way in ((0.2, 1), (2.0, 10)):
        named = student.update_parameters(*step, learning_rate=rate)
        check_step(named, _down(step, way), *step, rate)
        check_step(student.update_parameters(*step, rate), _down(step, way), *step, rate)


def _fives(rng, n_x, n_h):
    """Return fresh parameters, and a gradient of 5 for each of their numbers."""
    parameters = fresh_parameters(rng, n_x, n_h)
    return parameters, {f"d{name}": np.full_like(parameters[name], 5.0) for name in NAMES}


def _down(step, way):
    return {name: value - way for name, value in step[0].items()}
