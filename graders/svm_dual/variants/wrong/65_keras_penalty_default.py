"""The penalty is Keras' default."""
# loses: keras_svm
# over: 11_tidy_notebook.ipynb
# without: factor, _interval


def linear_kernel(X, Z):
    return np.dot(X, Z.T)


def polynomial_kernel(X, Z, degree, gamma, r):
    return np.power(gamma * np.dot(X, Z.T) + r, degree)


def rbf_kernel(X, Z, gamma):
    squares = np.sum(X**2, axis=1)[:, None] + np.sum(Z**2, axis=1)[None, :] - 2 * X @ Z.T
    return np.exp(-gamma * squares)


def sigmoid_kernel(X, Z, gamma, r):
    return np.tanh(gamma * np.dot(X, Z.T) + r)


def solve_dual(K, y, C):
    n = K.shape[0]
    alpha = cp.Variable(n)
    objective = cp.Minimize(0.5 * cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K)) - cp.sum(alpha))
    constraints = [alpha >= 0, alpha <= C, alpha @ y == 0]
    cp.Problem(objective, constraints).solve()
    return alpha.value


def primal_weights(X, y, alpha):
    return np.dot(X.T, alpha * y)


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > tol * C) & (alpha < C - tol * C)
    if np.any(free):
        return np.mean(r[free])
    zero = alpha <= tol * C
    low = r[(zero & (y == 1)) | (~zero & (y == -1))]
    high = r[(zero & (y == -1)) | (~zero & (y == 1))]
    return (np.max(low) + np.min(high)) / 2


def predict(K_test, y, alpha, b):
    scores = K_test @ (alpha * y) + b
    labels = np.sign(scores)
    labels[labels == 0] = 1
    return labels


def solve_primal(X, y, C):
    n, d = X.shape
    w = cp.Variable(d)
    b = cp.Variable()
    zeta = cp.Variable(n)
    objective = cp.Minimize(0.5 * cp.sum_squares(w) + C * cp.sum(zeta))
    cp.Problem(objective, [cp.multiply(y, X @ w + b) >= 1 - zeta, zeta >= 0]).solve()
    return w.value, b.value, zeta.value


def hinge_loss(y, scores):
    return np.mean(np.maximum(0, 1 - y * scores))


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential([keras.Input((d,)), keras.layers.Dense(1, kernel_regularizer="l2")])
    model.compile(optimizer="sgd", loss="hinge")
    return model
