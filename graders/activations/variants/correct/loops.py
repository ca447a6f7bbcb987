"""One number at a time with math, lists in place of arrays, and integers 0 and 1."""

import math


def each(f, x):
    if hasattr(x, "shape") and len(x.shape) > 0:
        return [each(f, part) for part in x]
    return f(x)


def sigmoid(x):
    return each(lambda v: 1 / (1 + math.exp(-v)), x)


def tanh(x):
    return each(math.tanh, x)


def relu(x):
    return each(lambda v: 0 if v < 0 else v, x)


def leaky_relu(x, alpha=0.01):
    return each(lambda v: alpha * v if v < 0 else v, x)


def elu(x, alpha=0.01):
    return each(lambda v: alpha * (math.exp(v) - 1) if v < 0 else v, x)


def softmax(x):
    if len(x.shape) == 1:
        top = max(x)
        total = sum(math.exp(v - top) for v in x)
        return [math.exp(v - top) / total for v in x]
    columns = [softmax(x[:, j]) for j in range(x.shape[1])]
    return [[column[i] for column in columns] for i in range(x.shape[0])]


def sigmoid_derivative(x):
    return each(lambda v: math.exp(-v) / (1 + math.exp(-v)) ** 2, x)


def tanh_derivative(x):
    return each(lambda v: 1 / math.cosh(v) ** 2, x)


def relu_derivative(x):
    return each(lambda v: 0 if v < 0 else 1, x)


def leaky_relu_derivative(x, alpha=0.01):
    return each(lambda v: alpha if v < 0 else 1, x)


def elu_derivative(x, alpha=0.01):
    return each(lambda v: alpha * math.exp(v) if v < 0 else 1, x)


def softmax_jacobian(x):
    s = softmax(x)
    k = len(s)
    return [[s[i] * ((i == j) - s[j]) for j in range(k)] for i in range(k)]


def name_curve(x, y):
    points = sorted(zip(x, y))
    if points[-1][0] != points[-1][1]:
        return "sigmoid" if points[0][1] > 0 else "tanh"
    if points[0][1] == 0:
        return "relu"
    first, second = (value / place for place, value in points[:2])
    return "leaky_relu" if abs(first / second - 1) < 1e-9 else "elu"
