"""Deep copies everything, prints a lot on stdout and stderr, warns and logs; costs is an array."""
import copy
import logging
import sys
import warnings

import numpy as np

log = logging.getLogger("homework")
np.seterr(all="ignore")


def say(*words):
    print(*words)
    print(*words, file=sys.stderr)


def sigmoid(z):
    say("sigmoid of", np.shape(z))
    return np.divide(1, np.add(1, np.exp(np.negative(z))))


def initialize_with_zeros(dim):
    say("zeros of", dim)
    return np.zeros(shape=(dim, 1), dtype=np.float64), np.float64(0)


def propagate(w, b, X, Y):
    w, X, Y = copy.deepcopy(w), copy.deepcopy(X), copy.deepcopy(Y)
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(np.matmul(w.T, X) + b)))
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    cost = np.sum(losses) / m
    grads = {"dw": np.matmul(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}
    log.warning("cost %s", cost)
    return copy.deepcopy(grads), cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    warnings.warn("training starts", UserWarning, stacklevel=2)
    costs = np.zeros(-(-num_iterations // 100))
    w = copy.deepcopy(w)
    b = copy.deepcopy(b)
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs[i // 100] = cost
            say("iteration", i, "cost", cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    params = {"w": copy.deepcopy(w), "b": copy.deepcopy(b)}
    return params, grads, costs


def predict(w, b, X):
    say("predicting", X.shape[1], "examples")
    A = 1 / (1 + np.exp(-(np.matmul(w.T, X) + b)))
    return np.array([[1.0 if a > 0.5 else 0.0 for a in A.ravel()]])


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    say("model with", num_iterations, learning_rate)
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    Y_prediction_test, Y_prediction_train = predict(w, b, X_test), predict(w, b, X_train)
    say("test accuracy", np.mean(Y_prediction_test == Y_test))
    return {"costs": costs, "Y_prediction_test": Y_prediction_test,
            "Y_prediction_train": Y_prediction_train, "w": w, "b": b,
            "learning_rate": learning_rate, "num_iterations": num_iterations}
