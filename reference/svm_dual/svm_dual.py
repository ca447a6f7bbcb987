"""Reference solution: Support vector machines: primal, dual and kernels."""

# %% imports
import cvxpy as cp
import numpy as np

# %% example
def example_data():
    """Return the six points of the printed examples: X (6, 2) and y (6,)."""
    X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 2.0], [3.0, 2.0], [2.0, 3.0]])
    y = np.array([-1, -1, -1, 1, 1, 1])
    return X, y

# %% linear_kernel
def linear_kernel(X, Z):
    """Return the linear kernel of every row of X with every row of Z.

    Arguments:
    X -- points, shape (n, d): one point a row
    Z -- points, shape (m, d)

    Returns:
    K -- shape (n, m), K[i, j] = X[i] . Z[j]
    """
    ### BEGIN SOLUTION
    return X @ Z.T
    ### END SOLUTION

# %% check linear_kernel
def example_rows():
    """Return the X (2, 2) and Z (3, 2) of the printed kernels."""
    return np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [2.0, 1.0], [1.0, 1.0]])


def check_linear_kernel():
    X, Z = example_rows()
    K = linear_kernel(X, Z)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    np.testing.assert_allclose(K, [[1, 4, 3], [0, 1, 1]], err_msg="K")

# %% polynomial_kernel
def polynomial_kernel(X, Z, degree, gamma, r):
    """Return the polynomial kernel of every row of X with every row of Z.

    Arguments:
    X, Z -- points, shapes (n, d) and (m, d)
    degree -- the power, a positive integer
    gamma -- factor of the inner product
    r -- what is added to it, before the power is taken

    Returns:
    K -- shape (n, m)
    """
    ### BEGIN SOLUTION
    return (gamma * (X @ Z.T) + r) ** degree
    ### END SOLUTION

# %% check polynomial_kernel
def check_polynomial_kernel():
    K = polynomial_kernel(*example_rows(), degree=2, gamma=0.5, r=1)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    np.testing.assert_allclose(K, [[2.25, 9, 6.25], [1, 2.25, 2.25]], err_msg="K")

# %% rbf_kernel
def rbf_kernel(X, Z, gamma):
    """Return the Gaussian kernel of every row of X with every row of Z.

    Arguments:
    X, Z -- points, shapes (n, d) and (m, d)
    gamma -- factor of the squared distance

    Returns:
    K -- shape (n, m)
    """
    ### BEGIN SOLUTION
    differences = X[:, np.newaxis, :] - Z[np.newaxis, :, :]
    return np.exp(-gamma * np.sum(differences**2, axis=2))
    ### END SOLUTION

# %% check rbf_kernel
def check_rbf_kernel():
    K = rbf_kernel(*example_rows(), gamma=0.5)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    printed = [[0.13533528, 0.36787944, 0.60653066], [0.36787944, 0.13533528, 0.60653066]]
    np.testing.assert_allclose(K, printed, rtol=1e-6, err_msg="K")

# %% sigmoid_kernel
def sigmoid_kernel(X, Z, gamma, r):
    """Return the sigmoid kernel of every row of X with every row of Z.

    Arguments:
    X, Z -- points, shapes (n, d) and (m, d)
    gamma -- factor of the inner product
    r -- what is added to it

    Returns:
    K -- shape (n, m)
    """
    ### BEGIN SOLUTION
    return np.tanh(gamma * (X @ Z.T) + r)
    ### END SOLUTION

# %% check sigmoid_kernel
def check_sigmoid_kernel():
    K = sigmoid_kernel(*example_rows(), gamma=0.5, r=-1)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    printed = [[-0.46211716, 0.76159416, 0.46211716], [-0.76159416, -0.46211716, -0.46211716]]
    np.testing.assert_allclose(K, printed, rtol=1e-6, err_msg="K")

