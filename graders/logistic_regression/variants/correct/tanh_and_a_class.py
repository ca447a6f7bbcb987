"""A class does the work and the functions hand over to it; sigmoid by tanh; labels are booleans."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Neuron:
    w: np.ndarray
    b: float
    history: list[float] = field(default_factory=list)

    def activate(self, X: np.ndarray) -> np.ndarray:
        return sigmoid(self.w.T @ X + self.b)

    def cost(self, X: np.ndarray, Y: np.ndarray) -> float:
        A = self.activate(X)
        return -float(np.average(Y * np.log(A) + (1 - Y) * np.log(1 - A)))

    def gradients(self, X: np.ndarray, Y: np.ndarray) -> dict[str, object]:
        error = self.activate(X) - Y
        return {"dw": (error @ X.T).T / error.size, "db": float(np.average(error))}

    def step(self, X: np.ndarray, Y: np.ndarray, learning_rate: float) -> dict[str, object]:
        grads = self.gradients(X, Y)
        self.w = self.w - learning_rate * grads["dw"]
        self.b = self.b - learning_rate * grads["db"]
        return grads


def sigmoid(z):
    """Half of one plus the hyperbolic tangent of half of z."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def initialize_with_zeros(dim: int) -> tuple[np.ndarray, float]:
    return np.full((dim, 1), 0.0), 0.0


def propagate(w, b, X, Y):
    neuron = Neuron(w, b)
    return neuron.gradients(X, Y), neuron.cost(X, Y)


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    neuron = Neuron(w, b)
    grads = {}
    for i in range(num_iterations):
        if i % 100 == 0:
            neuron.history.append(neuron.cost(X, Y))
            if print_cost:
                print(f"{i:5d}  {neuron.history[-1]:.6f}")
        grads = neuron.step(X, Y, learning_rate)
    return {"w": neuron.w, "b": neuron.b}, grads, neuron.history


def predict(w, b, X):
    return Neuron(w, b).activate(X) >= 0.5


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    return {
        **params,
        "costs": costs,
        "Y_prediction_train": predict(**params, X=X_train),
        "Y_prediction_test": predict(**params, X=X_test),
        "num_iterations": num_iterations,
        "learning_rate": learning_rate,
    }
