"""Correct: loops over the layers, names made of numbers; updates a deep copy."""
import copy
import numpy as np


def sigmoid(x):
    """Logistic function."""
    return 1.0 / (1.0 + np.exp(-x))


def layer_sizes(X, Y):
    sizes = [np.shape(X)[0], 4, np.shape(Y)[0]]
    return sizes


def initialize_parameters(n_x, n_h, n_y):
    rng = np.random.RandomState(2)
    parameters = {}
    for layer, n_out, n_in in ((1, n_h, n_x), (2, n_y, n_h)):
        parameters["W%d" % layer] = rng.randn(n_out, n_in) * 0.01
        parameters["b%d" % layer] = np.zeros((n_out, 1))
    return parameters


def forward_propagation(X, parameters):
    cache = {}
    A = X
    for layer, activation in ((1, np.tanh), (2, sigmoid)):
        Z = np.matmul(parameters["W%d" % layer], A) + parameters["b%d" % layer]
        A = activation(Z)
        cache["Z%d" % layer] = Z
        cache["A%d" % layer] = A
    return A, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    cost = 0.0
    for i in range(m):
        a, y = A2[0, i], Y[0, i]
        cost = cost - (y * np.log(a) + (1 - y) * np.log(1 - a))
    return cost / m


def backward_propagation(parameters, cache, X, Y):
    m = Y.shape[1]
    grads = {}
    dZ = cache["A2"] - Y
    for layer, inputs in ((2, cache["A1"]), (1, X)):
        grads["dW%d" % layer] = np.matmul(dZ, inputs.T) / m
        grads["db%d" % layer] = dZ.sum(axis=1).reshape(-1, 1) / m
        if layer == 2:
            dZ = np.matmul(parameters["W2"].T, dZ) * (1 - inputs * inputs)
    return grads


def update_parameters(parameters, grads, learning_rate=1.2):
    parameters = copy.deepcopy(parameters)
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] -= learning_rate * grads["d" + name]
    return parameters


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    iteration = 0
    while iteration < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        if print_cost and iteration % 1000 == 0:
            print("iteration", iteration, "cost", compute_cost(A2, Y))
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
        iteration += 1
    return parameters


def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    predictions = np.zeros((1, X.shape[1]))
    predictions[A2 > 0.5] = 1.0
    return predictions
