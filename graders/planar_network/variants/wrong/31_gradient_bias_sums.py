"""Wrong: the weights' gradients are averaged, the biases' are sums."""
# loses: backward_propagation
# over: 15_dictionaries.py


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    d2 = cache["A2"] - Y
    d1 = parameters["W2"].T @ d2 * (1 - cache["A1"] ** 2)
    return {
        "dW1": d1 @ X.T / m,
        "db1": d1.sum(axis=1, keepdims=True),
        "dW2": d2 @ cache["A1"].T / m,
        "db2": d2.sum(axis=1, keepdims=True),
    }
