"""Wrong: gamma is not used in the Gaussian kernel."""
# loses: rbf_kernel
# over: 04_sum_squares_of_a_factor.py


def rbf_kernel(X, Z, gamma):
    return np.exp(-0.5 * ((X[:, None] - Z[None]) ** 2).sum(axis=2))
