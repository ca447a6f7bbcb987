"""What the visible tests share: numbers on both sides of 0, and the slope of a function."""

import numpy as np

from gradewright.graders import read_numbers

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
