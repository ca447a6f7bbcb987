"""Single precision passes, known by its type and never by its error."""

import numpy as np
import pytest

from gradewright.checks import CheckFailed, about, check_close, returned

VALUES = np.random.default_rng(5).normal(size=(40, 3))


@pytest.fixture(autouse=True)
def no_call_before():
    about()
    yield
    about()


def passes(got, expected, atol=1e-9):
    try:
        check_close(got, expected, atol=atol)
    except CheckFailed:
        return False
    return True


def last(value):
    return np.array([0.0, 0.0, value])


@pytest.mark.parametrize("seed", range(20))
def test_work_in_single_precision_passes_under_every_seed(seed):
    rng = np.random.default_rng(seed)
    w, X = rng.normal(size=(30, 1)), rng.normal(size=(30, 50))
    single = (w.astype(np.float32).T @ X.astype(np.float32)).astype(np.float32)
    assert passes(single, w.T @ X)
    assert passes(single.astype(np.float64), w.T @ X)
    assert passes(w.astype(np.float32).T @ X, w.T @ X)


def test_what_comes_with_single_precision_is_no_more_exact():
    off = VALUES * (1 + 3e-5)
    assert not passes(off, VALUES)
    returned(({"w": VALUES.astype(np.float32)}, [0.5]))
    assert passes(off, VALUES)
    about()
    assert not passes(off, VALUES)


@pytest.mark.parametrize("share", [2e-6, 1e-5, 3e-4])
def test_double_precision_is_held_to_what_was_asked_for(share):
    returned({"w": VALUES, "costs": [0.5], "n": 3})
    assert not passes(VALUES * (1 + share), VALUES)


def test_single_precision_is_no_excuse_for_wrong_values():
    assert not passes((VALUES * 1.001).astype(np.float32), VALUES)


def test_numbers_that_are_short_in_every_precision_tell_nothing():
    assert not passes(np.array([0.5, 1.0, 3.0]), np.array([0.5, 1.0, 3.0]) * (1 + 5e-5))


def test_small_elements_are_as_exact_as_the_large_terms_they_come_from():
    expected = np.array([1.0, -2.0, 4e-4])
    assert passes(expected + last(3e-7), expected)
    assert not passes(expected + last(3e-6), expected)
    assert not passes(np.array([1.0, -2.0, 0.0]), np.array([1.0, -2.0, 4e-7]))
    assert not passes(expected + last(3e-7), expected, atol=1e-12)
