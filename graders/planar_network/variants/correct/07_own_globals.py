"""Correct: graded functions lean on helper functions, lambdas and constants of its own."""
import numpy as np
import numpy.random as npr
from functools import reduce

SCALE = 1e-2
DEFAULT_RATE = 1.2
NAMES = ("W1", "b1", "W2", "b2")
HIDDEN = {"planar": 4}
σ = lambda z: np.exp(-np.logaddexp(0, -z))
affine = lambda W, b, A: np.matmul(W, A) + b
average = lambda values: values.sum(axis=1).reshape(-1, 1) / values.shape[1]
unpack = lambda parameters: [parameters[name] for name in NAMES]


def rows(array):
    return array.shape[0]


def layer_sizes(X, Y):
    return rows(X), HIDDEN["planar"], rows(Y)


def _weights(n_out, n_in):
    return npr.randn(n_out, n_in) * SCALE


def initialize_parameters(n_x, n_h, n_y):
    npr.seed(2)
    return dict(zip(NAMES, (_weights(n_h, n_x), np.zeros((n_h, 1)),
                            _weights(n_y, n_h), np.zeros((n_y, 1)))))


def forward_propagation(X, parameters):
    W1, b1, W2, b2 = unpack(parameters)
    cache = {"Z1": affine(W1, b1, X)}
    cache["A1"] = np.sinh(cache["Z1"]) / np.cosh(cache["Z1"])
    cache["Z2"] = affine(W2, b2, cache["A1"])
    cache["A2"] = σ(cache["Z2"])
    return cache["A2"], cache


def compute_cost(A2, Y, parameters):
    losses = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    return np.squeeze(np.average(losses))


def backward_propagation(parameters, cache, X, Y):
    W1, b1, W2, b2 = unpack(parameters)
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 - dA1 * np.square(A1)
    m = float(X.shape[1])
    grads = [np.dot(dZ1, X.T) / m, average(dZ1), np.dot(dZ2, A1.T) / m, average(dZ2)]
    return {"d" + name: grad for name, grad in zip(NAMES, grads)}


def update_parameters(parameters, grads, learning_rate=DEFAULT_RATE):
    W1, b1, W2, b2 = unpack(parameters)
    W1 = W1 - learning_rate * grads["dW1"]
    b1 = b1 - learning_rate * grads["db1"]
    W2 = W2 - learning_rate * grads["dW2"]
    b2 = b2 - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    npr.seed(3)

    def one_step(parameters, i):
        A2, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            print("iteration", i, "cost", compute_cost(A2, Y, parameters))
        return update_parameters(parameters, backward_propagation(parameters, cache, X, Y))

    n_x, _, n_y = layer_sizes(X, Y)
    return reduce(one_step, range(num_iterations), initialize_parameters(n_x, n_h, n_y))


def predict(parameters, X):
    probabilities, _ = forward_propagation(X, parameters)
    return (probabilities > 0.5).astype(np.uint8)
