"""check_parts: how many values came, and whether they are in order."""

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_parts

PARTS = {"slopes": "dict", "loss": "number"}


def failure(got, parts):
    with pytest.raises(CheckFailed) as caught:
        check_parts(got, parts, function="fit")
    return caught.value.failure


@pytest.mark.parametrize("loss", [0.5, np.float32(0.5), np.array([[0.5]]), "not a number", None])
def test_the_values_come_back_in_order(loss):
    assert check_parts(({"w": 1}, loss), PARTS) == ({"w": 1}, loss)
    assert check_parts([{"w": 1}, loss], PARTS) == ({"w": 1}, loss)


def test_another_number_of_values_fails():
    found = failure((1, 2, 3), PARTS)
    assert found.problem == "The result of fit must be 2 values: slopes, loss."
    assert found.got == "tuple of length 3"
    assert "returns nothing" in failure(None, PARTS).cause


def test_another_order_is_named():
    assert "in another order: return slopes, loss" in failure((0.5, {"w": 1}), PARTS).cause
    three = {"params": "dict", "losses": "list", "last": "number"}
    assert "in another order" in failure(([1.0, 0.5], {"w": 1}, 0.5), three).cause


def test_values_of_one_kind_cannot_be_told_apart():
    both = {"train": "array", "test": "array"}
    one, other = np.ones(3), np.zeros(4)
    assert check_parts((other, one), both) == (other, one)
