"""Correct: Einstein sums throughout, float NumPy scalars, labels as integers."""
import numpy as np
from planar_utils import sigmoid


def layer_sizes(X, Y):
    (n_x, _), (n_y, _) = X.shape, Y.shape
    return np.int64(n_x), np.int64(4), np.int64(n_y)


def initialize_parameters(n_x, n_h, n_y):
    own = np.random.RandomState(2)
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {k: own.standard_normal(s) * 1e-2 if k[0] == "W" else np.zeros(s)
            for k, s in shapes.items()}


def forward_propagation(X, parameters):
    p = parameters
    Z1 = np.einsum("hx,xm->hm", p["W1"], X) + p["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.einsum("yh,hm->ym", p["W2"], A1) + p["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    return -np.einsum("ym,ym->", Y, np.log(A2)) / Y.shape[1] \
        - np.einsum("ym,ym->", 1 - Y, np.log(1 - A2)) / Y.shape[1]


def backward_propagation(parameters, cache, X, Y):
    m = Y.shape[-1]
    d2 = (cache["A2"] - Y) / m
    d1 = np.einsum("yh,ym,hm->hm", parameters["W2"], d2, 1.0 - cache["A1"] * cache["A1"])
    return {
        "dW1": np.einsum("hm,xm->hx", d1, X),
        "db1": np.einsum("hm->h", d1)[:, np.newaxis],
        "dW2": np.einsum("ym,hm->yh", d2, cache["A1"]),
        "db2": np.einsum("ym->y", d2)[:, np.newaxis],
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    return {k: np.subtract(parameters[k], np.multiply(learning_rate, grads["d" + k]))
            for k in ("W1", "b1", "W2", "b2")}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    p = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for step in range(num_iterations):
        A2, cache = forward_propagation(X, p)
        if print_cost and not step % 1000:
            print(f"{step:6d} {compute_cost(A2, Y):.6f}")
        p = update_parameters(p, backward_propagation(p, cache, X, Y))
    return p


def predict(parameters, X):
    return np.where(forward_propagation(X, parameters)[0] > 0.5, 1, 0)
