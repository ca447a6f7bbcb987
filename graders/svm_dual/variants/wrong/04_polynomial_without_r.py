"""Wrong: r is not used in the polynomial kernel: 1 stands in for it."""
# loses: polynomial_kernel
# over: 13_osqp_and_cdist.py


def polynomial_kernel(X, Z, degree, gamma, r):
    return (gamma * X @ Z.T + 1) ** degree
