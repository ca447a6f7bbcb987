"""Wrong: gamma and r are swapped in the polynomial kernel."""
# loses: polynomial_kernel
# over: 12_dot_products.py


def polynomial_kernel(X, Z, degree, gamma, r):
    return (r * np.dot(X, Z.T) + gamma) ** degree
