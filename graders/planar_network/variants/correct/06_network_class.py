"""Correct: a class does the work and the graded functions wrap it; extra keys everywhere."""
from dataclasses import dataclass

import numpy as np


@dataclass
class Network:
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray

    @classmethod
    def random(cls, n_x, n_h, n_y, scale=0.01):
        W1 = scale * np.random.randn(n_h, n_x)
        W2 = scale * np.random.randn(n_y, n_h)
        return cls(W1, np.zeros([n_h, 1]), W2, np.zeros([n_y, 1]))

    @classmethod
    def of(cls, parameters):
        return cls(**{k: parameters[k] for k in ("W1", "b1", "W2", "b2")})

    def forward(self, X):
        Z1 = self.W1 @ X + self.b1
        A1 = np.tanh(Z1)
        Z2 = self.W2 @ A1 + self.b2
        return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": 0.5 * (1 + np.tanh(0.5 * Z2)), "m": X.shape[1]}

    def backward(self, cache, X, Y):
        m = X.shape[1]
        ones = np.ones((m, 1))
        delta2 = cache["A2"] - Y
        delta1 = self.W2.T @ delta2 * (1 - cache["A1"]) * (1 + cache["A1"])
        return {"dZ2": delta2, "dW2": delta2 @ cache["A1"].T / m, "db2": delta2 @ ones / m,
                "dZ1": delta1, "dW1": delta1 @ X.T / m, "db1": delta1 @ ones / m}

    def step(self, grads, rate):
        return Network(*(getattr(self, k) - rate * grads["d" + k] for k in self.__dict__))


def layer_sizes(X, Y):
    return (int(X.shape[0]), 4, int(Y.shape[0]))


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    return Network.random(n_x, n_h, n_y).__dict__


def forward_propagation(X, parameters):
    cache = Network.of(parameters).forward(X)
    return cache["A2"], cache


def compute_cost(A2, Y, parameters=None):
    # From the log-odds: stable, and the same number.
    odds = np.log(A2) - np.log1p(-A2)
    return np.asarray(np.mean(np.logaddexp(0, odds) - Y * odds))


def backward_propagation(parameters, cache, X, Y):
    return Network.of(parameters).backward(cache, X, Y)


def update_parameters(parameters, grads, learning_rate=1.2):
    return dict(vars(Network.of(parameters).step(grads, learning_rate)), learning_rate=learning_rate)


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    network = Network.of(initialize_parameters(X.shape[0], n_h, Y.shape[0]))
    costs = []
    for i in range(num_iterations):
        cache = network.forward(X)
        if i % 1000 == 0:
            costs.append(float(compute_cost(cache["A2"], Y)))
            if print_cost:
                print(f"Cost after iteration {i}: {costs[-1]:.6f}")
        network = network.step(network.backward(cache, X, Y), 1.2)
    return {**vars(network), "costs": costs, "n_h": n_h}


def predict(parameters, X):
    return Network.of(parameters).forward(X)["A2"] > 0.5
