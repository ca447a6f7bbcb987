"""Wrong: gamma is not used in the polynomial kernel."""
# loses: polynomial_kernel
# over: 12_dot_products.py


def polynomial_kernel(X, Z, degree, gamma, r):
    return (np.dot(X, Z.T) + r) ** degree
