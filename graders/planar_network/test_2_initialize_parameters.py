"""initialize_parameters: fresh sizes, and weights that are small and random."""

import numpy as np
import pytest
from mistakes import SCALE, rule_out_printed_sizes
from reading import NAMES, check_zero_biases, read_arrays, shapes_of

from gradewright.graders import check, check_keys, check_kind

pytestmark = [pytest.mark.question("initialize_parameters"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.15)
def test_other_sizes(student, rng):
    """Other layer sizes: weights and biases for each unit, and biases that are zero."""
    n_x, n_h, n_y = (int(size) for size in rng.choice(np.arange(2, 9), 3, replace=False))
    for sizes in ((n_x, n_h, n_y), (1, n_h, 1), (n_x, 1, n_y)):
        parameters = check_keys(student.initialize_parameters(*sizes), NAMES)
        rule_out_printed_sizes(parameters, sizes)
        check_zero_biases(read_arrays(parameters, shapes_of(*sizes)))


@pytest.mark.points(0.2)
def test_small_random_weights(student):
    """Weights are random, differ from each other and are about 0.01 in size."""
    parameters = student.initialize_parameters(20, 30, 15)
    found = check_keys(parameters, ("W1", "W2"))
    for name in ("W1", "W2"):
        weights = np.asarray(check_kind(found[name], "array", name=name), dtype=np.float64)
        told = f"{name} does not hold a weight for each pair of units."
        check(weights.size == np.prod(shapes_of(20, 30, 15)[name]), told, got=found[name])
        _check_spread(name, weights)


def _check_spread(name, weights):
    """Check 450 values or more that should be normal with a standard deviation of 0.01.

    Where they are drawn evenly, their spread says nothing of the factor: that is looked at last.
    """
    check(
        len(np.unique(weights)) > weights.size // 2,
        f"Many values of {name} are equal.",
        "not every weight is drawn on its own with np.random.randn.",
    )
    check(
        (weights < 0).any(),
        f"No value of {name} is negative.",
        "np.random.rand, which is never negative, in place of np.random.randn.",
    )
    # Of 300 normal numbers some are beyond 2.4 standard deviations, of evenly drawn ones none is.
    centred = np.abs(weights - weights.mean())
    check(
        centred.max() > 2 * weights.std(),
        f"The values of {name} are spread evenly, with sharp ends.",
        "np.random.uniform or np.random.rand in place of np.random.randn.",
    )
    spread = float(weights.std() / SCALE)
    size = "too large" if spread > 1 else "too small"
    cause = f"the factor is about {spread * SCALE:.2g}, not 0.01."
    check(0.75 < spread < 1.3, f"The values of {name} are {size}.", cause)
    check(
        abs(weights.mean()) < 0.003,
        f"The values of {name} are not centred on zero.",
        "something is added to what np.random.randn gives.",
    )
