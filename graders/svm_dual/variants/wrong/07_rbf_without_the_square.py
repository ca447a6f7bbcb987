"""Wrong: the distance is not squared in the Gaussian kernel."""
# loses: rbf_kernel
# over: 12_dot_products.py


def rbf_kernel(X, Z, gamma):
    return np.exp(-gamma * np.linalg.norm(X[:, None] - Z[None], axis=2))
