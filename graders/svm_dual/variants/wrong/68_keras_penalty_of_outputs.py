"""Wrong: the outputs are penalised, not the weights."""
# loses: keras_svm
import cvxpy as cp
import numpy as np


def linear_kernel(X, Z):
    return np.inner(X, Z)


def polynomial_kernel(X, Z, degree, gamma, r):
    result = np.ones((len(X), len(Z)))
    for _ in range(degree):
        result = result * (gamma * np.inner(X, Z) + r)
    return result


def rbf_kernel(X, Z, gamma):
    K = np.zeros((X.shape[0], Z.shape[0]))
    for i in range(X.shape[0]):
        K[i] = np.exp(-gamma * np.square(X[i] - Z).sum(axis=1))
    return K


def sigmoid_kernel(X, Z, gamma, r):
    e = np.exp(2 * (gamma * np.inner(X, Z) + r))
    return (e - 1) / (e + 1)


def factor(K):
    """Return F with F.T @ F = K."""
    values, vectors = np.linalg.eigh((K + K.T) / 2)
    keep = values > 1e-12 * max(values.max(), 1e-300)
    return np.sqrt(values[keep])[:, None] * vectors[:, keep].T


def solve_dual(K, y, C):
    F = factor(K) * y
    a = cp.Variable(len(y))
    objective = 0.5 * cp.sum_squares(F @ a) - cp.sum(a)
    problem = cp.Problem(cp.Minimize(objective), [a >= 0, a <= C, cp.sum(cp.multiply(a, y)) == 0])
    problem.solve()
    if problem.status not in ("optimal", "optimal_inaccurate"):
        raise ValueError(problem.status)
    return a.value


def primal_weights(X, y, alpha):
    return np.einsum("i,i,ij->j", alpha, y, X)


def _interval(candidates, y, at_zero):
    lower = candidates[at_zero == (y > 0)]
    upper = candidates[at_zero == (y < 0)]
    return lower.max(), upper.min()


def intercept(K, y, alpha, C, tol=1e-4):
    share = alpha / C
    candidates = y - (alpha * y) @ K
    free = np.flatnonzero((share > tol) & (share < 1 - tol))
    if len(free):
        return np.average(candidates[free])
    return np.mean(_interval(candidates, y, share <= tol))


def predict(K_test, y, alpha, b):
    decision = np.dot(K_test, alpha * y) + b
    return np.where(decision < 0, -1.0, 1.0)


def solve_primal(X, y, C):
    n, d = X.shape
    theta = cp.Variable(d + 1)
    zeta = cp.Variable(n)
    A = np.hstack([X, np.ones((n, 1))]) * np.reshape(y, (n, 1))
    objective = 0.5 * cp.sum_squares(theta[:d]) + C * cp.sum(zeta)
    cp.Problem(cp.Minimize(objective), [A @ theta + zeta >= 1, zeta >= 0]).solve(solver="CLARABEL")
    return theta.value[:d], theta.value[d], zeta.value


def hinge_loss(y, scores):
    slack = 1 - y * scores
    return np.sum(slack[slack > 0]) / len(y)


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential([keras.Input((d,)), keras.layers.Dense(1, activity_regularizer=keras.regularizers.L2(1 / (2 * C * n)))])
    model.compile(optimizer="sgd", loss="hinge")
    return model
