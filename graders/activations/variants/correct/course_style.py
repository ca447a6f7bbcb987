"""The formulas as they are printed, with masks, and the derivatives written out."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def tanh(x):
    return (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))


def relu(x):
    return x * (x > 0)


def leaky_relu(x, alpha=0.01):
    return np.maximum(alpha * x, x)


def elu(x, alpha=0.01):
    return np.where(x < 0, alpha * (np.exp(x) - 1), x)


def softmax(x):
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def sigmoid_derivative(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


def tanh_derivative(x):
    return 4 * np.exp(-2 * x) / (1 + np.exp(-2 * x)) ** 2


def relu_derivative(x):
    return (x > 0) * 1


def leaky_relu_derivative(x, alpha=0.01):
    return np.where(x < 0, alpha, 1)


def elu_derivative(x, alpha=0.01):
    return np.where(x < 0, alpha * np.exp(x), 1)


def softmax_jacobian(x):
    s = softmax(x).reshape(-1, 1)
    return np.diagflat(s) - s @ s.T


def name_curve(x, y):
    if np.allclose(y, sigmoid(x)):
        return "sigmoid"
    if np.allclose(y, tanh(x)):
        return "tanh"
    negative = x < 0
    if np.allclose(y[negative], 0):
        return "relu"
    slopes = y[negative] / x[negative]
    return "leaky_relu" if np.allclose(slopes, slopes[0]) else "elu"
