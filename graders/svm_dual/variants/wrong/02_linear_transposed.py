"""Wrong: the linear kernel transposed."""
# loses: linear_kernel
# over: 12_dot_products.py


def linear_kernel(X, Z):
    return Z @ X.T
