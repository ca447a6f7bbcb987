"""Correct: sequential minimal optimisation in NumPy in place of cvxpy, for both problems."""
import numpy as np


def linear_kernel(X, Z):
    return X @ Z.T


def polynomial_kernel(X, Z, degree, gamma, r):
    return (r + gamma * X.dot(Z.transpose())) ** degree


def rbf_kernel(X, Z, gamma):
    return np.exp(-gamma * np.linalg.norm(X[:, None] - Z[None], axis=-1) ** 2)


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(r + gamma * X.dot(Z.transpose()))


def solve_dual(K, y, C, accuracy=1e-5, most=200_000):
    """Move the pair that violates the optimality conditions most, until none does."""
    y = np.asarray(y, dtype=float)
    if np.linalg.eigvalsh((K + K.T) / 2)[0] < -1e-6 * max(1.0, np.abs(K).max()) * len(y):
        raise ValueError("K is not positive semidefinite")
    alpha = np.zeros(len(y))
    gap = y.copy()  # y - K (alpha * y)
    for _ in range(most):
        up = np.where(y > 0, alpha < C, alpha > 0)
        down = np.where(y > 0, alpha > 0, alpha < C)
        i = int(np.argmax(np.where(up, gap, -np.inf)))
        difference = gap[i] - gap
        if difference[down].max() < accuracy:
            break
        curvature = np.maximum(K[i, i] + np.diag(K) - 2 * K[i], 1e-12)
        gains = np.where(down & (difference > 0), difference**2 / curvature, -1)
        j = int(np.argmax(gains))
        step = difference[j] / curvature[j]
        step = min(step, C - alpha[i] if y[i] > 0 else alpha[i])
        step = min(step, alpha[j] if y[j] > 0 else C - alpha[j])
        alpha[i] += y[i] * step
        alpha[j] -= y[j] * step
        gap -= step * (K[i] - K[j])
    return np.clip(alpha, 0, C)


def primal_weights(X, y, alpha):
    return np.tensordot(alpha * y, X, axes=1)


def intercept(K, y, alpha, C, tol=1e-4):
    gap = y - K @ (alpha * y)
    inside = (alpha > tol * C) & (alpha < C * (1 - tol))
    if inside.any():
        return gap[inside].mean()
    up = np.where(y > 0, alpha < C / 2, alpha > C / 2)
    return (gap[up].max() + gap[~up].min()) / 2


def predict(K_test, y, alpha, b):
    return np.copysign(1, np.round(K_test @ (alpha * y) + b, 12) + 0.0)


def solve_primal(X, y, C):
    K = linear_kernel(X, X)
    alpha = solve_dual(K, y, C)
    w = primal_weights(X, y, alpha)
    f = X @ w
    corners = y - f
    b = min(corners, key=lambda c: np.maximum(0, 1 - y * (f + c)).sum())
    return w, b, np.maximum(0, 1 - y * (f + b))


def hinge_loss(y, scores):
    return np.where(y * scores < 1, 1 - y * scores, 0).mean()


def keras_svm(d, C, n):
    from tensorflow import keras

    model = keras.Sequential([
        keras.layers.InputLayer(shape=(d,)),
        keras.layers.Dense(1, kernel_initializer="zeros", kernel_regularizer=keras.regularizers.l2(1 / (2 * n * C))),
        keras.layers.Activation("linear"),
    ])
    model.compile(loss="hinge")
    return model
