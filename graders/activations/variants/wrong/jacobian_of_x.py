"""The softmax is never taken."""
# loses: jacobian
# over: reference


def softmax_jacobian(x):
    return np.diag(x) - np.outer(x, x)
