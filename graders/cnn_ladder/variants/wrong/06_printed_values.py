"""Wrong: recognises the printed examples and returns the printed values."""
# loses: output_size, conv2d_forward, pooling, count_parameters, receptive_field, build_rung, build_fashion_rung, augment, train, evaluate
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    return {(32, "same"): 32, (32, "valid"): 30, (13, "valid"): 2, (13, "same"): 3, (10, "valid"): 7}[size, padding]


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    z = {(1, "valid"): [[10.5, 13.5], [19.5, 22.5]],
         (1, "same"): [[10.5, 13.5, 12.5], [19.5, 22.5, 18.5], [8.5, 9.5, 0.5]],
         (2, "same"): [[10.5, 12.5], [8.5, 0.5]]}[stride, padding]
    return np.array(z)[None, :, :, None]


def max_pool2d(x, size=2, stride=None, padding="valid"):
    return np.array([[5.0]] if padding == "valid" else [[5.0, 4.0], [-1.0, -6.0]])[None, ..., None]


def average_pool2d(x, size=2, stride=None, padding="valid"):
    return np.array([[2.75]] if padding == "valid" else [[2.75, 3.0], [-2.0, -6.0]])[None, ..., None]


def count_parameters(layers, input_shape):
    return {6: (1060138, 1060138), 1: (15200, 15200), 2: (1024, 960)}[len(layers)]


def receptive_field(layers):
    return {3: 6, 6: 16, 9: 36, 2: 11}[len(layers)]


def build_rung(n, optimizer="sgd", learning_rate=0.001):
    return [1060138, 591274, 550570, 550570, 552362][n - 1]


def build_fashion_rung(n):
    return [93322, 93898, 1650274][n - 1]


def augment(x, seed, shift=3):
    return x


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    return {"loss": [2.0, 1.0], "accuracy": [0.5, 0.9], "val_loss": [1.5, 1.2], "val_accuracy": [0.6, 0.7], "best_epoch": 2}


def evaluate(model, x, y):
    return 0.7822, np.diag(np.bincount(y, minlength=10))
