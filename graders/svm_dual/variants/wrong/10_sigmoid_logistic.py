"""Wrong: the logistic function in place of tanh."""
# loses: sigmoid_kernel
# over: 12_dot_products.py


def sigmoid_kernel(X, Z, gamma, r):
    return 1 / (1 + np.exp(-(gamma * np.dot(X, Z.T) + r)))
