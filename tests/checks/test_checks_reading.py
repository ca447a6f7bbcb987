"""A student's numbers are read as finite float64 of the shape that was asked for, or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, passes, read_numbers


@pytest.mark.parametrize(
    ("got", "shape", "expected"),
    [
        (np.array([[1, 2]]), (1, 2), [[1.0, 2.0]]),
        (np.array([1, 2], np.float32), (1, 2), [[1.0, 2.0]]),
        ([1, 2], (2,), [1.0, 2.0]),
        ([[1, 2], [3, 4]], (2, 2), [[1.0, 2.0], [3.0, 4.0]]),
        (np.array([True, False]), (2,), [1.0, 0.0]),
        ([1.0, 2.0, 3.0], (None,), [1.0, 2.0, 3.0]),
        (np.zeros((0, 3)), (None, 3), np.zeros((0, 3))),
    ],
)
def test_arrays(got: Any, shape: tuple[int | None, ...], expected: Any) -> None:
    read = read_numbers(got, shape)
    assert read.dtype == np.float64
    np.testing.assert_array_equal(read, expected)


@pytest.mark.parametrize("got", [2, 2.0, np.float32(2), np.array(2), np.array([[2]]), [2.0]])
def test_one_number(got: Any) -> None:
    read = read_numbers(got, ())
    assert (type(read), read) == (float, 2.0)


@pytest.mark.parametrize(
    ("got", "shape", "words"),
    [
        (None, (2,), "None"),
        ("text", (2,), "str"),
        ([1, "a"], (2,), "list"),
        ([[1], [2, 3]], (2, 2), "list"),
        (np.array([1j, 2]), (2,), "complex"),
        (np.zeros(3), (2,), "shape"),
        (np.zeros((2, 2)), (4,), "shape"),
        (np.array([1.0, np.nan]), (2,), "NaN"),
        (np.array([1.0, np.inf]), (2,), "infinite or enormous"),
        (np.array([1.0, -1e101]), (2,), "infinite or enormous"),
        ([1, 10**400], (2,), "instead of number"),
        (np.array([1.0, 2.0]), (), "number"),
    ],
)
def test_what_is_refused(got: Any, shape: tuple[int | None, ...], words: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        read_numbers(got, shape, name="it")
    assert words in str(caught.value)


def test_strictly_neither_lists_nor_other_axes_will_do() -> None:
    assert passes(read_numbers, np.zeros((1, 2)), (1, 2), strictly=True)
    for got in (np.zeros(2), [[0.0, 0.0]]):
        assert passes(read_numbers, got, (1, 2))
        assert not passes(read_numbers, got, (1, 2), strictly=True)
