"""initialize_parameters: shapes, zeros, small random weights."""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import check_parameters, check_values, read_arrays, shapes_of

from gradewright.graders import check, check_keys, check_kind, rule_out

pytestmark = pytest.mark.question("initialize_parameters")

SCALE = 0.01
PRINTED_SIZES = (2, 4, 1)


@pytest.mark.points(0.35)
def test_printed_values(student):
    """The printed weights for seed 2."""
    parameters = student.seeded(2).initialize_parameters(*PRINTED_SIZES)
    found = check_keys(parameters, tuple(printed.INITIAL))
    for name in ("W1", "W2"):
        rule_out(found[name], printed.INITIAL[name], _mistakes(name), rtol=0, atol=1e-8, name=name)
    check_parameters(parameters, printed.INITIAL, rtol=0, atol=1e-8)


@pytest.mark.points(0.15)
def test_printed_shapes(student):
    """The four arrays of the printed example have the right shapes."""
    parameters = student.seeded(2).initialize_parameters(*PRINTED_SIZES)
    read_arrays(parameters, shapes_of(*PRINTED_SIZES), strict=True)


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, rng):
    """Other layer sizes: weights and biases for each unit, and biases that are zero."""
    n_x, n_h, n_y = (int(size) for size in rng.choice(np.arange(2, 9), 3, replace=False))
    for sizes in ((n_x, n_h, n_y), (1, n_h, 1), (n_x, 1, n_y)):
        parameters = student.initialize_parameters(*sizes)
        _rule_out_printed_sizes(parameters, sizes)
        found = read_arrays(parameters, shapes_of(*sizes))
        for name in ("b1", "b2"):
            check_values(found[name], np.zeros_like(found[name]), rtol=0, name=name)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
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


def _rule_out_printed_sizes(parameters, sizes):
    """Fail where other sizes than those of the printed example are ignored."""
    found = check_keys(parameters, tuple(printed.INITIAL))
    shapes = {name: np.shape(v) for name, v in found.items() if isinstance(v, np.ndarray)}
    check(
        any(shapes.get(name) != shape for name, shape in shapes_of(*PRINTED_SIZES).items())
        or sizes == PRINTED_SIZES,
        "initialize_parameters makes the network of the printed example, whatever it is asked.",
        "its sizes are built in. Use n_x, n_h and n_y.",
    )


def _mistakes(name):
    """Return what common mistakes make of one array of printed weights."""
    shapes = {key: shape for key, shape in shapes_of(*PRINTED_SIZES).items() if key[0] == "W"}

    def drawn(*order, seed=2, first="randn", second="randn"):
        generator = np.random.RandomState(seed)
        weights = {}
        for key, kind in zip(order, (first, second), strict=True):
            weights[key] = getattr(generator, kind)(*shapes[key])
        return weights[name]

    in_order = drawn("W1", "W2")
    even = "np.random.rand, which is never negative, in place of np.random.randn."
    told = f"{name} does not come from np.random.randn."
    yield from (
        (drawn("W1", "W2", first=first, second=second) * SCALE, told, even)
        for first, second in (("rand", "rand"), ("randn", "rand"), ("rand", "randn"))
    )
    yield (
        drawn("W2", "W1") * SCALE,
        f"{name} holds other random numbers than the printed ones.",
        "W2 is drawn before W1. Draw W1 first.",
    )
    yield in_order, f"{name} is 100 times too large.", "the factor 0.01 is missing."
    for factor in (0.1, 0.001):
        yield in_order * factor, f"{name} has the wrong size.", f"the factor is {factor}, not 0.01."
    yield np.zeros(shapes[name]), f"{name} is zero.", "zeros in place of random weights."
    for seed in (0, 1, 3, 42):
        cause = f"np.random.seed({seed}) in place of np.random.seed(2)."
        told = f"{name} holds the random numbers of another seed."
        yield drawn("W1", "W2", seed=seed) * SCALE, told, cause
