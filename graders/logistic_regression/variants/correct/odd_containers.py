"""Odd containers: namedtuple, OrderedDict, defaultdict, np.matrix, masked arrays, lists for tuples."""
from collections import OrderedDict, defaultdict, deque, namedtuple
import numpy as np
Result = namedtuple("Result", "grads cost")

def sigmoid(z):
    return np.ma.masked_array(1 / (1 + np.exp(-z)))

def initialize_with_zeros(dim):
    return [np.asfortranarray(np.zeros((dim, 1))), np.int8(0)]

def propagate(w, b, X, Y):
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return Result(OrderedDict(dw=(X @ (A - Y).T / X.shape[1]).view(), db=np.float64(np.mean(A - Y))), cost)

def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = deque()
    g = defaultdict(float)
    for i in range(num_iterations):
        g, c = propagate(w, b, X, Y)
        if i % 100 == 0: costs.append(c)
        w, b = w - learning_rate * g["dw"], b - learning_rate * g["db"]
    p = defaultdict(lambda: 0, w=w[::1], b=b)
    return [p, g, list(costs)]

def predict(w, b, X):
    return np.matrix((w.T @ X + b > 0).astype("uint8"))

def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    p, g, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    return OrderedDict(costs=tuple(costs), Y_prediction_test=predict(p["w"], p["b"], X_test), Y_prediction_train=predict(p["w"], p["b"], X_train),
        w=p["w"], b=p["b"], learning_rate=learning_rate, num_iterations=num_iterations)
