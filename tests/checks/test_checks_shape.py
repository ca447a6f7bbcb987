"""check_shape: free dimensions, and what went wrong with a shape."""

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_shape


def failure(shape, pattern, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_shape(np.ones(shape), pattern, **kwargs)
    return caught.value.failure


@pytest.mark.parametrize(
    ("shape", "pattern"),
    [
        ((2, 1), (2, 1)),
        ((), ()),
        ((0, 3), (0, 3)),
        ((7, 3), (None, 3)),
        ((5, 5), ("n", "n")),
        ((4, 2, 4), ("n", None, "n")),
    ],
)
def test_a_shape_that_fits_passes(shape, pattern):
    assert check_shape(np.ones(shape), pattern).shape == shape


def test_scalars_and_lists_have_shapes_too():
    assert check_shape(0.5, ()).shape == ()
    assert check_shape([[1, 2]], (1, 2), lists=True).shape == (1, 2)
    with pytest.raises(CheckFailed, match=r"np\.array"):
        check_shape([[1, 2]], (1, 2))


def test_alternatives_pass():
    check_shape(np.ones(3), (1, 3), allow=[(3,), (3, 1)])
    assert failure((4,), (1, 3), allow=[(3,)]).problem == (
        "The result has shape (4,) instead of (1, 3) or (3,)."
    )


def test_the_same_letter_is_the_same_size():
    assert failure((4, 3), ("n", "n")).expected == "array of shape (n, n)"
    assert failure((4, 3), (None, 2)).expected == "array of shape (any, 2)"


@pytest.mark.parametrize(
    ("shape", "pattern", "cause"),
    [
        ((1, 2), (2, 1), "swapped"),
        ((5, 3), (3, 5), "transpose"),
        ((2, 4, 3), (2, 3, 4), "axes 1 and 2 are swapped"),
        ((3,), (3, 1), "keepdims"),
        ((3,), ("n", 1), "keepdims"),
        ((4, 5), (4, 1, 5), "keepdims"),
        ((3, 1), (3,), "too many"),
        ((1, 3, 2), (3, 2), "too many"),
        ((12,), (3, 4), "flat"),
        ((), (3, 1), "axis"),
        ((1, 1), (), "np.squeeze"),
        ((3, 2), (), "one number"),
        ((3, 3), (3, 1), "broadcasting"),
        ((1, 99), (1, 100), "one element is missing along axis 1"),
        ((11,), (10,), "one element too many along axis 0"),
        ((3, 8), (6, 4), "number of elements is right"),
        ((7, 3), (2, 5), ""),
        ((2, 3), (3, 3, 3), ""),
    ],
)
def test_a_likely_cause_is_named(shape, pattern, cause):
    said = failure(shape, pattern).cause
    assert cause in said if cause else said == ""


def test_what_has_no_shape_is_no_array():
    with pytest.raises(CheckFailed, match="return statement"):
        check_shape(None, (2, 1))
