"""Wrong: ReLU in place of tanh, with the matching gradient."""
# loses: forward_propagation, backward_propagation
# over: 15_dictionaries.py


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    d2 = cache["A2"] - Y
    d1 = parameters["W2"].T @ d2 * (cache["Z1"] > 0)
    return {
        "dW1": d1 @ X.T / m,
        "db1": d1.mean(axis=1, keepdims=True),
        "dW2": d2 @ cache["A1"].T / m,
        "db2": d2.mean(axis=1, keepdims=True),
    }
