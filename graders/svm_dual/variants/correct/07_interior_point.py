"""Correct: an interior-point method written with NumPy alone; helpers in a class."""
import numpy as np


class Kernel:
    """Kernels on rows."""

    @staticmethod
    def products(X, Z):
        return np.array([X @ z for z in Z]).T

    @classmethod
    def squares(cls, X, Z):
        sizes = np.add.outer((X * X).sum(1), (Z * Z).sum(1))
        return np.maximum(sizes - 2 * cls.products(X, Z), 0)


def linear_kernel(X, Z):
    return Kernel.products(X, Z)


def polynomial_kernel(X, Z, degree, gamma, r):
    return np.float_power(Kernel.products(X, Z) * gamma + r, degree)


def rbf_kernel(X, Z, gamma):
    return 1 / np.exp(gamma * Kernel.squares(X, Z))


def sigmoid_kernel(X, Z, gamma, r):
    z = Kernel.products(X, Z) * gamma + r
    return 2 / (1 + np.exp(-2 * z)) - 1


def solve_dual(K, y, C):
    """Minimise a.Q.a / 2 - sum(a) over 0 <= a <= 1, a.y = 0, with a = alpha / C."""
    n, y = len(y), np.asarray(y, float)
    Q = C * np.outer(y, y) * (K + K.T) / 2
    if np.linalg.eigvalsh(Q)[0] < -1e-8 * max(1, np.trace(np.abs(Q))):
        raise np.linalg.LinAlgError("the kernel is indefinite")
    a, b = np.full(n, 0.5), 0.0
    low, high = np.ones(n), np.ones(n)
    for _ in range(80):
        mean = (low @ a + high @ (1 - a)) / (2 * n)
        dual = Q @ a - 1 - b * y - low + high
        if mean < 1e-10 and np.abs(dual).max() < 1e-8 and abs(a @ y) < 1e-8:
            break
        target = 0.1 * mean
        H = Q + np.diag(low / a + high / (1 - a))
        right = -dual + (target / a - low) - (target / (1 - a) - high)
        both = np.linalg.solve(H, np.stack([right, y], axis=1))
        db = -(a @ y + y @ both[:, 0]) / (y @ both[:, 1])
        da = both[:, 0] + db * both[:, 1]
        dlow = target / a - low - low * da / a
        dhigh = target / (1 - a) - high + high * da / (1 - a)
        t = 1.0
        for value, step in ((a, da), (1 - a, -da), (low, dlow), (high, dhigh)):
            if (step < 0).any():
                t = min(t, 0.99 * np.min(-value[step < 0] / step[step < 0]))
        a, b, low, high = a + t * da, b + t * db, low + t * dlow, high + t * dhigh
    return C * a


def primal_weights(X, y, alpha):
    return (X.T * y) @ alpha


def intercept(K, y, alpha, C, tol=1e-4):
    rest = y - np.matmul(K, alpha * y)
    kinds = np.digitize(alpha / C, [tol, 1 - tol])
    if 1 in kinds:
        return rest[kinds == 1].mean()
    bounds = {+1: rest[(kinds - 1) * y < 0], -1: rest[(kinds - 1) * y > 0]}
    return 0.5 * bounds[+1].max() + 0.5 * bounds[-1].min()


def predict(K_test, y, alpha, b):
    positive = K_test @ (alpha * y) >= -b
    return np.choose(positive.astype(int), [-1, 1])


def solve_primal(X, y, C):
    alpha = solve_dual(X @ X.T, y, C)
    w = primal_weights(X, y, alpha)
    rest = y - X @ w
    losses = [np.maximum(0, 1 - y * (X @ w + c)).sum() for c in rest]
    b = float(rest[int(np.argmin(losses))])
    return w, b, np.maximum(0, 1 - y * (X @ w + b))


def hinge_loss(y, scores):
    return np.float64(np.maximum(1 - scores * y, 0).sum() / y.shape[0])


def keras_svm(d, C, n):
    import keras
    from keras import layers

    model = keras.Sequential(name="machine")
    model.add(layers.Input((d,)))
    model.add(layers.Dense(1, kernel_regularizer=keras.regularizers.L2(l2=1 / (2 * C * n)), name="score"))
    model.compile(optimizer="sgd", loss=["hinge"])
    return model
