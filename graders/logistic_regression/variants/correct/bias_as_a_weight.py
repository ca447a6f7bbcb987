"""Treats the bias as one more weight on a row of ones, and the cost as a sum of softplus values."""
import numpy as np


def _with_ones(X):
    return np.vstack([X, np.ones((1, X.shape[1]))])


def _join(w, b):
    return np.append(w.ravel(), b)


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) < 0, e, 1.0) / (1.0 + e)


def initialize_with_zeros(dim):
    theta = np.zeros(dim + 1)
    return theta[:dim, np.newaxis], theta[dim]


def _pass(theta, X1, y):
    z = theta @ X1
    signs = 2 * y - 1
    cost = np.logaddexp(0, -signs * z).mean()
    gradient = X1 @ (sigmoid(z) - y) / y.size
    return gradient, cost


def propagate(w, b, X, Y):
    gradient, cost = _pass(_join(w, b), _with_ones(X), Y[0])
    return {"dw": gradient[:-1, None], "db": gradient[-1]}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    theta, X1, y = _join(w, b).astype(float), _with_ones(X), Y[0]
    trace = []
    for _ in range(num_iterations):
        gradient, cost = _pass(theta, X1, y)
        theta = theta - learning_rate * gradient
        trace.append(cost)
    if print_cost:
        print(trace[::100])
    return (
        {"w": theta[:-1, None], "b": theta[-1]},
        {"dw": gradient[:-1, None], "db": gradient[-1]},
        trace[::100],
    )


def predict(w, b, X):
    # the activation is above one half exactly where z is above zero
    return (_join(w, b) @ _with_ones(X) > 0).astype(int).reshape(1, -1)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    params, _, costs = optimize(
        *initialize_with_zeros(X_train.shape[0]), X_train, Y_train, num_iterations, learning_rate, print_cost
    )
    result = {"costs": costs, "num_iterations": num_iterations, "learning_rate": learning_rate}
    result.update(params)
    for name, X in {"train": X_train, "test": X_test}.items():
        result["Y_prediction_" + name] = predict(params["w"], params["b"], X)
    return result
