"""Sums over the examples in propagate and predict; training in arrays, b the integer 0."""
import math
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(np.negative(z)))


def initialize_with_zeros(dim):
    return np.array([[0.0]] * dim), 0


def propagate(w, b, X, Y):
    n, m = X.shape
    cost, dw, db = 0.0, np.zeros((n, 1)), 0.0
    for i in range(m):
        x, y = X[:, i:i + 1], Y[0, i]
        a = 1 / (1 + math.exp(-((w.T @ x).item() + b)))
        cost += -(y * math.log(a) + (1 - y) * math.log(1 - a))
        dw += (a - y) * x
        db += a - y
    return {"dw": dw / m, "db": db / m}, cost / m


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print("Cost after iteration %i: %f" % (i, cost))
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return params, grads, costs


def predict(w, b, X):
    answer = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        answer[0, i] = sigmoid((w.T @ X[:, i] + b).item()) > 0.5
    return answer


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    parameters, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w = parameters["w"]
    b = parameters["b"]
    Y_prediction_test = predict(w, b, X_test)
    Y_prediction_train = predict(w, b, X_train)
    d = {"costs": costs,
         "Y_prediction_test": Y_prediction_test,
         "Y_prediction_train": Y_prediction_train,
         "w": w,
         "b": b,
         "learning_rate": learning_rate,
         "num_iterations": num_iterations}
    return d
