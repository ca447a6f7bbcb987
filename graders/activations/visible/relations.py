"""What the visible tests share: numbers on both sides of 0, and the slope of a function."""

import numpy as np

from gradewright.graders import check, check_close, read_numbers

# So large that single precision has digits left.
STEP = 1e-2


def both_sides(rng, count=4):
    """Return as many negative numbers as positive ones, none near 0, in no order."""
    size = np.linspace(0.4, 2.4, count) + rng.uniform(-0.15, 0.15, (2, count))
    return rng.permutation(np.append(-size[0], size[1]))


def slope(f, x, direction=1.0):
    """Return the slope of f at every element of x, by two of its values."""
    step = STEP * direction
    ahead, behind = (read_numbers(f(point), x.shape) for point in (x + step, x - step))
    return (ahead - behind) / (2 * STEP)


def check_alone(functions, rng):
    """One number gives one number, a matrix a matrix, and both the same values, right or wrong.

    `functions` holds them by name.
    """
    x = both_sides(rng, 3)
    # A negative one comes first: some functions take their type from the first result.
    x = np.roll(x, -int(np.argmax(x < 0))).reshape(2, 3)
    moved = []
    for name, call in functions.items():
        values = read_numbers(call(x), (2, 3), name=f"{name} of a matrix")
        for at in (np.unravel_index(which(x), x.shape) for which in (np.argmin, np.argmax)):
            one = call(float(x[at]))
            check_close(one, values[at], name=f"{name} of one number", rtol=1e-4, atol=1e-6)
        moved.append(np.ptp(values) > 0 and not np.allclose(values, x))
    check(any(moved), "No result depends on x as it should.")