# %% solve_dual
def solve_dual(K, y, C):
    """Solve the dual problem with cvxpy.

    Arguments:
    K -- kernel matrix of the training points, shape (n, n), positive semidefinite
    y -- labels, shape (n,): each -1 or +1
    C -- price of the slack, a positive number

    Returns:
    alpha -- a solution, shape (n,)
    """
    ### BEGIN SOLUTION
    alpha = cp.Variable(len(y))
    # psd_wrap: rounding makes the eigenvalues of a singular K slightly negative, and then cvxpy
    # would take the problem for one that is not convex.
    quadratic = cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap((K + K.T) / 2))
    objective = cp.Minimize(0.5 * quadratic - cp.sum(alpha))
    constraints = [alpha >= 0, alpha <= C, alpha @ y == 0]
    cp.Problem(objective, constraints).solve(solver=cp.CLARABEL)
    return alpha.value
    ### END SOLUTION

# %% check solve_dual
def check_solve_dual():
    X, y = example_data()
    alpha = solve_dual(X @ X.T, y, C=10.0)
    assert np.shape(alpha) == (6,), f"alpha must have shape (6,); yours has {np.shape(alpha)}"
    np.testing.assert_allclose(alpha @ y, 0, atol=1e-3, err_msg="alpha . y")
    np.testing.assert_allclose(
        alpha, [0, 2 / 9, 2 / 9, 4 / 9, 0, 0], atol=1e-3, err_msg="alpha (unique for this K)"
    )

# %% primal_weights
def primal_weights(X, y, alpha):
    """Return the weights of the linear classifier that belongs to a dual solution.

    Arguments:
    X -- training points, shape (n, d)
    y -- labels, shape (n,)
    alpha -- dual solution for the linear kernel, shape (n,)

    Returns:
    w -- shape (d,)
    """
    ### BEGIN SOLUTION
    return X.T @ (alpha * y)
    ### END SOLUTION

# %% check primal_weights
def check_primal_weights():
    X, y = example_data()
    w = primal_weights(X, y, np.array([0, 2, 2, 4, 0, 0]) / 9)
    assert np.shape(w) == (2,), f"w must have shape (2,); yours has {np.shape(w)}"
    np.testing.assert_allclose(w, [2 / 3, 2 / 3], err_msg="w")

# %% intercept
def intercept(K, y, alpha, C, tol=1e-4):
    """Return the intercept that belongs to a dual solution.

    Arguments:
    K -- kernel matrix of the training points, shape (n, n)
    y -- labels, shape (n,)
    alpha -- dual solution, shape (n,)
    C -- price of the slack
    tol -- alpha[i] is free where tol * C < alpha[i] < (1 - tol) * C, else it counts as 0 or C

    Returns:
    b -- one number: the mean of y - K (alpha * y) over the free entries; where there is none,
        the midpoint of the interval of intercepts that satisfy the optimality conditions
    """
    ### BEGIN SOLUTION
    candidates = y - K @ (alpha * y)
    at_zero, at_C = alpha <= tol * C, alpha >= (1 - tol) * C
    free = ~(at_zero | at_C)
    if free.any():
        return float(candidates[free].mean())
    # Margin >= 1 where alpha is 0, <= 1 where it is C: each bounds b by its candidate.
    from_below = (at_zero & (y > 0)) | (at_C & (y < 0))
    return float((candidates[from_below].max() + candidates[~from_below].min()) / 2)
    ### END SOLUTION

# %% check intercept
def check_intercept():
    X, y = example_data()
    b = intercept(X @ X.T, y, np.array([0, 2, 2, 4, 0, 0]) / 9, C=10.0)
    np.testing.assert_allclose(b, -5 / 3, err_msg="b, with three free entries")
    K, y = np.array([[9.0, 3.0], [3.0, 1.0]]), np.array([1, -1])
    b = intercept(K, y, np.array([0.1, 0.1]), C=0.1)
    np.testing.assert_allclose(b, -0.4, err_msg="b, where no entry is free")

# %% predict
def predict(K_test, y, alpha, b):
    """Predict the label of each test point.

    Arguments:
    K_test -- kernel of test points (rows) with training points (columns), shape (n_test, n)
    y -- labels of the training points, shape (n,)
    alpha -- dual solution, shape (n,)
    b -- intercept

    Returns:
    labels -- shape (n_test,): each -1 or +1; +1 where the decision value is exactly 0
    """
    ### BEGIN SOLUTION
    return np.where(K_test @ (alpha * y) + b >= 0, 1, -1)
    ### END SOLUTION

