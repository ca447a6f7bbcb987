"""Graders: Five NumPy functions."""

import numpy as np
import pytest

from gradewright.checks import check_close


@pytest.mark.question("standardize")
def test_standardize_1(student):
    """Three rows."""
    X = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 13.0]])
    expected = (X - X.mean(axis=0)) / X.std(axis=0)
    check_close(student.standardize(X), expected, rtol=1e-06)


@pytest.mark.question("standardize")
def test_standardize_2(student):
    """Forty rows."""
    rng = np.random.default_rng(7)
    X = rng.normal(3.0, 2.0, (40, 5))
    expected = (X - X.mean(axis=0)) / X.std(axis=0)
    check_close(student.standardize(X), expected, rtol=1e-06)


@pytest.mark.question("softmax")
def test_softmax_1(student):
    """Two rows."""
    Z = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]])
    expected = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    check_close(student.softmax(Z), expected, rtol=1e-06)


@pytest.mark.question("softmax")
def test_softmax_2(student):
    """Thirty rows."""
    rng = np.random.default_rng(7)
    Z = rng.normal(size=(30, 4))
    expected = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    check_close(student.softmax(Z), expected, rtol=1e-06)


@pytest.mark.question("cross_entropy")
def test_cross_entropy_1(student):
    """Three rows."""
    P = np.array([[0.2, 0.8], [0.5, 0.5], [0.9, 0.1]])
    y = np.array([1, 0, 0])
    expected = -(np.log(0.8) + np.log(0.5) + np.log(0.9)) / 3
    check_close(student.cross_entropy(P, y), expected, rtol=1e-06)


@pytest.mark.question("cross_entropy")
def test_cross_entropy_2(student):
    """Twenty rows."""
    rng = np.random.default_rng(7)
    P = rng.dirichlet(np.ones(3), size=20)
    y = rng.integers(0, 3, size=20)
    expected = -np.log(P[np.arange(20), y]).mean()
    check_close(student.cross_entropy(P, y), expected, rtol=1e-06)


@pytest.mark.question("one_hot")
def test_one_hot_1(student):
    """Three labels."""
    y = np.array([2, 0, 1, 2])
    expected = np.eye(3)[y]
    check_close(student.one_hot(y, 3), expected, rtol=1e-06)


@pytest.mark.question("one_hot")
def test_one_hot_2(student):
    """Six labels."""
    rng = np.random.default_rng(7)
    y = rng.integers(0, 6, size=25)
    expected = np.eye(6)[y]
    check_close(student.one_hot(y, 6), expected, rtol=1e-06)


@pytest.mark.question("gradient_step")
def test_gradient_step_1(student):
    """Two weights."""
    w, dw = np.array([1.0, -2.0]), np.array([0.5, 0.25])
    expected = np.array([0.95, -2.025])
    check_close(student.gradient_step(w, dw, 0.1), expected, rtol=1e-06)


@pytest.mark.question("gradient_step")
def test_gradient_step_2(student):
    """A matrix of weights."""
    rng = np.random.default_rng(7)
    w, dw = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    expected = w - 0.03 * dw
    check_close(student.gradient_step(w, dw, 0.03), expected, rtol=1e-06)
