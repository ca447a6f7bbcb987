"""Everything in single precision."""

import numpy as np


def single(x):
    return np.asarray(x, dtype=np.float32)[()]


def sigmoid(x):
    return 1 / (1 + np.exp(-single(x)))


def tanh(x):
    powers = np.exp(-2 * single(x))
    return (1 - powers) / (1 + powers)


def relu(x):
    return np.maximum(single(x), np.float32(0))


def leaky_relu(x, alpha=0.01):
    x = single(x)
    return single(np.where(x < 0, np.float32(alpha) * x, x))


def elu(x, alpha=0.01):
    x = single(x)
    return single(np.where(x < 0, np.float32(alpha) * (np.exp(x) - 1), x))


def softmax(x):
    powers = np.exp(single(x) - single(x).max(axis=0))
    return powers / powers.sum(axis=0)


def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))


def tanh_derivative(x):
    return 1 - tanh(x) ** 2


def relu_derivative(x):
    return single(single(x) > 0)


def leaky_relu_derivative(x, alpha=0.01):
    return single(np.where(x < 0, alpha, 1))


def elu_derivative(x, alpha=0.01):
    x = single(x)
    return single(np.where(x < 0, alpha * np.exp(x), 1))


def softmax_jacobian(x):
    s = softmax(x)
    return np.diag(s) - np.outer(s, s)


def name_curve(x, y):
    negative = x < 0
    if np.allclose(y, sigmoid(x), atol=1e-5):
        return "sigmoid"
    if np.allclose(y, tanh(x), atol=1e-5):
        return "tanh"
    if np.allclose(y[negative], 0):
        return "relu"
    slopes = single(y[negative] / x[negative])
    return "leaky_relu" if np.allclose(slopes, slopes[0], rtol=1e-4) else "elu"
