"""Wrong: the degree of the polynomial kernel is always 2."""
# loses: polynomial_kernel
# over: 04_sum_squares_of_a_factor.py


def polynomial_kernel(X, Z, degree, gamma, r):
    return np.square(gamma * np.dot(X, Z.T) + r)
