"""The derivative of tanh lacks the square; it is right at 0."""
# loses: derivatives
# over: reference


def tanh_derivative(x):
    return 1 - tanh(x)
