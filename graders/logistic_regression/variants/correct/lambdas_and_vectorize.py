"""Functions made by lambda, np.vectorize and functools.partial in place of def."""
import math
from functools import partial

import numpy as np

sigmoid = np.vectorize(lambda t: 1 / (1 + math.exp(-t)), otypes=[float])

initialize_with_zeros = lambda dim: (np.zeros((dim, 1)), 0)

activate = lambda w, b, X: sigmoid(np.dot(np.transpose(w), X) + b)

cross_entropy = lambda A, Y: -np.sum(np.multiply(Y, np.log(A)) + np.multiply(1 - Y, np.log(1 - A))) / Y.shape[1]


def propagate(w, b, X, Y):
    A = activate(w, b, X)
    return {"dw": X.dot((A - Y).T) / Y.shape[1], "db": (A - Y).mean()}, cross_entropy(A, Y)


def _optimize(report, w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(float(cost))
            if print_cost:
                report(i, cost)
    return dict(w=w, b=b), grads, costs


optimize = partial(_optimize, lambda i, cost: print(f"Cost after iteration {i}: {cost}"))

predict = lambda w, b, X: 1 * (activate(w, b, X) > 0.5)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    keys = "costs Y_prediction_test Y_prediction_train w b learning_rate num_iterations".split()
    values = (costs, predict(X=X_test, **params), predict(X=X_train, **params), params["w"],
              params["b"], learning_rate, num_iterations)
    return dict(zip(keys, values))
