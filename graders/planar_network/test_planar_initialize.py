"""initialize_parameters: shapes, zeros, small random weights."""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import check_parameters, read_arrays, shapes_of

from gradewright.checks import check, check_close

pytestmark = pytest.mark.question("initialize_parameters")


@pytest.mark.points(0.35)
def test_printed_values(student):
    """The printed weights for seed 2."""
    parameters = student.seeded(2).initialize_parameters(2, 4, 1)
    check_parameters(parameters, printed.INITIAL, rtol=0, atol=1e-8)


@pytest.mark.points(0.15)
def test_printed_shapes(student):
    """The four arrays of the printed example have the right shapes."""
    read_arrays(student.seeded(2).initialize_parameters(2, 4, 1), shapes_of(2, 4, 1))


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, rng):
    """Other layer sizes: right shapes, and biases that are zero."""
    n_x, n_h, n_y = (int(size) for size in rng.choice(np.arange(2, 9), 3, replace=False))
    for sizes in ((n_x, n_h, n_y), (1, n_h, 1), (n_x, 1, n_y)):
        parameters = read_arrays(student.initialize_parameters(*sizes), shapes_of(*sizes))
        for name in ("b1", "b2"):
            check_close(parameters[name], np.zeros_like(parameters[name]), rtol=0, name=name)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_small_random_weights(student):
    """Weights are random, differ from each other and are about 0.01 in size."""
    shapes = shapes_of(20, 30, 15)
    weights = {name: shapes[name] for name in ("W1", "W2")}
    for name, values in read_arrays(student.initialize_parameters(20, 30, 15), weights).items():
        _check_spread(name, values)


def _check_spread(name, weights):
    """Check 450 values or more that should be normal with a standard deviation of 0.01."""
    check(
        len(np.unique(weights)) > weights.size // 2,
        f"Many values of {name} are equal.",
        "not every weight is drawn on its own with np.random.randn.",
    )
    check(weights.std() < 0.013, f"The values of {name} are too large.", "the factor is not 0.01.")
    check(weights.std() > 0.0075, f"The values of {name} are too small.", "the factor is not 0.01.")
    check(
        abs(weights.mean()) < 0.003,
        f"The values of {name} are not centred on zero.",
        "np.random.rand, which is never negative, in place of np.random.randn.",
    )
