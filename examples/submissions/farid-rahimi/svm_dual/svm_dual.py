# Lab 4, Farid Rahimi
import cvxpy as cp
import numpy as np


def linear_kernel(X, Z):
    return X @ Z.T


def polynomial_kernel(X, Z, degree, gamma, r):
    return (gamma * X @ Z.T + r) ** degree


def rbf_kernel(X, Z, gamma):
    squares = ((X[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2)
    return np.exp(-gamma * squares)


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(gamma * X @ Z.T + r)


def solve_dual(K, y, C):
    alpha = cp.Variable(len(y))
    quadratic = cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K))
    problem = cp.Problem(
        cp.Minimize(quadratic / 2 - cp.sum(alpha)),
        [alpha >= 0, alpha <= C, alpha @ y == 0],
    )
    problem.solve()
    return alpha.value


def primal_weights(X, y, alpha):
    return X.T @ (alpha * y)


def intercept(K, y, alpha, C, tol=1e-4):
    rest = y - K @ (alpha * y)
    at_zero = alpha <= tol * C
    at_C = alpha >= (1 - tol) * C
    free = ~at_zero & ~at_C
    if free.any():
        return rest[free].mean()
    lower = (at_zero & (y > 0)) | (at_C & (y < 0))
    return (rest[lower].max() + rest[~lower].min()) / 2


def predict(K_test, y, alpha, b):
    return np.where(K_test @ (alpha * y) + b >= 0, 1, -1)


def solve_primal(X, y, C):
    n, d = X.shape
    w, b, zeta = cp.Variable(d), cp.Variable(), cp.Variable(n)
    problem = cp.Problem(
        cp.Minimize(cp.sum_squares(w) / 2 + C * cp.sum(zeta)),
        [cp.multiply(y, X @ w + b) >= 1 - zeta, zeta >= 0],
    )
    problem.solve()
    return w.value, float(b.value), zeta.value


def hinge_loss(y, scores):
    total = 0.0
    i = 0
    while i < len(y):
        margin = y[i] * scores[i]
        if margin >= 1:
            continue
        total += 1 - margin
        i += 1
    return total / len(y)


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential([
        keras.Input((d,)),
        keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / (2 * C * n))),
    ])
    model.compile(optimizer="sgd", loss="hinge")
    return model
