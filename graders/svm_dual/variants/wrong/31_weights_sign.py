"""Wrong: the weights with the wrong sign."""
# loses: primal_weights
# over: 12_dot_products.py


def primal_weights(X, y, alpha):
    return -X.T @ (alpha * y)
