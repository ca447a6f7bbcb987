"""Overwrites the arrays it is given: parameters, labels and examples are changed in place."""
import numpy as np


def sigmoid(z):
    if isinstance(z, np.ndarray) and z.dtype == float:
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += 1
        return np.reciprocal(z, out=z)
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim):
    w = np.empty((dim, 1))
    w[:] = 0
    return w, 0


def propagate(w, b, X, Y):
    m = Y.shape[1]
    Z = w.T @ X + b
    A = sigmoid(Z.astype(float))
    cost = -(np.log(A[Y == 1]).sum() + np.log(1 - A[Y == 0]).sum()) / m
    A -= Y
    return {"dw": X @ A.T / m, "db": A.sum() / m}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    if w.dtype.kind != "f":
        w = w.astype(float)
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(i, cost)
    result = {"w": w.copy(), "b": b}
    X[...] = 0
    Y[...] = 0
    return result, grads, costs


def predict(w, b, X):
    A = sigmoid((w.T @ X + b).astype(float))
    A[A > 0.5] = 1
    A[A <= 0.5] = 0
    X.fill(0)
    w.fill(0)
    return A


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train.copy(), Y_train.copy(), num_iterations, learning_rate, print_cost)
    out = {"costs": costs, "learning_rate": learning_rate, "num_iterations": num_iterations}
    out["w"], out["b"] = params["w"], params["b"]
    out["Y_prediction_train"] = predict(out["w"].copy(), out["b"], X_train)
    out["Y_prediction_test"] = predict(out["w"].copy(), out["b"], X_test)
    Y_test -= Y_test
    return out
