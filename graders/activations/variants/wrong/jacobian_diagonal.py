"""Every element is taken to depend on its own x alone."""
# loses: jacobian
# over: reference


def softmax_jacobian(x):
    s = softmax(x)
    return np.diag(s * (1 - s))
