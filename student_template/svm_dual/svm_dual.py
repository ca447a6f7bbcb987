"""Support vector machines: primal, dual and kernels."""

# %% [markdown]
# # Support vector machines: primal, dual and kernels
#
# A support vector machine separates two classes by the widest possible street, and pays for every
# point that stands in it or on its wrong side. In this assignment you solve that problem twice, as it
# is written down and as its dual; you put kernels into the dual, so that the street may bend; and you
# write the same machine as a neural network of a single unit.
#
# **The classifier.** A point $x \in \mathbb{R}^d$ gets the label $\operatorname{sign}(x \cdot w + b)$.
# The training points are the rows of $X \in \mathbb{R}^{n \times d}$, their labels
# $y \in \{-1, +1\}^n$. A price $C > 0$ says how much slack costs.
#
# **The primal problem.** With one slack $\zeta_i$ a point,
#
# $$\min_{w,\, b,\, \zeta} \;\; \frac{1}{2} \lVert w \rVert^2 + C \sum_{i=1}^{n} \zeta_i
# \qquad \text{subject to} \qquad y_i (x_i \cdot w + b) \ge 1 - \zeta_i, \quad \zeta_i \ge 0 .$$
#
# **The dual problem.** With one variable $\alpha_i$ a point, and $\odot$ for the product element by
# element,
#
# $$\min_{\alpha} \;\; \frac{1}{2} (\alpha \odot y)^{\top} K (\alpha \odot y) - \sum_{i=1}^{n} \alpha_i
# \qquad \text{subject to} \qquad 0 \le \alpha_i \le C, \quad \alpha \cdot y = 0 .$$
#
# Here $K_{ij} = k(x_i, x_j)$ for a kernel $k$; the dual of the primal above is the one with
# $k(x, z) = x \cdot z$. The points with $\alpha_i > 0$ are the support vectors; those with
# $0 < \alpha_i < C$ are called free.
#
# **When is $\alpha$ a solution?** Let $f = K(\alpha \odot y)$ and let $m_i = y_i (f_i + b)$ be the margin
# of point $i$. A feasible $\alpha$ is optimal exactly when some $b$ satisfies the conditions of Karush,
# Kuhn and Tucker:
#
# $$\alpha_i = 0 \;\Rightarrow\; m_i \ge 1, \qquad 0 < \alpha_i < C \;\Rightarrow\; m_i = 1, \qquad
# \alpha_i = C \;\Rightarrow\; m_i \le 1 .$$
#
# Equivalently, the duality gap closes: $\frac{1}{2} \lVert w \rVert^2 + C \sum_i \max(0, 1 - m_i)$ equals
# $\sum_i \alpha_i - \frac{1}{2} \lVert w \rVert^2$. Where $K$ is singular there are many solutions $\alpha$.
# So your $\alpha$ is never compared with another one: it is judged by these conditions, by its gap, and
# by the decision values that it leads to.
#
# **Rules.**
#
# - Arrays are NumPy arrays; a one-dimensional result has shape $(n,)$, not $(n, 1)$. Labels come as
#   integers or as floats.
# - Keep the names of the functions and of their arguments. You may add functions of your own.
# - Use cvxpy for the two problems. Any formulation and any solver will do, at its default accuracy:
#   feasible up to 1 % of $C$, a duality gap up to 3 %. A solver that you write yourself is welcome too.
# - The solvers that are there where your work is graded are those that cvxpy brings along: CLARABEL,
#   OSQP and SCS for these problems. Others (CVXOPT, ECOS, GUROBI, MOSEK ...) are not; without `solver=`
#   cvxpy chooses one that is.
# - Work on the arguments. Your functions are also called with other data and other sizes than those
#   printed here, each question without the others.
# - A test that takes longer than ten seconds fails.
#
# **Printed examples** use these six points, which the line $x_1 + x_2 = 2.5$ separates:
#
# ```
# X = [[0 0] [1 0] [0 1] [2 2] [3 2] [2 3]]      y = [-1 -1 -1 1 1 1]
# ```

# %% imports
import cvxpy as cp
import numpy as np

# %% example
def example_data():
    """Return the six points of the printed examples: X (6, 2) and y (6,)."""
    X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 2.0], [3.0, 2.0], [2.0, 3.0]])
    y = np.array([-1, -1, -1, 1, 1, 1])
    return X, y

# %% [markdown]
# ## 1. The linear kernel: `linear_kernel`
#
# `linear_kernel(X, Z)` returns the array of shape $(n, m)$ with entry $x_i \cdot z_j$ for row $i$ of `X`,
# of shape $(n, d)$, and row $j$ of `Z`, of shape $(m, d)$. The four kernels all have this form: $n$, $m$
# and $d$ may be any positive numbers.
#
# Example, for `X = [[1 2] [0 1]]` and `Z = [[1 0] [2 1] [1 1]]`:
#
# ```
# K = [[1 4 3]
#      [0 1 1]]
# ```

