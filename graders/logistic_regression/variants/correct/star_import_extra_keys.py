"""Star import, global constants, extra keys in every dictionary, **kwargs and early returns."""
from numpy import *

EVERY = 100
THRESHOLD = 0.5
TINY = 1e-15


def clipped(A):
    return clip(A, TINY, 1 - TINY)


def sigmoid(z):
    return exp(z) / (1 + exp(z)) if ndim(z) == 0 else exp(z) / (1 + exp(z))


def initialize_with_zeros(dim):
    w, b = zeros((dim, 1)), float()
    return w, b


def propagate(w, b, X, Y):
    A = sigmoid(dot(w.T, X) + b)
    dZ = A - Y
    cost = -mean(Y * log(clipped(A)) + (1 - Y) * log(clipped(1 - A)))
    return {"dw": dot(X, dZ.T) / X.shape[1], "db": mean(dZ), "A": A, "dZ": dZ}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False, **unused):
    costs, seen = [], 0
    while True:
        grads, cost = propagate(w, b, X, Y)
        if seen % EVERY == 0:
            costs.append(cost)
        if print_cost and seen % EVERY == 0:
            print("Cost after iteration", seen, "is", cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        seen += 1
        if seen == num_iterations:
            return {"w": w, "b": b, "steps": seen}, grads, costs


def predict(w, b, X):
    A = sigmoid(dot(w.T, X) + b)
    return where(A > THRESHOLD, 1.0, 0.0)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    train, test = predict(params["w"], params["b"], X_train), predict(params["w"], params["b"], X_test)
    return {
        "costs": costs,
        "Y_prediction_test": test,
        "Y_prediction_train": train,
        "w": params["w"],
        "b": params["b"],
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
        "grads": grads,
        "train_accuracy": mean(train == Y_train),
        "note": "five more keys than asked for",
        "sizes": (X_train.shape, X_test.shape),
        "predictor": predict,
    }
