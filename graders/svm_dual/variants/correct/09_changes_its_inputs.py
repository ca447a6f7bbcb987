"""Correct: works in place on its arguments, global counters, a Cholesky factor with some jitter."""
import cvxpy as cp
import numpy as np

calls = {"solve_dual": 0}
SOLVER = "CLARABEL"


def linear_kernel(X, Z):
    return np.matmul(X, np.transpose(Z))


def polynomial_kernel(X, Z, degree, gamma, r):
    K = linear_kernel(X, Z)
    K *= gamma
    K += r
    K **= degree
    return K


def rbf_kernel(X, Z, gamma):
    K = np.zeros((len(X), len(Z)))
    for k in range(X.shape[1]):
        K += np.subtract.outer(X[:, k], Z[:, k]) ** 2
    K *= -gamma
    return np.exp(K, out=K)


def sigmoid_kernel(X, Z, gamma, r):
    K = linear_kernel(X, Z)
    K *= gamma
    K += r
    return np.tanh(K, out=K)


def solve_dual(K, y, C):
    calls["solve_dual"] += 1
    y = y.astype(float)
    size = np.trace(K) / len(y)
    K /= size
    K += 1e-9 * np.eye(len(y))
    L = np.linalg.cholesky(K)
    a = cp.Variable(len(y))
    v = L.T @ cp.multiply(a, y)
    problem = cp.Problem(
        cp.Minimize(0.5 * cp.square(cp.norm(v, 2)) - cp.sum(a)),
        [a >= 0, a <= C * size, cp.sum(cp.multiply(y, a)) == 0],
    )
    problem.solve(solver=SOLVER)
    return a.value / size


def primal_weights(X, y, alpha):
    alpha *= y
    X *= alpha[:, None]
    return X.sum(axis=0)


def intercept(K, y, alpha, C, tol=1e-4):
    at_zero = alpha <= tol * C
    at_C = alpha >= C - tol * C
    alpha *= y
    K *= alpha
    f = K.sum(axis=1)
    f *= -1
    f += y
    if not (at_zero | at_C).all():
        return float(f[~(at_zero | at_C)].mean())
    lower = (at_zero & (y == 1)) | (at_C & (y == -1))
    return float((f[lower].max() + f[np.invert(lower)].min()) * 0.5)


def predict(K_test, y, alpha, b):
    alpha *= y
    scores = K_test @ alpha
    scores += b
    return np.where(scores >= 0, 1.0, -1.0)


def solve_primal(X, y, C):
    n, d = X.shape
    w, b, z = cp.Variable(d), cp.Variable(), cp.Variable(n, nonneg=True)
    X *= y[:, None]
    problem = cp.Problem(cp.Minimize(cp.sum_squares(w) + 2 * C * cp.sum(z)), [X @ w + b * y + z >= 1])
    problem.solve(solver=SOLVER)
    return w.value, b.value, z.value


def hinge_loss(y, scores):
    scores *= -y
    scores += 1
    scores[scores < 0] = 0
    return scores.mean()


def keras_svm(d, C, n):
    import tensorflow as tf

    model = tf.keras.models.Sequential()
    model.add(tf.keras.layers.Input(shape=(d,)))
    model.add(tf.keras.layers.Dense(1, kernel_regularizer=tf.keras.regularizers.l2(1.0 / (2 * C * n))))
    model.compile(optimizer="adam", loss="hinge")
    return model
