"""Gamma and r are swapped in the sigmoid kernel."""
# loses: sigmoid_kernel
# over: 13_osqp_and_cdist.py


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(r * np.dot(X, Z.T) + gamma)
