"""Wrong: gamma is used as a width in the Gaussian kernel."""
# loses: rbf_kernel
# over: 13_osqp_and_cdist.py


def rbf_kernel(X, Z, gamma):
    squares = ((X[:, None] - Z[None]) ** 2).sum(axis=2)
    return np.exp(-squares / (2 * gamma**2))