# %% linear_kernel
def linear_kernel(X, Z):
    """Return the linear kernel of every row of X with every row of Z.

    Arguments:
    X -- points, shape (n, d): one point a row
    Z -- points, shape (m, d)

    Returns:
    K -- shape (n, m), K[i, j] = X[i] . Z[j]
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check linear_kernel
def example_rows():
    """Return the X (2, 2) and Z (3, 2) of the printed kernels."""
    return np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [2.0, 1.0], [1.0, 1.0]])


def check_linear_kernel():
    X, Z = example_rows()
    K = linear_kernel(X, Z)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    np.testing.assert_allclose(K, [[1, 4, 3], [0, 1, 1]], err_msg="K")

# %% [markdown]
# ## 2. The polynomial kernel: `polynomial_kernel`
#
# `polynomial_kernel(X, Z, degree, gamma, r)` returns
#
# $$k(x, z) = (\gamma \, x \cdot z + r)^{\text{degree}} .$$
#
# Example, for the rows of section 1, `degree=2`, `gamma=0.5` and `r=1`:
#
# ```
# K = [[2.25 9.   6.25]
#      [1.   2.25 2.25]]
# ```

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check polynomial_kernel
def check_polynomial_kernel():
    K = polynomial_kernel(*example_rows(), degree=2, gamma=0.5, r=1)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    np.testing.assert_allclose(K, [[2.25, 9, 6.25], [1, 2.25, 2.25]], err_msg="K")

# %% [markdown]
# ## 3. The Gaussian kernel: `rbf_kernel`
#
# `rbf_kernel(X, Z, gamma)` returns
#
# $$k(x, z) = \exp\left( -\gamma \, \lVert x - z \rVert^2 \right) .$$
#
# Example, for the rows of section 1 and `gamma=0.5`:
#
# ```
# K = [[0.13533528 0.36787944 0.60653066]
#      [0.36787944 0.13533528 0.60653066]]
# ```

# %% rbf_kernel
def rbf_kernel(X, Z, gamma):
    """Return the Gaussian kernel of every row of X with every row of Z.

    Arguments:
    X, Z -- points, shapes (n, d) and (m, d)
    gamma -- factor of the squared distance

    Returns:
    K -- shape (n, m)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check rbf_kernel
def check_rbf_kernel():
    K = rbf_kernel(*example_rows(), gamma=0.5)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    printed = [[0.13533528, 0.36787944, 0.60653066], [0.36787944, 0.13533528, 0.60653066]]
    np.testing.assert_allclose(K, printed, rtol=1e-6, err_msg="K")

# %% [markdown]
# ## 4. The sigmoid kernel: `sigmoid_kernel`
#
# `sigmoid_kernel(X, Z, gamma, r)` returns
#
# $$k(x, z) = \tanh(\gamma \, x \cdot z + r) .$$
#
# Example, for the rows of section 1, `gamma=0.5` and `r=-1`:
#
# ```
# K = [[-0.46211716  0.76159416  0.46211716]
#      [-0.76159416 -0.46211716 -0.46211716]]
# ```

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check sigmoid_kernel
def check_sigmoid_kernel():
    K = sigmoid_kernel(*example_rows(), gamma=0.5, r=-1)
    assert np.shape(K) == (2, 3), f"K must have shape (2, 3); yours has {np.shape(K)}"
    printed = [[-0.46211716, 0.76159416, 0.46211716], [-0.76159416, -0.46211716, -0.46211716]]
    np.testing.assert_allclose(K, printed, rtol=1e-6, err_msg="K")

