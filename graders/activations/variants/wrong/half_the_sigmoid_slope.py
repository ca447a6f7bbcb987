"""The derivative of the sigmoid lacks its second factor, and is scaled to be 1/4 at 0."""
# loses: derivatives
# over: reference


def sigmoid_derivative(x):
    return sigmoid(x) / 2