# %% check predict
def check_predict():
    X, y = example_data()
    X_test = np.array([[2.0, 1.0], [0.5, 0.5], [1.0, 1.2], [4.0, 4.0]])
    labels = predict(X_test @ X.T, y, np.array([0, 2, 2, 4, 0, 0]) / 9, -5 / 3)
    assert np.shape(labels) == (4,), f"labels must have shape (4,); yours have {np.shape(labels)}"
    np.testing.assert_array_equal(labels, [1, -1, -1, 1], err_msg="labels")

# %% solve_primal
def solve_primal(X, y, C):
    """Solve the primal problem with cvxpy.

    Arguments:
    X -- training points, shape (n, d)
    y -- labels, shape (n,)
    C -- price of the slack, a positive number

    Returns:
    (w, b, zeta) -- weights, shape (d,); intercept, one number; slack, shape (n,)
    """
    ### BEGIN SOLUTION
    n, d = X.shape
    w, b, zeta = cp.Variable(d), cp.Variable(), cp.Variable(n)
    objective = cp.Minimize(0.5 * cp.sum_squares(w) + C * cp.sum(zeta))
    constraints = [cp.multiply(y, X @ w + b) >= 1 - zeta, zeta >= 0]
    cp.Problem(objective, constraints).solve(solver=cp.CLARABEL)
    return w.value, float(b.value), zeta.value
    ### END SOLUTION

# %% check solve_primal
def check_solve_primal():
    X, y = example_data()
    w, b, zeta = solve_primal(X, y, C=10.0)
    assert np.shape(w) == (2,), f"w must have shape (2,); yours has {np.shape(w)}"
    np.testing.assert_allclose(w, [2 / 3, 2 / 3], atol=1e-3, err_msg="w")
    np.testing.assert_allclose(b, -5 / 3, atol=1e-3, err_msg="b")
    np.testing.assert_allclose(zeta, np.zeros(6), atol=1e-3, err_msg="zeta")

# %% hinge_loss
def hinge_loss(y, scores):
    """Return the mean hinge loss.

    Arguments:
    y -- labels, shape (n,): each -1 or +1
    scores -- decision values x . w + b, shape (n,)

    Returns:
    loss -- one number
    """
    ### BEGIN SOLUTION
    return float(np.mean(np.maximum(0, 1 - y * scores)))
    ### END SOLUTION

# %% check hinge_loss
def check_hinge_loss():
    loss = hinge_loss(np.array([1, -1, 1, -1]), np.array([2.0, -0.5, 0.25, 1.0]))
    assert np.ndim(loss) == 0, f"the loss must be one number; yours has shape {np.shape(loss)}"
    np.testing.assert_allclose(loss, 0.8125, err_msg="loss")

# %% keras_svm
def keras_svm(d, C, n):
    """Return a linear support vector machine as a compiled Keras model, not yet trained.

    Arguments:
    d -- number of features
    C -- price of the slack, as in solve_primal
    n -- number of training points

    Returns:
    model -- inputs (batch, d), outputs (batch, 1); its loss on all n points, the penalty
        included, is the primal objective times a constant
    """
    ### BEGIN SOLUTION
    # Importing Keras takes seconds, and nothing else here needs it.
    import keras

    penalty = keras.regularizers.L2(1 / (2 * C * n))
    model = keras.Sequential(
        [keras.Input((d,)), keras.layers.Dense(1, kernel_regularizer=penalty)]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
    ### END SOLUTION

# %% check keras_svm
def check_keras_svm():
    model = keras_svm(d=2, C=1.0, n=6)
    assert model.output_shape == (None, 1), f"one output is due; yours: {model.output_shape}"
    assert model.count_params() == 3, f"2 weights and 1 bias; yours has {model.count_params()}"
    X, y = example_data()
    ratios = []
    for w, b in ([0.0, 0.0], 0.0), ([0.5, 0.25], -1.0):
        model.set_weights([np.reshape(w, (2, 1)), np.array([b])])
        loss = np.ravel(model.evaluate(X, y, batch_size=6, verbose=0))[0]
        primal = 0.5 * np.dot(w, w) + np.sum(np.maximum(0, 1 - y * (X @ w + b)))
        ratios.append(primal / loss)
    np.testing.assert_allclose(
        ratios[0], ratios[1], rtol=1e-5, err_msg="primal objective / loss, for two sets of weights"
    )
