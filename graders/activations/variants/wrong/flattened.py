"""Tanh is right, but its result is always a vector."""
# loses: squash
# over: reference


def tanh(x):
    return np.tanh(np.ravel(x))
