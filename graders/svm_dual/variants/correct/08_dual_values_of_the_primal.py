"""Correct: alpha as the dual values of the kernel primal's constraints."""
import cvxpy as cp
import numpy as np
from sklearn.metrics import pairwise


def linear_kernel(X, Z):
    return pairwise.linear_kernel(X, Z)


def polynomial_kernel(X, Z, degree, gamma, r):
    return pairwise.polynomial_kernel(X, Z, degree=degree, gamma=gamma, coef0=r)


def rbf_kernel(X, Z, gamma):
    return pairwise.rbf_kernel(X, Z, gamma=gamma)


def sigmoid_kernel(X, Z, gamma, r):
    return pairwise.sigmoid_kernel(X, Z, gamma=gamma, coef0=r)


def solve_dual(K, y, C):
    values, vectors = np.linalg.eigh(K)
    if values[0] < -1e-6 * max(1, values[-1]):
        raise ValueError("not a Mercer kernel")
    Phi = vectors * np.sqrt(np.maximum(values, 0))
    Phi = Phi[:, values > 1e-12 * values[-1]]
    w, b, zeta = cp.Variable(Phi.shape[1]), cp.Variable(), cp.Variable(len(y))
    margins = cp.multiply(y, Phi @ w + b) >= 1 - zeta
    problem = cp.Problem(cp.Minimize(0.5 * cp.sum_squares(w) + C * cp.sum(zeta)), [margins, zeta >= 0])
    problem.solve(solver="CLARABEL")
    return margins.dual_value


def primal_weights(X, y, alpha):
    w = 0
    for i in np.nonzero(alpha)[0]:
        w = w + alpha[i] * y[i] * X[i]
    return w


def intercept(K, y, alpha, C, tol=1e-4):
    candidates = y - (K * y) @ alpha
    eps = C * tol
    free = (eps < alpha) * (alpha < C - eps)
    if True in free:
        return candidates[free].mean()
    lower = max([c for c, a, label in zip(candidates, alpha, y) if (a < C / 2) == (label == 1)])
    upper = min([c for c, a, label in zip(candidates, alpha, y) if (a < C / 2) != (label == 1)])
    return (lower + upper) / 2


def predict(K_test, y, alpha, b):
    values = b + (K_test * alpha) @ y
    labels = np.ones(len(values))
    labels[values < 0] = -1
    return labels


def solve_primal(X, y, C):
    from sklearn.svm import SVC

    machine = SVC(kernel="linear", C=C, tol=1e-6).fit(X, y)
    w, b = machine.coef_[0], machine.intercept_[0]
    return w, b, np.maximum(0, 1 - y * machine.decision_function(X))


def hinge_loss(y, scores):
    return np.average(np.amax([np.zeros(len(y)), 1 - y * scores], axis=0))


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential([keras.Input((d,)), keras.layers.Dense(1, kernel_regularizer="l2")])
    model.layers[-1].kernel_regularizer = keras.regularizers.L2(1 / (2 * C * n))
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9), loss="hinge", metrics=["mae"])
    return model
