"""Tanh is taken for a sigmoid."""
# loses: which
# over: in_place.py


def name_curve(x, y):
    right, left = x > 0, x < 0
    if not np.allclose(x[right], y[right]):
        return "sigmoid"
    slopes = y[left] / x[left]
    if not slopes.any():
        return "relu"
    return "leaky_relu" if np.ptp(slopes) < 1e-12 else "elu"