# %% [markdown]
# ## 5. The dual problem: `solve_dual`
#
# `solve_dual(K, y, C)` solves the dual problem with cvxpy and returns `alpha`, of shape $(n,)$.
#
# Example, for the six points, the linear kernel and `C=10`: `alpha` is
# $(0, \frac{2}{9}, \frac{2}{9}, \frac{4}{9}, 0, 0)$, the objective $-\frac{4}{9}$.
#
# **Positive semidefinite, but not for cvxpy.** `cp.quad_form(v, K)` is convex only where $K$ has no
# negative eigenvalue, and cvxpy looks at the eigenvalues to be sure. With far more points than
# features, or with points that occur twice, $K$ is singular, and rounding pushes some of its zero
# eigenvalues below zero: then cvxpy refuses a problem that is convex. `cp.psd_wrap(K)` tells it to
# trust you; `cp.sum_squares(F @ v)` with $K = F^{\top} F$ avoids the question. A bare `quad_form` loses no
# points here: where it refuses, the test is repeated with a well-conditioned kernel, and your report
# says so.
#
# **The sigmoid kernel is another matter.** Its matrix may have eigenvalues that are truly negative, the
# problem is then not convex, and no solver of cvxpy solves it. You are not asked to. `solve_dual` is
# asked for positive semidefinite kernels; for an indefinite one it must either raise an error (the one
# that cvxpy raises will do) or return a feasible `alpha`, but neither `None` nor numbers that break the
# constraints.
#
# The tests go from $n = 2$ to $n = 200$, from $C = 0.001$ to $C = 1000$, and to repeated rows and singular
# kernels. With 200 points your time is compared with that of a plain cvxpy solution measured beside
# it: up to 8 times as long earns all points of that test, 30 times as long none. Write constraints and
# objective for whole vectors, not entry by entry.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check solve_dual
def check_solve_dual():
    X, y = example_data()
    alpha = solve_dual(X @ X.T, y, C=10.0)
    assert np.shape(alpha) == (6,), f"alpha must have shape (6,); yours has {np.shape(alpha)}"
    np.testing.assert_allclose(alpha @ y, 0, atol=1e-3, err_msg="alpha . y")
    np.testing.assert_allclose(
        alpha, [0, 2 / 9, 2 / 9, 4 / 9, 0, 0], atol=1e-3, err_msg="alpha (unique for this K)"
    )

# %% [markdown]
# ## 6. Weights from the dual solution: `primal_weights`
#
# `primal_weights(X, y, alpha)` returns the weights of the linear classifier, of shape $(d,)$:
#
# $$w = X^{\top} (\alpha \odot y)$$
#
# Example, for the six points and the `alpha` of section 5: `w = [0.66666667 0.66666667]`.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check primal_weights
def check_primal_weights():
    X, y = example_data()
    w = primal_weights(X, y, np.array([0, 2, 2, 4, 0, 0]) / 9)
    assert np.shape(w) == (2,), f"w must have shape (2,); yours has {np.shape(w)}"
    np.testing.assert_allclose(w, [2 / 3, 2 / 3], err_msg="w")

# %% [markdown]
# ## 7. The intercept: `intercept`
#
# `intercept(K, y, alpha, C, tol=1e-4)` returns the number $b$. At a free support vector the margin is
# exactly 1, so $b = y_i - f_i$ with $f = K(\alpha \odot y)$. In exact arithmetic all free support vectors
# agree; in yours they nearly do, so
#
# - **free** means $\text{tol} \cdot C < \alpha_i < (1 - \text{tol}) \cdot C$, and every other $\alpha_i$ counts
#   as 0 or as $C$;
# - $b$ is the **mean** of $y_i - f_i$ over all free support vectors.
#
# Where none is free, $b$ is not unique. The conditions above leave an interval: $y_i - f_i$ is a lower
# bound of $b$ for points with $\alpha_i = 0, y_i = +1$ and with $\alpha_i = C, y_i = -1$; it is an upper bound
# for points with $\alpha_i = 0, y_i = -1$ and with $\alpha_i = C, y_i = +1$. Return the **midpoint** between
# the largest lower and the smallest upper bound. (Where there is none of one kind, as with the labels
# of one class alone, the interval has one end and no midpoint: your function is never asked for that.)
#
# Examples: for the six points, the linear kernel, the `alpha` of section 5 and `C=10`, $b = -5/3$. For
# `K = [[9 3] [3 1]]`, `y = [1 -1]`, `alpha = [0.1 0.1]` and `C=0.1` no support vector is free, the interval
# goes from -1.2 to 0.4, and $b = -0.4$.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check intercept
def check_intercept():
    X, y = example_data()
    b = intercept(X @ X.T, y, np.array([0, 2, 2, 4, 0, 0]) / 9, C=10.0)
    np.testing.assert_allclose(b, -5 / 3, err_msg="b, with three free entries")
    K, y = np.array([[9.0, 3.0], [3.0, 1.0]]), np.array([1, -1])
    b = intercept(K, y, np.array([0.1, 0.1]), C=0.1)
    np.testing.assert_allclose(b, -0.4, err_msg="b, where no entry is free")

