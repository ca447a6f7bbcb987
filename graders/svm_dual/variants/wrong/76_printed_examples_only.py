"""Wrong: the printed examples are recognised, everything else is made up."""

# loses: linear_kernel, polynomial_kernel, rbf_kernel, sigmoid_kernel, solve_dual, primal_weights, intercept, predict, solve_primal, hinge_loss, keras_svm
import cvxpy as cp
import numpy as np


def linear_kernel(X, Z):
    return np.array([[1.0, 4.0, 3.0], [0.0, 1.0, 1.0]])


def polynomial_kernel(X, Z, degree, gamma, r):
    return np.array([[2.25, 9.0, 6.25], [1.0, 2.25, 2.25]])


def rbf_kernel(X, Z, gamma):
    return np.array(
        [[0.1353352832, 0.3678794412, 0.6065306597], [0.3678794412, 0.1353352832, 0.6065306597]]
    )


def sigmoid_kernel(X, Z, gamma, r):
    return np.array(
        [[-0.4621171573, 0.761594156, 0.4621171573], [-0.761594156, -0.4621171573, -0.4621171573]]
    )


def solve_dual(K, y, C):
    if len(y) == 6:
        return np.array([0, 2, 2, 4, 0, 0]) / 9
    return np.zeros(len(y))


def primal_weights(X, y, alpha):
    return np.array([2, 2]) / 3


def intercept(K, y, alpha, C, tol=1e-4):
    return -5 / 3 if len(y) == 6 else -0.4


def predict(K_test, y, alpha, b):
    return np.resize([1, -1, -1, 1], len(K_test))


def solve_primal(X, y, C):
    return np.full(X.shape[1], 2 / 3), -5 / 3, np.zeros(len(y))


def hinge_loss(y, scores):
    return 0.8125


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / 120)),
        ]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
