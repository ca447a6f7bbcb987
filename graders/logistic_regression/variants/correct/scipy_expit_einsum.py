"""scipy.special.expit and einsum; db and cost are 0-d arrays; labels come out of np.rint."""
import numpy as np
from scipy.special import expit


def sigmoid(z):
    return expit(z)


def initialize_with_zeros(dim):
    return np.zeros(dim).reshape(-1, 1), np.array(0.0)


def propagate(w, b, X, Y):
    A = expit(np.einsum("ij,ik->jk", w, X) + b)
    E = A - Y
    dw = np.einsum("ij,kj->ik", X, E) / Y.size
    db = np.array(E.mean())
    cost = np.array(-np.where(Y == 1, np.log(A), np.log1p(-A)).mean())
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    w, b = np.array(w, dtype=float), np.array(b, dtype=float)
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        if not i % 100:
            costs += [cost]
            print_cost and print(i, float(cost))
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    return np.rint(expit(w.T @ X + b))


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    return dict(
        costs=costs,
        Y_prediction_test=predict(params["w"], params["b"], X_test),
        Y_prediction_train=predict(params["w"], params["b"], X_train),
        w=params["w"],
        b=params["b"],
        learning_rate=learning_rate,
        num_iterations=num_iterations,
    )
