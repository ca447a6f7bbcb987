"""Gamma and r are swapped in the sigmoid kernel."""
# loses: sigmoid_kernel
# over: 11_tidy_notebook.ipynb
# without: factor, _interval


def linear_kernel(X, Z):
    return np.einsum("ik,jk->ij", X, Z)


def polynomial_kernel(X, Z, degree, gamma, r):
    return (gamma * linear_kernel(X, Z) + r) ** degree


def rbf_kernel(X, Z, gamma):
    from scipy.spatial.distance import cdist

    return np.exp(-gamma * cdist(X, Z, "sqeuclidean"))


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(r * np.dot(X, Z.T) + gamma)


def solve_dual(K, y, C):
    y = np.asarray(y, dtype=float)
    K = cp.psd_wrap(K)
    alpha = cp.Variable(y.size)
    prob = cp.Problem(
        cp.Minimize(cp.quad_form(cp.multiply(alpha, y), K) / 2 - cp.sum(alpha)),
        [0 <= alpha, alpha <= C, y @ alpha == 0],
    )
    prob.solve(solver=cp.OSQP)
    a = np.clip(alpha.value, 0, C)
    a[a < 1e-7 * C] = 0
    return a


def primal_weights(X, y, alpha):
    support = alpha > 0
    return (alpha[support] * y[support]) @ X[support]


def intercept(K, y, alpha, C, tol=1e-4):
    f = K @ (alpha * y)
    free = np.logical_and(alpha > tol * C, alpha < (1 - tol) * C)
    if free.sum() > 0:
        return float((y - f)[free].sum() / free.sum())
    up = np.where(y > 0, alpha >= C * (1 - tol), alpha <= C * tol)
    return float(0.5 * (np.min((y - f)[up]) + np.max((y - f)[~up])))


def predict(K_test, y, alpha, b):
    return 2 * (K_test @ (alpha * y) + b >= 0) - 1


def solve_primal(X, y, C):
    w, b = cp.Variable(X.shape[1]), cp.Variable()
    loss = cp.sum(cp.pos(1 - cp.multiply(y, X @ w + b)))
    cp.Problem(cp.Minimize(cp.sum_squares(w) / 2 + C * loss)).solve()
    zeta = np.maximum(0, 1 - y * (X @ w.value + b.value))
    return w.value, float(b.value), zeta


def hinge_loss(y, scores):
    return float(np.clip(1 - np.multiply(y, scores), 0, None).mean())


def keras_svm(d, C, n):
    import keras

    model = keras.models.Sequential([
        keras.layers.Dense(1, input_shape=(d,), kernel_regularizer=keras.regularizers.L1L2(l2=1 / (2 * C * n))),
    ])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=keras.losses.Hinge())
    return model
