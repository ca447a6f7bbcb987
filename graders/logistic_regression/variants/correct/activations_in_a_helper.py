"""The activations come from a helper; optimize and model do without propagate and predict."""
import numpy as np


def activations(w, b, X):
    return 1.0 / (1.0 + np.exp(-(w.T @ X + b)))


def sigmoid(z):
    return np.reciprocal(1.0 + np.exp(-z))


def initialize_with_zeros(dim):
    return np.zeros((dim, 1)), 0.0


def propagate(w, b, X, Y):
    A = activations(w, b, X)
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ (A - Y).T / X.shape[1], "db": np.mean(A - Y)}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        A = activations(w, b, X)
        if i % 100 == 0:
            costs.append(-np.mean(np.log(np.where(Y == 1, A, 1 - A))))
            if print_cost:
                print(i, costs[-1])
        dw, db = X @ (A - Y).T / X.shape[1], np.mean(A - Y)
        w, b = w - learning_rate * dw, b - learning_rate * db
    return {"w": w, "b": b}, {"dw": dw, "db": db}, costs


def predict(w, b, X):
    return (activations(w, b, X) > 0.5).astype(int)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = np.zeros((X_train.shape[0], 1)), 0.0
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    return {
        "costs": costs,
        "Y_prediction_test": (activations(w, b, X_test) > 0.5).astype(int),
        "Y_prediction_train": (activations(w, b, X_train) > 0.5).astype(int),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
