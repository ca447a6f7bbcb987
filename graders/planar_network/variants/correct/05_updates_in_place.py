"""Correct: changes its arguments in place, and prints a lot on stdout and stderr."""
import sys

import numpy as np


def log(*words):
    print("[debug]", *words, file=sys.stderr)


def layer_sizes(X, Y):
    log("sizes of", X.shape, Y.shape)
    print("n_x =", X.shape[0])
    return (X.shape[0], 4, Y.shape[0])


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    p = {"W1": np.random.randn(n_h, n_x)}
    p["W2"] = np.random.randn(n_y, n_h)
    for k in p:
        p[k] *= 0.01
    p["b1"], p["b2"] = np.zeros((n_h, 1)), np.zeros((n_y, 1))
    print(p)
    return p


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X
    Z1 += parameters["b1"]
    Z2 = parameters["W2"] @ np.tanh(Z1)
    Z2 += parameters["b2"]
    cache = {"Z1": Z1, "A1": np.tanh(Z1), "Z2": Z2, "A2": 1 / (1 + np.exp(-Z2))}
    return cache["A2"], cache


def compute_cost(A2, Y, parameters):
    other = 1 - Y
    Y = Y * np.log(A2)
    A2 *= -1
    A2 += 1
    np.log(A2, out=A2)
    A2 *= other
    A2 += Y
    cost = -A2.mean()
    print("cost", cost)
    return cost


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    cache["A2"] -= Y
    dZ2 = cache["A2"]
    dW2 = dZ2 @ cache["A1"].T
    dW2 /= m
    A1 = cache["A1"]
    A1 **= 2
    A1 -= 1
    A1 *= -1
    A1 *= parameters["W2"].T @ dZ2
    dW1 = A1 @ X.T
    dW1 /= m
    log("gradient norm", np.linalg.norm(dW1))
    return {"dW1": dW1, "db1": A1.mean(axis=1, keepdims=True),
            "dW2": dW2, "db2": dZ2.mean(axis=1, keepdims=True)}


def update_parameters(parameters, grads, learning_rate=1.2):
    for k in parameters:
        grads["d" + k] *= learning_rate
        parameters[k] -= grads["d" + k]
    return parameters


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    parameters = initialize_parameters(layer_sizes(X, Y)[0], n_h, layer_sizes(X, Y)[-1])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            print("Cost after iteration %i: %f" % (i, compute_cost(A2.copy(), Y, parameters)))
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    A2[A2 > 0.5] = 1
    A2[A2 <= 0.5] = 0
    print("predicted", int(A2.sum()), "ones")
    log("done")
    return A2
