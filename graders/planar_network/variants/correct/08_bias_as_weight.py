"""Correct: another algorithm, biases as weights of an extra input that is always 1; never seeds."""
import numpy as np


def with_ones(A):
    return np.vstack([A, np.ones(A.shape[1])])


def layer_sizes(X, Y):
    return np.shape(X)[0], 4, np.shape(Y)[0]


def initialize_parameters(n_x, n_h, n_y):
    W1 = np.random.normal(size=(n_h, n_x)) / 100
    W2 = np.random.normal(size=(n_y, n_h)) / 100
    return {"b2": np.zeros((n_y, 1)), "W2": W2, "b1": np.zeros((n_h, 1)), "W1": W1}


def forward_propagation(X, parameters):
    T1 = np.hstack([parameters["W1"], parameters["b1"]])
    T2 = np.hstack([parameters["W2"], parameters["b2"]])
    Z1 = T1 @ with_ones(X)
    A1 = 2 / (1 + np.exp(-2 * Z1)) - 1
    Z2 = T2 @ with_ones(A1)
    A2 = np.reciprocal(1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    per_example = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return -1 / Y.size * per_example.sum()


def backward_propagation(parameters, cache, X, Y):
    m = Y.size
    delta2 = (cache["A2"] - Y) / m
    grad2 = delta2 @ with_ones(cache["A1"]).T
    delta1 = (parameters["W2"].T @ delta2) / np.cosh(cache["Z1"]) ** 2
    grad1 = delta1 @ with_ones(X).T
    return {"dW1": grad1[:, :-1], "db1": grad1[:, -1:], "dW2": grad2[:, :-1], "db2": grad2[:, -1:]}


def update_parameters(parameters, grads, learning_rate=1.2):
    result = dict(parameters)
    for name in result:
        result[name] = result[name] + (-learning_rate) * grads[f"d{name}"]
    return result


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(n_h=n_h, n_y=Y.shape[0], n_x=X.shape[0])
    report = range(0, num_iterations, 1000) if print_cost else ()
    for i in range(1, num_iterations + 1):
        A2, cache = forward_propagation(X, parameters)
        if i - 1 in report:
            print(f"cost[{i - 1}] = {compute_cost(A2, Y)}")
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return np.heaviside(A2 - 0.5, 0)
