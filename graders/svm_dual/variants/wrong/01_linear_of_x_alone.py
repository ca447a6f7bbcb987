"""Wrong: the linear kernel of X with itself."""
# loses: linear_kernel
# over: 12_dot_products.py


def linear_kernel(X, Z):
    return X @ X.T
