"""Wrong: weights are stored transposed all the way through."""
# loses: initialize_parameters, forward_propagation, backward_propagation
# over: 15_dictionaries.py


def initialize_parameters(n_x, n_h, n_y):
    return {
        "W1": np.random.randn(n_x, n_h) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_h, n_y) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters):
    Z1 = parameters["W1"].T @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"].T @ A1 + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    d2 = cache["A2"] - Y
    d1 = parameters["W2"] @ d2 * (1 - cache["A1"] ** 2)
    return {
        "dW1": (d1 @ X.T / m).T,
        "db1": d1.mean(axis=1, keepdims=True),
        "dW2": (d2 @ cache["A1"].T / m).T,
        "db2": d2.mean(axis=1, keepdims=True),
    }
