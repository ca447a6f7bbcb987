"""Every derivative by differences, and curves named by fitting alpha."""

import numpy as np

STEP = 1e-5


def slope(f, x):
    return (f(x + STEP) - f(x - STEP)) / (2 * STEP)


def sigmoid(x):
    return np.exp(x) / (np.exp(x) + 1)


def tanh(x):
    return np.sinh(x) / np.cosh(x)


def relu(x):
    return (np.abs(x) + x) / 2


def leaky_relu(x, alpha=0.01):
    return relu(x) - alpha * relu(-x)


def elu(x, alpha=0.01):
    return relu(x) + alpha * (np.exp(-relu(-x)) - 1)


def softmax(x):
    x = np.array(x) - np.max(x, 0)
    return np.exp(x - np.log(np.sum(np.exp(x), 0)))


def sigmoid_derivative(x):
    return slope(sigmoid, x)


def tanh_derivative(x):
    return slope(tanh, x)


def relu_derivative(x):
    return slope(relu, x)


def leaky_relu_derivative(x, alpha=0.01):
    return slope(lambda v: leaky_relu(v, alpha), x)


def elu_derivative(x, alpha=0.01):
    return slope(lambda v: elu(v, alpha), x)


def softmax_jacobian(x):
    steps = STEP * np.eye(len(x))
    columns = softmax(x[:, None] + steps) - softmax(x[:, None] - steps)
    return columns / (2 * STEP)


def name_curve(x, y):
    misfits = {
        "sigmoid": np.abs(y - sigmoid(x)).sum(),
        "tanh": np.abs(y - tanh(x)).sum(),
        "relu": np.abs(y - relu(x)).sum(),
    }
    best = min(misfits, key=misfits.get)
    if misfits[best] < 1e-8:
        return best
    left = x < 0
    line, bent = x[left], np.exp(x[left]) - 1
    alphas = {"leaky_relu": line @ y[left] / (line @ line), "elu": bent @ y[left] / (bent @ bent)}
    curves = {name: globals()[name](x, alpha) for name, alpha in alphas.items()}
    return min(curves, key=lambda name: np.linalg.norm(curves[name] - y))
