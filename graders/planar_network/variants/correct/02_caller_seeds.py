"""Correct: no seed inside initialize_parameters, compute_cost by dot products, own sigmoid."""
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def layer_sizes(X, Y):
    return X.shape[0], 4, Y.shape[0]


def initialize_parameters(n_x, n_h, n_y):
    parameters = {}
    parameters["W1"] = 0.01 * np.random.randn(n_h, n_x)
    parameters["b1"] = np.zeros(shape=(n_h, 1))
    parameters["W2"] = 0.01 * np.random.randn(n_y, n_h)
    parameters["b2"] = np.zeros(shape=(n_y, 1))
    return parameters


def forward_propagation(X, parameters):
    Z1 = parameters["W1"].dot(X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"].dot(A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)


def compute_cost(A2, Y):
    m = Y.shape[1]
    cost = -(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m
    return float(np.squeeze(cost))


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T.dot(dZ2) * (1 - np.tanh(cache["Z1"]) ** 2)
    return {
        "dW2": (1 / m) * dZ2.dot(cache["A1"].T),
        "db2": (1 / m) * dZ2.sum(axis=1, keepdims=True),
        "dW1": (1 / m) * dZ1.dot(X.T),
        "db1": (1 / m) * dZ1.sum(axis=1, keepdims=True),
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    return {key: value - learning_rate * grads["d" + key] for key, value in parameters.items()}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            print("Cost after iteration {}: {:.6f}".format(i, compute_cost(A2, Y)))
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


def predict(parameters, X):
    return np.round(forward_propagation(X, parameters)[0])
