"""Activations. Chiara."""

import numpy as np


def by_element(f):
    def call(x, *settings, **named):
        return np.vectorize(lambda v: f(v, *settings, **named), otypes=[float])(x)

    return call


@by_element
def sigmoid(x):
    if x < 0:
        return np.exp(x) / (1 + np.exp(x))
    return 1 / (1 + np.exp(-x))


@by_element
def tanh(x):
    return 2 / (1 + np.exp(-2 * x)) - 1


@by_element
def relu(x):
    return max(0, x)


@by_element
def leaky_relu(x, alpha=0.01):
    return max(0, x) + alpha * min(0, x)


@by_element
def elu(x, alpha=0.01):
    return max(0, x) + alpha * (np.exp(min(0, x)) - 1)


def softmax(x):
    if x.ndim == 1:
        return np.array([1 / np.sum(np.exp(np.minimum(x - v, 700))) for v in x])
    return np.apply_along_axis(softmax, 0, x)


@by_element
def sigmoid_derivative(x):
    return 1 / (2 + 2 * np.cosh(x))


@by_element
def tanh_derivative(x):
    return (1 + tanh(x)) * (1 - tanh(x))


@by_element
def relu_derivative(x):
    return np.heaviside(x, 0)


@by_element
def leaky_relu_derivative(x, alpha=0.01):
    return alpha + (1 - alpha) * np.heaviside(x, 0.5)


@by_element
def elu_derivative(x, alpha=0.01):
    return 1 if x > 0 else elu(x, alpha) + alpha


def softmax_jacobian(x):
    s = softmax(x)
    return (np.eye(len(s)) - s) * s[:, None]


def name_curve(x, y):
    names = np.array(["sigmoid", "tanh", "relu", "leaky_relu", "elu"])
    order = np.argsort(x)
    x, y = x[order], y[order]
    if y[-1] < 1:
        return names[int(y[0] < 0)]
    left = x < 0
    bends = np.abs(np.diff(y[left]) / np.diff(x[left]))
    if bends.max() == 0:
        return names[2]
    return names[3 + int(np.ptp(bends) > 1e-6 * bends.max())]
