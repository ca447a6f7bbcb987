"""The derivative of ReLU is 1 for negative numbers, too."""
# loses: derivatives
# over: differences.py


def relu_derivative(x):
    return np.ones_like(x)
