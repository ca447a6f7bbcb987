"""Fresh inputs for the planar network, and readers for what a submission returns."""

import importlib.util
from functools import cache
from pathlib import Path

from gradewright.graders import (
    check,
    check_close,
    check_keys,
    read_numbers,
)

NAMES = ("W1", "b1", "W2", "b2")
CACHE_NAMES = ("Z1", "A1", "Z2", "A2")
LEARNING_RATE = 1.2

_UTILS = Path("assignments", "planar_network", "support", "planar_utils.py")


@cache
def planar_utils():
    """Return the module that students import as `planar_utils`, from its one source."""
    file = Path(__file__).resolve().parents[2] / _UTILS
    spec = importlib.util.spec_from_file_location("planar_utils_of_the_graders", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fresh_inputs(rng, n_x, m):
    """Return X of shape (n_x, m)."""
    return rng.normal(size=(n_x, m))


def fresh_labels(rng, m):
    """Return integer labels (1, m), both classes among them where m allows."""
    labels = rng.integers(0, 2, size=(1, m))
    if m > 1:
        first, second = rng.choice(m, 2, replace=False)
        labels[0, first], labels[0, second] = 0, 1
    return labels


def fresh_parameters(rng, n_x, n_h):
    """Return parameters large enough that tanh bends and no bias is near zero; one output."""
    return {
        "W1": rng.normal(size=(n_h, n_x)),
        "b1": _away_from_zero(rng, n_h),
        "W2": rng.normal(size=(1, n_h)),
        "b2": _away_from_zero(rng, 1),
    }


def _away_from_zero(rng, size):
    return rng.uniform(0.3, 0.9, size=(size, 1)) * rng.choice([-1.0, 1.0], size=(size, 1))


def shapes_of(n_x, n_h, n_y=1):
    """Return the shape of each parameter."""
    return {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}


def shapes_of_cache(n_h, m):
    """Return the shape of each array of the cache."""
    return {"Z1": (n_h, m), "A1": (n_h, m), "Z2": (1, m), "A2": (1, m)}


def read_arrays(value, shapes, *, strict=False):
    """Return a student's dictionary of arrays, checked for keys, kinds and shapes."""
    found = check_keys(value, tuple(shapes))
    return {
        name: read_numbers(found[name], shape, strictly=strict, name=name)
        for name, shape in shapes.items()
    }


def read_forward(value, n_h, m, *, strict=False):
    """Return A2 and the cache that a student's forward_propagation gave, checked for shapes."""
    two = isinstance(value, (tuple, list)) and len(value) == 2
    check(
        two,
        "forward_propagation must return two things: A2 and the cache.",
        "the last line is not `return A2, cache`.",
        got=value,
    )
    A2, cache = value
    swapped = isinstance(A2, dict) and not isinstance(cache, dict)
    check(
        not (swapped and strict),
        "forward_propagation returns A2 and the cache in the wrong order.",
        "the last line is `return cache, A2`, not `return A2, cache`.",
    )
    if swapped:
        A2, cache = cache, A2
    shapes = shapes_of_cache(n_h, m)
    A2 = read_numbers(A2, (1, m), strictly=strict, name="A2")
    return A2, read_arrays(cache, shapes, strict=strict)


def check_values(got, expected, **keywords):
    """Check values, and leave kind and shape to the test that is about them."""
    return check_close(got, expected, **{"shape": "generous"} | keywords)


def check_parameters(got, expected, *, rtol=1e-6, atol=1e-9, sizes=None, after=""):
    """Check the values of every array of a dictionary against the expected one of that key."""
    found = check_keys(got, tuple(expected))
    for name, value in expected.items():
        check_values(found[name], value, rtol=rtol, atol=atol, sizes=sizes, name=f"{name}{after}")


def cost_of(reference, parameters, X, Y):
    """Return the reference's cost of a network, a float."""
    return reference.compute_cost(reference.forward_propagation(X, parameters)[0], Y)


def after_steps(reference, parameters, X, Y, steps, learning_rate=LEARNING_RATE):
    """Return the parameters after that many of the reference's iterations."""
    for _ in range(steps):
        cache = reference.forward_propagation(X, parameters)[1]
        grads = reference.backward_propagation(parameters, cache, X, Y)
        parameters = reference.update_parameters(parameters, grads, learning_rate)
    return parameters
