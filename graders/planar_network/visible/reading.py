"""Read what a submission returns, and check values; kind and shape are one test's business."""

import numpy as np

from gradewright.graders import check, check_close, check_keys, read_numbers

NAMES = ("W1", "b1", "W2", "b2")
CACHE_NAMES = ("Z1", "A1", "Z2", "A2")
LEARNING_RATE = 1.2


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


def check_zero_biases(found):
    """Check that the biases are zero, which a network starts from."""
    for name in ("b1", "b2"):
        nonzero = isinstance(found[name], np.ndarray) and np.any(found[name])
        check(not nonzero, f"{name} is not zero.", "only the weights are drawn.", got=found[name])


def check_parameters(got, expected, *, rtol=1e-6, atol=1e-9, sizes=None, after=""):
    """Check the values of every array of a dictionary against the expected one of that key."""
    found = check_keys(got, tuple(expected))
    for name, value in expected.items():
        check_values(found[name], value, rtol=rtol, atol=atol, sizes=sizes, name=f"{name}{after}")


def read_trained(trained, n_x, n_h):
    """Return trained parameters; say so where their number of hidden units is another one."""
    shapes = shapes_of(n_x, n_h)
    found = check_keys(trained, NAMES)
    W1, W2 = found["W1"], found["W2"]
    if isinstance(W1, np.ndarray) and isinstance(W2, np.ndarray) and W1.ndim == W2.ndim == 2:
        units = len(W1)
        where = "with the 4 of layer_sizes" if units == 4 else "or built in"
        check(
            units == n_h or (W1.shape, W2.shape) != ((units, n_x), (1, units)),
            f"nn_model made {units} hidden units where n_h asks for {n_h}.",
            f"the argument n_h is not used: it is overwritten {where}.",
        )
    return read_arrays(found, shapes)


def same_network(one, other):
    """Tell whether two networks have exactly the same parameters."""
    return all(np.array_equal(one[name], other[name]) for name in NAMES)
