"""Loops over the examples one by one, with math.log and Python floats; labels are Python ints."""
import math

import numpy


def sigmoid(z):
    if numpy.ndim(z) == 0:
        return 1.0 / (1.0 + math.exp(-z))
    out = numpy.empty(z.shape)
    for index in numpy.ndindex(*z.shape):
        out[index] = 1.0 / (1.0 + math.exp(-z[index]))
    return out


def initialize_with_zeros(dim):
    rows = []
    for _ in range(dim):
        rows.append([0.0])
    return numpy.array(rows), 0.0


def activation_of(w, b, column):
    return sigmoid(float(w[:, 0] @ column) + float(b))


def propagate(w, b, X, Y):
    n, m = X.shape
    columns = numpy.ascontiguousarray(X.T)
    dw = numpy.zeros(n)
    db = 0.0
    total = 0.0
    for i in range(m):
        a = activation_of(w, b, columns[i])
        y = int(Y[0, i])
        if y == 1:
            total -= math.log(a)
        else:
            total -= math.log(1 - a)
        dw += (a - y) * columns[i]
        db += a - y
    return {"dw": dw.reshape(n, 1) / m, "db": db / m}, total / m


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    step = 0
    while step < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        if step % 100 == 0:
            costs.append(cost)
            if print_cost:
                print("step", step, "cost", cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        step += 1
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    labels = []
    for i in range(X.shape[1]):
        labels.append(1 if activation_of(w, b, X[:, i]) > 0.5 else 0)
    return numpy.array([labels])


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(len(X_train))
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    result = dict(params)
    result["costs"] = costs
    result["Y_prediction_test"] = predict(params["w"], params["b"], X_test)
    result["Y_prediction_train"] = predict(params["w"], params["b"], X_train)
    result["learning_rate"] = learning_rate
    result["num_iterations"] = num_iterations
    return result
