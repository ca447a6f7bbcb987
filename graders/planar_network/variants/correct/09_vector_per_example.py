"""Correct: one example at a time with vectors, gradients summed as outer products."""
import numpy as np
from numpy import dot, exp, log, outer, tanh, zeros


def layer_sizes(X, Y):
    sizes = [X.shape[0]]
    sizes.append(4)
    sizes.append(Y.shape[0])
    return tuple(sizes)


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1, W2 = [np.random.randn(*shape) for shape in ((n_h, n_x), (n_y, n_h))]
    return {"W1": W1 * .01, "b1": zeros((n_h, 1)), "W2": W2 * .01, "b2": zeros((n_y, 1))}


def forward_propagation(X, parameters):
    columns = {"Z1": [], "A1": [], "Z2": [], "A2": []}
    for x in X.T:
        z1 = dot(parameters["W1"], x) + parameters["b1"].ravel()
        a1 = tanh(z1)
        z2 = dot(parameters["W2"], a1) + parameters["b2"].ravel()
        for name, value in zip(columns, (z1, a1, z2, 1 / (1 + exp(-z2)))):
            columns[name].append(value)
    cache = {name: np.stack(values, axis=1) for name, values in columns.items()}
    return cache["A2"], cache


def compute_cost(A2, Y, parameters):
    cost = 0
    for i in range(Y.shape[1]):
        cost += -Y[0, i] * log(A2[0, i]) - (1 - Y[0, i]) * log(1 - A2[0, i])
    cost = cost / Y.shape[1]
    return cost


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    grads = {"d" + name: np.zeros_like(parameters[name]) for name in parameters}
    for i in range(m):
        e = cache["A2"][:, i] - Y[:, i]
        h = cache["A1"][:, i]
        d = dot(parameters["W2"].T, e) * (1 - h ** 2)
        grads["dW2"] += outer(e, h)
        grads["db2"] += e[:, None]
        grads["dW1"] += outer(d, X[:, i])
        grads["db1"] += d[:, None]
    return {name: total / m for name, total in grads.items()}


def update_parameters(parameters, grads, learning_rate=1.2):
    from copy import deepcopy
    parameters = deepcopy(parameters)
    for l in (1, 2):
        parameters["W%d" % l] -= learning_rate * grads["dW%d" % l]
        parameters["b%d" % l] -= learning_rate * grads["db%d" % l]
    return parameters


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    # Whole columns at once here: a loop over the examples would take minutes.
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    m = X.shape[1]
    for i in range(num_iterations):
        H = tanh(dot(parameters["W1"], X) + parameters["b1"])
        P = 1 / (1 + exp(-dot(parameters["W2"], H) - parameters["b2"]))
        if print_cost and i % 1000 == 0:
            print("Cost after iteration %i: %f" % (i, compute_cost(P, Y, parameters)))
        E = P - Y
        D = dot(parameters["W2"].T, E) * (1 - H * H)
        grads = {"dW1": dot(D, X.T) / m, "db1": D.mean(1, keepdims=True),
                 "dW2": dot(E, H.T) / m, "db2": E.mean(1, keepdims=True)}
        parameters = update_parameters(parameters, grads)
    return parameters


def predict(parameters, X):
    A2 = forward_propagation(X, parameters)[0]
    return np.array([[1 if a > 0.5 else 0 for a in A2[0]]])
