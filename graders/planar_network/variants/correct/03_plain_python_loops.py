"""Correct: plain Python loops over examples and units, arrays only at the edges."""
import math

import numpy as np


def layer_sizes(X, Y):
    n_x = len(X)
    n_y = len(Y)
    return [n_x, 4, n_y]


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.empty((n_h, n_x))
    for i in range(n_h):
        for j in range(n_x):
            W1[i, j] = np.random.randn() * 0.01
    W2 = np.empty((n_y, n_h))
    for i in range(n_y):
        for j in range(n_h):
            W2[i, j] = np.random.randn() * 0.01
    b1 = np.array([[0.0] for _ in range(n_h)])
    b2 = np.array([[0.0] for _ in range(n_y)])
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def layer(W, b, rows, activation):
    """Z and A as lists of rows, one a unit."""
    Z, A = [], []
    for weights, (bias,) in zip(W, b):
        z_row, a_row = [], []
        for k in range(len(rows[0])):
            z = bias
            for w, row in zip(weights, rows):
                z += w * row[k]
            z_row.append(z)
            a_row.append(activation(z))
        Z.append(z_row)
        A.append(a_row)
    return Z, A


def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[k].tolist() for k in ("W1", "b1", "W2", "b2"))
    Z1, A1 = layer(W1, b1, X.tolist(), math.tanh)
    Z2, A2 = layer(W2, b2, A1, lambda z: 1 / (1 + math.exp(-z)))
    cache = {"Z1": np.array(Z1), "A1": np.array(A1), "Z2": np.array(Z2), "A2": np.array(A2)}
    return cache["A2"], cache


def compute_cost(A2, Y):
    total = 0.0
    m = Y.shape[1]
    for a, y in zip(A2[0].tolist(), Y[0].tolist()):
        total -= y * math.log(a) + (1 - y) * math.log(1 - a)
    return total / m


def backward_propagation(parameters, cache, X, Y):
    n_h, n_x = parameters["W1"].shape
    m = X.shape[1]
    w2 = parameters["W2"][0].tolist()
    a1, a2 = cache["A1"].tolist(), cache["A2"][0].tolist()
    x, y = X.tolist(), Y[0].tolist()
    dW1 = [[0.0] * n_x for _ in range(n_h)]
    db1 = [0.0] * n_h
    dW2 = [0.0] * n_h
    db2 = 0.0
    for k in range(m):
        delta2 = a2[k] - y[k]
        db2 += delta2
        for i in range(n_h):
            a = a1[i][k]
            dW2[i] += delta2 * a
            delta1 = w2[i] * delta2 * (1 - a * a)
            db1[i] += delta1
            for j in range(n_x):
                dW1[i][j] += delta1 * x[j][k]
    return {
        "dW1": np.array(dW1) / m,
        "db1": np.array(db1).reshape(n_h, 1) / m,
        "dW2": np.array(dW2).reshape(1, n_h) / m,
        "db2": np.array([[db2]]) / m,
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    updated = {}
    for name in ["W1", "b1", "W2", "b2"]:
        rows, cols = parameters[name].shape
        new = np.zeros((rows, cols))
        for i in range(rows):
            for j in range(cols):
                new[i][j] = parameters[name][i][j] - learning_rate * grads["d" + name][i][j]
        updated[name] = new
    return updated


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    sizes = layer_sizes(X, Y)
    parameters = initialize_parameters(sizes[0], n_h, sizes[2])
    i = 0
    while i < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            print(i, compute_cost(A2, Y))
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        i += 1
    return parameters


def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    predictions = np.zeros(A2.shape)
    for i in range(A2.shape[1]):
        if A2[0, i] > 0.5:
            predictions[0, i] = 1
        else:
            predictions[0, i] = 0
    return predictions
