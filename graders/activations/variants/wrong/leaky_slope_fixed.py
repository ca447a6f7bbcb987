"""The derivative of leaky ReLU does not look at alpha."""
# loses: derivatives
# over: in_place.py


def leaky_relu_derivative(x, alpha=0.01):
    return np.where(np.asarray(x) < 0, 0.01, 1.0)
