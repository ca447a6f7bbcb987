"""The four kernels: every row of X with every row of Z.

The printed examples are about the kind and the shape of K, too; fresh ones are read generously.
"""

import numpy as np
import pytest
import svm_printed as printed

from gradewright.graders import as_asked, check, check_close

linear = pytest.mark.question("linear_kernel")
polynomial = pytest.mark.question("polynomial_kernel")
rbf = pytest.mark.question("rbf_kernel")
sigmoid = pytest.mark.question("sigmoid_kernel")


@linear
@pytest.mark.points(0.1)
def test_printed_linear(student):
    """The printed linear kernel."""
    K = student.linear_kernel(printed.ROWS_X, printed.ROWS_Z)
    name_faults(K, printed.LINEAR)
    check_close(K, printed.LINEAR, name="K")


@linear
@pytest.mark.points(0.4)
@pytest.mark.visibility("hidden")
def test_fresh_linear(student, rng):
    """Fresh rows: more of X than of Z, fewer, one alone, one feature."""
    for X, Z in _fresh_rows(rng):
        expected = X @ Z.T
        K = as_asked(student.linear_kernel(X, Z), expected)
        name_faults(K, expected)
        check_close(K, expected, name="K")


@polynomial
@pytest.mark.points(0.1)
def test_printed_polynomial(student):
    """The printed polynomial kernel."""
    K = student.polynomial_kernel(printed.ROWS_X, printed.ROWS_Z, **printed.POLYNOMIAL)
    name_faults(K, printed.POLYNOMIAL_K)
    check_close(K, printed.POLYNOMIAL_K, name="K")


@polynomial
@pytest.mark.points(0.4)
@pytest.mark.visibility("hidden")
def test_fresh_polynomial(student, rng):
    """Fresh rows, degrees, gamma and r, given by position."""
    for degree, (X, Z) in zip((3, 1, 4, 2), _fresh_rows(rng), strict=True):
        gamma, r = float(rng.uniform(1.5, 2.5)), float(rng.uniform(-0.8, -0.3))
        S = X @ Z.T
        expected = (gamma * S + r) ** degree
        found = as_asked(student.polynomial_kernel(X, Z, degree, gamma, r), expected)
        name_faults(found, expected)
        mistakes = (
            ((S + r) ** degree, *_ignores("gamma")),
            ((gamma * S) ** degree, *_ignores("r")),
            (S**degree, *_ignores("gamma", "r")),
            ((gamma * S + r) ** 2, *_ignores("degree")),
            ((gamma * S + r) ** 3, *_ignores("degree")),
            ((r * S + gamma) ** degree, *_swaps("gamma", "r")),
            ((degree * S + r) ** int(gamma), *_swaps("degree", "gamma")),
            ((gamma * S) ** degree + r, *_wrong("r is added after the power was taken.")),
            (gamma * (S + r) ** degree, *_wrong("gamma stands outside the power.")),
            ((gamma * (S + r)) ** degree, *_wrong("r is multiplied by gamma too.")),
        )
        check_close(found, expected, mistakes=mistakes, name="K")


@rbf
@pytest.mark.points(0.1)
def test_printed_rbf(student):
    """The printed Gaussian kernel."""
    K = student.rbf_kernel(printed.ROWS_X, printed.ROWS_Z, **printed.RBF)
    name_faults(K, printed.RBF_K)
    check_close(K, printed.RBF_K, name="K")


@rbf
@pytest.mark.points(0.4)
@pytest.mark.visibility("hidden")
def test_fresh_rbf(student, rng):
    """Fresh rows and gamma, rows that X and Z share among them."""
    for X, Z in _fresh_rows(rng):
        Z[0] = X[-1]
        gamma = float(rng.uniform(0.1, 0.4) if rng.integers(2) else rng.uniform(1.6, 2.5))
        squares = ((X[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2)
        expected = np.exp(-gamma * squares)
        found = as_asked(student.rbf_kernel(X, Z, gamma), expected)
        name_faults(found, expected)
        mistakes = (
            (np.exp(-gamma * np.sqrt(squares)), *_wrong("the distance is not squared.")),
            (np.exp(-squares), *_ignores("gamma")),
            (np.exp(-squares / gamma), *_wrong("the distance is divided by gamma.")),
            (np.exp(-squares / (2 * gamma**2)), *_wrong("gamma is used as a width, 1/(2 gamma²).")),
            (np.exp(-gamma * squares / 2), *_wrong("a factor 1/2 too much.")),
            (np.exp(gamma * squares), *_wrong("the minus sign is missing.")),
            (-gamma * squares, *_wrong("the exponential function is missing.")),
        )
        check_close(found, expected, mistakes=mistakes, name="K")


@sigmoid
@pytest.mark.points(0.1)
def test_printed_sigmoid(student):
    """The printed sigmoid kernel."""
    K = student.sigmoid_kernel(printed.ROWS_X, printed.ROWS_Z, **printed.SIGMOID)
    name_faults(K, printed.SIGMOID_K)
    check_close(K, printed.SIGMOID_K, name="K")


@sigmoid
@pytest.mark.points(0.4)
@pytest.mark.visibility("hidden")
def test_fresh_sigmoid(student, rng):
    """Fresh rows, gamma and r, given by position."""
    for X, Z in _fresh_rows(rng):
        gamma, r = float(rng.uniform(0.1, 0.4)), float(rng.uniform(-0.9, -0.5))
        S = X @ Z.T
        expected = np.tanh(gamma * S + r)
        found = as_asked(student.sigmoid_kernel(X, Z, gamma, r), expected)
        name_faults(found, expected)
        logistic = "the logistic function 1 / (1 + exp(-z)) stands in for tanh."
        mistakes = (
            (np.tanh(S + r), *_ignores("gamma")),
            (np.tanh(gamma * S), *_ignores("r")),
            (np.tanh(S), *_ignores("gamma", "r")),
            (np.tanh(r * S + gamma), *_swaps("gamma", "r")),
            (np.tanh(gamma * (S + r)), *_wrong("r is multiplied by gamma too.")),
            (1 / (1 + np.exp(-gamma * S - r)), *_wrong(logistic)),
            (gamma * S + r, *_wrong("tanh is missing.")),
        )
        check_close(found, expected, mistakes=mistakes, name="K")


def _fresh_rows(rng):
    """Yield X (n, d) and Z (m, d), no two sizes equal."""
    for n, m, d in ((7, 4, 3), (2, 9, 5), (1, 3, 2), (4, 2, 1)):
        yield rng.uniform(-1.5, 1.5, size=(n, d)), rng.uniform(-1.5, 1.5, size=(m, d))


def name_faults(found, expected):
    """Name a kernel that is transposed, or is one of X or of Z with itself."""
    shape = np.shape(found) if isinstance(found, np.ndarray) else None
    n, m = expected.shape
    if n == m or shape is None:
        return
    check(shape != (m, n), "K is transposed.", "row i belongs to X[i], column j to Z[j].")
    for name, size in (("X", n), ("Z", m)):
        itself = f"K is the kernel of {name} with itself."
        check(shape != (size, size), itself, f"only {name} is used.")


def _ignores(*names):
    text = f"{names[0]} is" if len(names) == 1 else f"{' and '.join(names)} are"
    problem = f"K does not depend on {' and '.join(names)}."
    return problem, f"{text} not used, or a number stands in."


def _swaps(one, other):
    return f"K has {one} and {other} swapped.", "look at the order of the arguments."


def _wrong(cause):
    return "K is wrong.", cause
