"""Wrong: r is not used in the sigmoid kernel."""
# loses: sigmoid_kernel
# over: 04_sum_squares_of_a_factor.py


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(gamma * np.dot(X, Z.T))
