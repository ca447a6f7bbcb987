"""check_gradient and numeric_gradient: finite differences of the judge's own function."""

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_gradient, numeric_gradient

X = np.random.default_rng(3).normal(size=(3, 4))


def cost(x):
    return np.sum(np.sin(x) * x)


def right(x):
    return np.cos(x) * x + np.sin(x)


def failure(gradient, f=cost, x=X, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_gradient(gradient, f, x, **kwargs)
    return caught.value.failure


def test_numeric_gradient_is_close_to_the_formula():
    assert np.allclose(numeric_gradient(cost, X), right(X), atol=1e-8)
    assert numeric_gradient(lambda x: x**2, 3.0) == pytest.approx(6.0)
    assert numeric_gradient(np.sum, np.empty((0, 2))).shape == (0, 2)


def test_the_point_is_not_changed_even_by_a_function_that_writes_into_it():
    before = X.copy()

    def careless(x):
        x *= 2
        return x.sum()

    assert np.allclose(numeric_gradient(careless, X), 2.0)
    assert np.array_equal(X, before)


def test_a_right_gradient_passes_and_comes_back():
    assert np.array_equal(check_gradient(right(X), cost, X), right(X))
    check_gradient(6.0, lambda x: x**2, 3.0)


def test_a_wrong_element_is_named():
    wrong = right(X)
    wrong[1, 2] += 0.01
    found = failure(wrong, name="dX", function="backward")
    assert found.problem.startswith("dX from backward is not the gradient")
    assert found.differing == "1 of 12 elements differ"
    assert found.rows[0][0] == "(1, 2)"
    assert found.expected == "float64 array of shape (3, 4)"


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [(-right(X), "sign"), (3 * right(X), "m = 3 times too large"), (2 * right(X), "twice")],
)
def test_causes_are_found(wrong, cause):
    assert cause in failure(wrong, sizes={"m": 3}).cause


def test_a_large_array_is_checked_in_200_places():
    x = np.random.default_rng(4).normal(size=(30, 20))
    calls = []

    def counted(at):
        calls.append(1)
        return cost(at)

    check_gradient(right(x), counted, x, rng=np.random.default_rng(5))
    assert len(calls) == 2 * 200 + 1
    found = failure(-right(x), x=x)
    assert "200 of 200 elements differ (a random sample" in found.differing
    assert found.rows[0][0].startswith("(")
    assert "sign" in found.cause


def test_rounding_of_a_large_cost_is_no_fault():
    check_gradient(np.cos(X), lambda x: 1e6 + np.sin(x).sum(), X)


@pytest.mark.parametrize("got", [None, "x", right(X).ravel(), right(X) + 1j, [1.0], 0.5])
def test_other_kinds_and_shapes_fail(got):
    assert failure(got).rows == ()


def test_nan_fails():
    assert "NaN" in failure(np.where(X > 0, right(X), np.nan)).differing
