"""Activations. Hugo."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def tanh(x):
    return np.tanh(x)


def relu(x):
    return np.maximum(x, 0.0)


def leaky_relu(x, alpha=0.01):
    return np.where(x < 0, alpha * x, x)[()]


def elu(x, alpha=0.01):
    return np.where(x < 0, alpha * np.expm1(np.minimum(x, 0.0)), x)[()]


def softmax(x):
    powers = np.exp(x - np.max(x, axis=0))
    return powers / powers.sum(axis=0)


def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))


def tanh_derivative(x):
    return 1 - tanh(x)


def relu_derivative(x):
    return np.where(x < 0, 0.0, 1.0)[()]


def leaky_relu_derivative(x, alpha=0.01):
    return np.where(x < 0, alpha, 1.0)[()]


def elu_derivative(x, alpha=0.01):
    return np.where(x < 0, elu(x, alpha) + alpha, 1.0)[()]


def softmax_jacobian(x):
    s = softmax(x)
    return np.diag(s) - np.outer(s, s)


def name_curve(x, y):
    low = np.argmin(x)
    candidates = {
        "sigmoid": sigmoid(x),
        "tanh": tanh(x),
        "relu": relu(x),
        "leaky_relu": leaky_relu(x, y[low] / x[low]),
        "elu": elu(x, y[low] / np.expm1(x[low])),
    }
    return min(candidates, key=lambda name: np.abs(candidates[name] - y).max())
