"""The range of tanh is right, its argument is not: the 2 inside the sigmoid is missing."""
# loses: squash
# over: reference


def tanh(x):
    return 2 * sigmoid(x) - 1
