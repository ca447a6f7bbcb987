import cvxpy as cp
import numpy as np


def linear_kernel(X, Z):
    return X @ Z.T


def polynomial_kernel(X, Z, degree, gamma, r):
    return (gamma * (X @ Z.T) + r) ** degree


def rbf_kernel(X, Z, gamma):
    distance = np.sqrt(((X[:, None] - Z[None]) ** 2).sum(axis=2))
    return np.exp(-gamma * distance)


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(gamma * (X @ Z.T) + r)


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
    support = alpha > tol * C
    return np.mean(y[support] - (K @ (alpha * y))[support])


def predict(K_test, y, alpha, b):
    return np.sign(K_test @ (alpha * y) + b)


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
    return np.sum(np.maximum(0, 1 - y * scores))


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential([
        keras.Input((d,)),
        keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / (2 * C))),
    ])
    model.compile(optimizer="sgd", loss="hinge")
    return model
