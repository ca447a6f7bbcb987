"""Wrong: an endless loop."""
# loses: solve_dual
import cvxpy as cp
import numpy as np


def linear_kernel(X, Z):
    return (X[:, np.newaxis] * Z[np.newaxis]).sum(-1)


def polynomial_kernel(X, Z, degree, gamma, r):
    return np.array([np.polyval([1] + [0] * degree, gamma * Z @ x + r) for x in X])


def rbf_kernel(X, Z, gamma):
    K = []
    for x in X:
        K.append([float(np.exp(-gamma * (x - z) @ (x - z))) for z in Z])
    return np.array(K)


def sigmoid_kernel(X, Z, gamma, r):
    return np.vectorize(np.tanh)(gamma * X @ Z.T + r)


def solve_dual(K, y, C):
    alpha = np.zeros(len(y))
    while np.abs(y - K @ (alpha * y)).max() > 1e-9:
        alpha = np.clip(alpha + 0.0 * y, 0, C)
    return alpha


def primal_weights(X, y, alpha):
    return np.sum(X * (alpha * y)[:, None], axis=0)


def intercept(K, y, alpha, C, tol=1e-4):
    candidates = y - K.dot(np.diag(y).dot(alpha))
    low = tol * C
    free = [i for i in range(len(y)) if low < alpha[i] < C - low]
    if free != []:
        return np.array(candidates[free]).mean()
    lower = [c for c, a, s in zip(candidates, alpha, y) if (a <= low and s == 1) or (a > low and s == -1)]
    upper = [c for c, a, s in zip(candidates, alpha, y) if (a <= low and s == -1) or (a > low and s == 1)]
    return np.array([(max(lower) + min(upper)) / 2])


def predict(K_test, y, alpha, b):
    scores = K_test @ np.multiply(alpha, y) + b
    return np.array([-1 if s < 0 else 1 for s in scores], dtype=np.int8)


def solve_primal(X, y, C):
    n, d = X.shape
    w, b, zeta = cp.Variable((d, 1)), cp.Variable(), cp.Variable((n, 1))
    column = np.reshape(y, (n, 1))
    margins = cp.multiply(column, X @ w + b)
    problem = cp.Problem(
        cp.Minimize(0.5 * cp.quad_form(w, np.eye(d)) + C * cp.sum(zeta)),
        [margins + zeta >= 1, zeta >= 0],
    )
    problem.solve(solver=cp.SCS)
    return w.value.ravel(), b.value.item(), zeta.value.ravel()


def hinge_loss(y, scores):
    return sum(max(0, 1 - a * b) for a, b in zip(y, scores)) / len(scores)


def keras_svm(d, C, n):
    import keras

    penalty = keras.regularizers.L2(1 / (2 * C))
    model = keras.Sequential([keras.Input((d,)), keras.layers.Dense(1, kernel_regularizer=penalty)])
    model.compile("rmsprop", loss=keras.losses.Hinge(reduction="sum"))
    return model
