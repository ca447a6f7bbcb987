"""Works in place on what it is given, and shifts softmax column by column."""

import numpy as np


def sigmoid(x):
    x = np.asarray(x)
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1
    return np.reciprocal(x, out=x)


def tanh(x):
    x = np.asarray(x)
    return np.tanh(x, out=x)


def relu(x):
    x = np.asarray(x)
    x[x < 0] = 0
    return x


def leaky_relu(x, alpha=0.01):
    x = np.asarray(x)
    x[x < 0] *= alpha
    return x


def elu(x, alpha=0.01):
    x = np.asarray(x)
    x[x < 0] = alpha * (np.exp(x[x < 0]) - 1)
    return x


def softmax(x):
    if x.ndim == 1:
        x -= x.max()
        np.exp(x, out=x)
        x /= x.sum()
        return x
    for column in x.T:
        column[:] = softmax(column)
    return x


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)


def tanh_derivative(x):
    return 1 - tanh(x) ** 2


def relu_derivative(x):
    x = np.asarray(x)
    x[x <= 0] = 0
    x[x > 0] = 1
    return x


def leaky_relu_derivative(x, alpha=0.01):
    x = np.asarray(x)
    negative = x < 0
    x[...] = 1
    x[negative] = alpha
    return x


def elu_derivative(x, alpha=0.01):
    x = np.asarray(x)
    x[x > 0] = 0
    np.exp(x, out=x)
    x[x < 1] *= alpha
    return x


def softmax_jacobian(x):
    s = softmax(x)
    J = -np.outer(s, s)
    J[np.diag_indices(len(s))] += s
    return J


def name_curve(x, y):
    right, left = x > 0, x < 0
    if not np.allclose(x[right], y[right]):
        return "tanh" if y.min() < 0 else "sigmoid"
    slopes = y[left] / x[left]
    if not slopes.any():
        return "relu"
    return "leaky_relu" if np.ptp(slopes) < 1e-12 else "elu"
