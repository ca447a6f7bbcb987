"""Fresh networks of one hidden layer, with inputs and labels for them."""

import numpy as np


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


def fresh_outputs(rng, m):
    """Return outputs of a network (1, m), none so near 0 or 1 that a logarithm suffers."""
    return rng.uniform(0.02, 0.98, size=(1, m))


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


def two_clouds(rng, m):
    """Return X (2, m) and Y (1, m): two clouds on opposite sides of a point near the origin."""
    Y = np.arange(m).reshape(1, m) % 2
    angle = rng.uniform(0, 2 * np.pi)
    axis = np.array([[np.cos(angle)], [np.sin(angle)]])
    return 2 * axis * (2 * Y - 1) + 0.4 * rng.normal(size=(2, m)), Y
