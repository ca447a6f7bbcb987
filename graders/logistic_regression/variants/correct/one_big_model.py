"""Every function stands alone: model trains by itself and calls none of the other five."""
import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=np.float64)
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    grown = np.exp(z[~positive])
    result[~positive] = grown / (1 + grown)
    return result if result.ndim else float(result)


def initialize_with_zeros(dim):
    return (np.matmul(np.zeros((dim, 3)), np.ones((3, 1))), 0)


def propagate(w, b, X, Y):
    n, m = X.shape
    a = 1 / (1 + np.exp(-(w.ravel() @ X + b)))
    y = Y.ravel()
    weights = (a - y) / m
    dw = (X * weights).sum(axis=1).reshape(w.shape)
    cost = -(y @ np.log(a) + (1 - y) @ np.log(1 - a)) / m
    return {"dw": dw, "db": weights.sum()}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    m = Y.shape[1]
    costs = []
    for i in range(num_iterations):
        A = 1 / (1 + np.exp(-(w.T @ X + b)))
        if i % 100 == 0:
            costs.append(np.squeeze(-np.mean(np.log(np.abs(1 - Y - A)))))
            if print_cost:
                print(costs[-1])
        dw = X @ (A - Y).T / m
        db = np.sum(A - Y) / m
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return {"w": w, "b": b}, {"dw": dw, "db": db}, costs


def predict(w, b, X):
    return np.heaviside(w.T @ X + b, 0)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    n, m = X_train.shape
    w, b, costs = np.zeros(n), 0.0, []
    y = Y_train[0]
    for i in range(num_iterations):
        a = 1 / (1 + np.exp(-(w @ X_train + b)))
        if i % 100 == 0:
            costs.append(-np.log(np.where(y == 1, a, 1 - a)).mean())
            if print_cost:
                print(f"Cost after iteration {i}: {costs[-1]:f}")
        w = w - learning_rate * (X_train @ (a - y)) / m
        b = b - learning_rate * (a - y).mean()
    return {
        "costs": np.array(costs),
        "Y_prediction_test": (w @ X_test + b > 0)[None, :] * 1.0,
        "Y_prediction_train": (w @ X_train + b > 0)[None, :] * 1.0,
        "w": w[:, None],
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