# %% [markdown]
# ## 8. Predictions: `predict`
#
# `predict(K_test, y, alpha, b)` returns the labels of the test points, of shape $(n_\text{test},)$: the
# signs of $K_\text{test} (\alpha \odot y) + b$. `K_test` has shape $(n_\text{test}, n)$; its rows are test
# points, its columns training points. Each label is -1 or +1, of any type of number; a decision value of
# exactly 0 counts as +1 (`np.sign` would give 0).
#
# Example, for the solution above and the test points (2, 1), (0.5, 0.5), (1, 1.2), (4, 4): `[1 -1 -1 1]`.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check predict
def check_predict():
    X, y = example_data()
    X_test = np.array([[2.0, 1.0], [0.5, 0.5], [1.0, 1.2], [4.0, 4.0]])
    labels = predict(X_test @ X.T, y, np.array([0, 2, 2, 4, 0, 0]) / 9, -5 / 3)
    assert np.shape(labels) == (4,), f"labels must have shape (4,); yours have {np.shape(labels)}"
    np.testing.assert_array_equal(labels, [1, -1, -1, 1], err_msg="labels")

# %% [markdown]
# ## 9. The primal problem with slack: `solve_primal`
#
# `solve_primal(X, y, C)` solves the primal problem with cvxpy and returns three things, `w` of shape
# $(d,)$, `b` (one number) and `zeta` of shape $(n,)$.
#
# Example, for the six points and `C=10`: `w` and `b` are those of sections 6 and 7, and `zeta` is zero.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check solve_primal
def check_solve_primal():
    X, y = example_data()
    w, b, zeta = solve_primal(X, y, C=10.0)
    assert np.shape(w) == (2,), f"w must have shape (2,); yours has {np.shape(w)}"
    np.testing.assert_allclose(w, [2 / 3, 2 / 3], atol=1e-3, err_msg="w")
    np.testing.assert_allclose(b, -5 / 3, atol=1e-3, err_msg="b")
    np.testing.assert_allclose(zeta, np.zeros(6), atol=1e-3, err_msg="zeta")

# %% [markdown]
# ## 10. The hinge loss: `hinge_loss`
#
# At the solution of the primal, $\zeta_i = \max(0, 1 - y_i (x_i \cdot w + b))$: anything less is not
# allowed, anything more is a waste. Put in, this leaves a problem without constraints,
#
# $$\min_{w,\, b} \;\; \frac{1}{2} \lVert w \rVert^2 + C \sum_{i=1}^{n} \max\big(0,\; 1 - y_i (x_i \cdot w + b)\big) ,$$
#
# and that is the loss of a neural network. `hinge_loss(y, scores)` returns one number, the **mean** over
# the points of $\max(0, 1 - y_i s_i)$, for labels `y` and scores $s_i = x_i \cdot w + b$, both of shape $(n,)$.
#
# Example, for `y = [1 -1 1 -1]` and `scores = [2 -0.5 0.25 1]`: 0.8125.

# %% hinge_loss
def hinge_loss(y, scores):
    """Return the mean hinge loss.

    Arguments:
    y -- labels, shape (n,): each -1 or +1
    scores -- decision values x . w + b, shape (n,)

    Returns:
    loss -- one number
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check hinge_loss
def check_hinge_loss():
    loss = hinge_loss(np.array([1, -1, 1, -1]), np.array([2.0, -0.5, 0.25, 1.0]))
    assert np.ndim(loss) == 0, f"the loss must be one number; yours has shape {np.shape(loss)}"
    np.testing.assert_allclose(loss, 0.8125, err_msg="loss")

# %% [markdown]
# ## 11. A support vector machine in Keras: `keras_svm`
#
# `keras_svm(d, C, n)` returns a compiled Keras model, not trained: $d$ inputs, one linear output, the loss
# `"hinge"`, and a penalty on the weights such that the total loss on all $n$ training points, at any
# weights $w$ and any bias $b$, is the primal objective above times a constant. That is all there is to
# find out: how strong must the penalty be? Three things to mind:
#
# - Keras' hinge loss is a mean over the points, the primal has a sum.
# - `keras.regularizers.L2(s)` adds $s \lVert w \rVert^2$, without the factor $\frac{1}{2}$.
# - The primal does not penalise $b$.
#
# The optimizer is yours to choose. The model is Sequential or functional, without layers of your own:
# the judge takes it as architecture and weights. No training is judged: the judge puts weights of its own into your
# model and compares losses. Keras takes seconds to import, so import it inside the function or at the
# top, as you like, but not over and over. Where Keras is not installed, this question is not graded.
#
# **To go on**, ungraded: train the model on two clouds of points, and compare $w$ and $b$ with those of
# `solve_primal` and with `sklearn.svm.SVC(kernel="linear", C=C)`. Which of the three comes closest to the
# smallest objective, and which one is fastest?

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
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% self-check
if __name__ == "__main__":
    for check in (check_linear_kernel, check_polynomial_kernel, check_rbf_kernel, check_sigmoid_kernel, check_solve_dual, check_primal_weights, check_intercept, check_predict, check_solve_primal, check_hinge_loss, check_keras_svm):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{question}: as printed")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")
