"""likely_cause: finds constructed faults, and stays silent where it cannot be sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.checks import likely_cause

RNG = np.random.default_rng(20)
POSITIVE = RNG.uniform(0.1, 3.0, (4, 5))
MIXED = RNG.normal(size=(4, 5))
SQUARE = RNG.normal(size=(4, 4))

FAULTS = {
    "sign": (-MIXED, MIXED, "sign is flipped"),
    "transposed": (SQUARE.T, SQUARE, "rows and columns are swapped"),
    "times m": (8 * MIXED, MIXED, "m = 8 times too large"),
    "over m": (MIXED / 8, MIXED, "m = 8 times too small"),
    "ddof": (MIXED * 8 / 7, MIXED, "divided by m - 1"),
    "double": (2 * MIXED, MIXED, "twice as large"),
    "half": (MIXED / 2, MIXED, "half as large"),
    "percent": (100 * MIXED, MIXED, "percentage"),
    "fraction": (MIXED / 100, MIXED, "fraction"),
    "log2": (np.log2(POSITIVE), np.log(POSITIVE), "base 2"),
    "log10": (np.log10(POSITIVE), np.log(POSITIVE), "base 10"),
    "factor": (1.37 * MIXED, MIXED, "same factor"),
    "offset": (MIXED + 0.75, MIXED, "same amount"),
    "complement": (1 - POSITIVE, POSITIVE, "1 minus"),
    "reciprocal": (1 / MIXED, MIXED, "1 divided by"),
    "log": (np.log(POSITIVE), POSITIVE, "logarithm of"),
    "exp": (np.exp(MIXED), MIXED, "exponential"),
    "square": (MIXED**2, MIXED, "square of"),
    "root": (np.sqrt(POSITIVE), POSITIVE, "root of"),
    "abs": (np.abs(MIXED), MIXED, "signs are lost"),
    "rows reversed": (MIXED[::-1], MIXED, "reverse order along axis 0"),
    "columns reversed": (MIXED[:, ::-1], MIXED, "reverse order along axis 1"),
    "reshaped": (MIXED.reshape(5, 4), MIXED.T, "reshape was used"),
    "shifted": (np.concatenate([[9.0], MIXED[0, :-1]]), MIXED[0], "one place off along axis 0"),
    "shuffled": (MIXED.ravel()[RNG.permutation(20)], MIXED.ravel(), "another order"),
    "zero": (np.zeros((4, 5)), MIXED, "every element of yours is 0"),
    "cut to zero": (np.zeros((4, 5), int), MIXED / 9, "an array of float"),
    "whole zeros": (np.zeros((4, 5), int), 10 * MIXED, "computation stored"),
    "equal": (np.full((4, 5), 0.3), MIXED, "every element of yours is the same"),
    "truncated": (np.trunc(10 * POSITIVE), 10 * POSITIVE, "cut to whole numbers"),
    "rounded": (POSITIVE.round(2), POSITIVE, "rounded to 2 decimals"),
    "nan": (np.where(MIXED > 0, MIXED, np.nan), MIXED, "NaN comes from"),
    "infinite": (np.where(MIXED > 0, MIXED, np.inf), MIXED, "infinite value comes from"),
    "scalar sign": (np.array(-0.43), np.array(0.43), "sign is flipped"),
    "scalar m": (np.array(8 * 0.43), np.array(0.43), "m = 8 times too large"),
    "scalar half": (np.array(0.215), np.array(0.43), "half as large"),
    "scalar zero": (np.array(0.0), np.array(0.43), "yours is 0"),
    "float32": ((-MIXED).astype(np.float32), MIXED, "sign is flipped"),
    "integers": (-np.arange(9), np.arange(9), "sign is flipped"),
    "equal expected": (np.full(3, 1.0), np.full(3, 0.5), "twice"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_constructed_fault_is_found(fault):
    got, expected, words = FAULTS[fault]
    assert words in likely_cause(got, expected, sizes={"m": 8})


SILENT = {
    "equal": (MIXED, MIXED),
    "unrelated": (RNG.normal(size=(4, 5)), MIXED),
    "partly flipped": (np.where(MIXED > 0.5, -MIXED, MIXED), MIXED),
    "unrelated scalar": (np.array(0.7), np.array(0.43)),
    "small integers that happen to be double": (np.array([2, 4]), np.array([1, 2])),
    "small integers that happen to be reversed": (np.array([2, 1]), np.array([1, 2])),
    "labels": (np.array([[0, 1, 1, 0]]), np.array([[1, 0, 0, 1]])),
    "a boolean": (np.array(True), np.array(0.5)),
    "whole numbers that no one rounded": (np.array([1.0, 2.0]), np.array([0.9999, 1.9993])),
    "saturated probabilities": (np.array([0.0, 1, 1, 0, 1]), np.array([0.1, 0.9, 0.8, 0.2, 0.7])),
    "tiny values": (1 + 1e-12 * np.arange(3), np.array([1e-12, 2e-12, 3e-12])),
    "far away": (np.array([1e9, 1e9 + 1]), np.array([0.1, 0.3])),
    "overflow of exp": (np.array([5, 7, 9, 11, 13]), np.array([800, 900, 1000, 1100, 1200])),
    "expected NaN": (-MIXED, np.where(MIXED > 0, MIXED, np.nan)),
    "shapes": (MIXED, SQUARE),
    "complex": (-MIXED + 0j, MIXED + 0j),
    "empty": (np.empty(0), np.empty(0)),
}


@pytest.mark.parametrize("case", SILENT)
def test_nothing_is_said_without_certainty(case):
    got, expected = SILENT[case]
    assert likely_cause(got, expected, sizes={"m": 8}) == ""


PAIR = np.array([[0.43], [1.27]])


@pytest.mark.parametrize(
    ("got", "expected"),
    [(1.37 * PAIR, PAIR), (PAIR + 0.6, PAIR), (1 - PAIR, PAIR), (1 / PAIR, PAIR)],
)
def test_a_pair_of_numbers_is_too_few_for_a_relation_without_a_story(got, expected):
    assert likely_cause(got, expected) == ""


@pytest.mark.parametrize("expected", [MIXED, PAIR, np.array(0.43)])
def test_a_factor_of_two_is_not_said_to_be_a_size_of_two(expected):
    twice = likely_cause(2 * expected, expected, sizes={"n": 2, "m": 8})
    assert "division by n = 2 missing, or a factor 1/2" in twice
    assert "n = 2 once too often" in likely_cause(expected / 2, expected, sizes={"n": 2, "m": 8})
    assert "m = 8" in likely_cause(8 * expected, expected, sizes={"n": 2, "m": 8})


def test_what_single_precision_lost_is_named():
    off = MIXED * (1 + 5e-4 * RNG.uniform(-1, 1, MIXED.shape))
    assert "single precision (float32)" in likely_cause(off.astype(np.float32), MIXED)
    assert likely_cause(off, MIXED) == ""


SHAPES = st.sampled_from([(), (2,), (3,), (7,), (2, 1), (1, 5), (3, 3), (4, 6), (2, 3, 4)])
SPREAD = st.sampled_from([1e-6, 1e-3, 1.0, 50.0, 1e6])


def drawn(seed, shape, spread, kind):
    rng = np.random.default_rng(seed)
    draw = {"normal": rng.normal, "uniform": rng.random, "exponential": rng.exponential}[kind]
    return spread * np.asarray(draw(size=shape))


KINDS = st.sampled_from(["normal", "uniform", "exponential"])


@given(st.integers(0, 2**32), SHAPES, SPREAD, SPREAD, KINDS, KINDS)
def test_unrelated_arrays_have_no_cause(seed, shape, spread, other_spread, kind, other_kind):
    got = drawn(seed, shape, spread, kind)
    expected = drawn(seed + 2**33, shape, other_spread, other_kind)
    assert likely_cause(got, expected, sizes={"m": 4, "n": 9}) == ""


@given(st.integers(0, 2**32), SHAPES, SPREAD, st.integers(3, 500))
def test_a_factor_of_a_named_size_is_found_at_any_scale(seed, shape, spread, size):
    expected = drawn(seed, shape, spread, "normal")
    assert f"m = {size} times too large" in likely_cause(
        expected * size, expected, sizes={"m": size}
    )
    assert f"m = {size} times too small" in likely_cause(
        expected / size, expected, sizes={"m": size}
    )
    assert "sign is flipped" in likely_cause(-expected, expected, sizes={"m": size})


@given(st.integers(0, 2**32), st.integers(2, 30))
def test_what_is_found_one_way_is_found_the_other_way(seed, size):
    one = drawn(seed, (size, size), 1.0, "normal")
    assert likely_cause(one.T, one) == likely_cause(one, one.T)
    assert likely_cause(-one, one) == likely_cause(one, -one)
    assert "twice" in likely_cause(one, one / 2)
    assert "half" in likely_cause(one / 2, one)


def test_large_arrays_are_judged_by_all_of_their_elements():
    expected = RNG.normal(size=(300, 400))
    got = -expected
    assert "sign" in likely_cause(got, expected)
    got[7, 11] = 3.0
    assert likely_cause(got, expected) == ""
