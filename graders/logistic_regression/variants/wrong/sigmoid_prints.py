"""Prints the value in place of returning it."""
# loses: sigmoid
# over: every_step_has_a_name.py
import math


def sigmoid(z):
    print(1 / (1 + np.exp(-z)))


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


def predict(w, b, X):
    return np.where(np.dot(w.T, X) + b > 0, 1, 0)
