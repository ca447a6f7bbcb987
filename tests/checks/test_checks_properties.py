"""What holds for every value: checks raise nothing but CheckFailed, and leak no expected value."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradewright.checks import (
    CheckFailed,
    check,
    check_between,
    check_close,
    check_decreasing,
    check_equal,
    check_gradient,
    check_increasing,
    check_keys,
    check_kind,
    check_labels,
    check_shape,
    describe,
    describe_call,
    describe_kind,
    render,
)

KINDS = ["array", "float", "int", "bool", "dict", "tuple", "list", "str", "labels"]
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
DTYPES = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="?")
    | hnp.unsigned_integer_dtypes()
    | hnp.floating_dtypes(endianness="?")
    | hnp.complex_number_dtypes()
    | hnp.unicode_string_dtypes()
    | hnp.byte_string_dtypes()
)
ARRAYS = hnp.arrays(DTYPES, SHAPES)
NUMERIC = hnp.arrays(
    hnp.boolean_dtypes()
    | hnp.integer_dtypes()
    | hnp.floating_dtypes()
    | hnp.complex_number_dtypes(),
    SHAPES,
)


@dataclass(frozen=True)
class Stayed:
    """Like the handle of a value that stayed in the worker."""

    id: int
    type_name: str
    summary: str


HUGE = st.sampled_from([2**63, -(2**63) - 1, 2**64, -(10**400)])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | HUGE
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | DTYPES.flatmap(hnp.from_dtype)
    | st.builds(Stayed, st.integers(), st.text(), st.text())
)
KEYS = st.text() | st.integers() | st.floats() | st.booleans() | st.none() | st.tuples(st.text())
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS | st.sampled_from(["dw", "DB"]), inner, max_size=4)
    ),
    max_leaves=12,
)

POINT = np.array([[0.5, -1.5], [2.0, 0.25]])
EXPECTED = [
    0.5,
    7,
    True,
    2**70,
    1 + 2j,
    float("nan"),
    np.inf,
    np.array([[0.5], [1.5]]),
    np.array([1, 2, 3]),
    np.array([[True, False]]),
    np.array([1j, 2]),
    np.empty((0, 2)),
    [0.25, 0.5],
]
PLAIN = [None, True, 5, 0.5, "relu", b"x", (5, 4, 2), [1, "a"], {"a": (1, 2)}, np.array([1, 2])]


def quiet(call):
    """Run a check; a failure must render within its bounds, anything else raised is an error."""
    try:
        call()
    except CheckFailed as failed:
        lines = str(failed).split("\n")
        assert len(lines) <= 25
        assert all(line.isprintable() and len(line) <= 120 for line in lines)
        failed.failure.without_values()


@given(VALUES, st.booleans())
@settings(max_examples=200, deadline=None)
def test_check_close_raises_nothing_but_its_own(got, lists):
    for expected in EXPECTED:
        for shape in ("same", "scalar", "broadcast", "any"):
            quiet(
                lambda e=expected, s=shape: check_close(
                    got, e, shape=s, lists=lists, sizes={"m": 2}
                )
            )


@given(NUMERIC, st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_check_close_of_equal_shapes_raises_nothing_but_its_own(got, seed):
    expected = np.random.default_rng(seed).normal(size=got.shape)
    quiet(lambda: check_close(got, expected))
    quiet(lambda: check_close(got, (expected * 3).astype(int)))
    quiet(lambda: check_close(got, expected > 0))
    quiet(lambda: check_labels(got, expected > 0, probabilities=expected))
    quiet(lambda: check_gradient(got, lambda x: float((x**2).sum()), expected))


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_other_checks_raise_nothing_but_their_own(got):
    for kind in KINDS:
        quiet(lambda k=kind: check_kind(got, k, integer_ok=True))
    for pattern in ((), (2, 1), ("n", "n"), (None, 3, "m")):
        quiet(lambda p=pattern: check_shape(got, p, lists=True, allow=[(4,)]))
    for expected in PLAIN:
        quiet(lambda e=expected: check_equal(got, e, lists=True))
    quiet(lambda: check_keys(got, ["dw", "db", "learning_rate"]))
    quiet(lambda: check_between(got, -1.0, 1.0, lists=True))
    quiet(lambda: check_labels(got, [[0, 1, 1]], shape="any", lists=True))
    quiet(lambda: check_gradient(got, lambda x: float((x**2).sum()), POINT))
    quiet(lambda: check(False, "no", got=got))


@given(VALUES | st.lists(st.floats() | st.integers() | HUGE, min_size=2))
@settings(max_examples=200, deadline=None)
def test_order_checks_raise_nothing_but_their_own(got):
    for overall in (False, True):
        quiet(lambda o=overall: check_decreasing(got, overall=o))
        quiet(lambda o=overall: check_increasing(got, overall=o, strictly=True))


@given(VALUES)
def test_descriptions_are_one_short_line(value):
    for text in (describe(value), describe_kind(value)):
        assert text.isprintable()
        assert len(text) < 1000
    assert len(describe_call("f", (value,), {"key": value}, ("x",))) <= 200


@given(NUMERIC)
@settings(deadline=None)
def test_every_array_is_close_to_itself(array):
    check_close(array, array.copy())
    check_close(array.tolist(), array, lists=True, shape="any")
    check_equal(array, array.copy())
    check_shape(array, array.shape)


@given(hnp.arrays(hnp.integer_dtypes() | hnp.unsigned_integer_dtypes(), (3,)), st.integers(0, 2))
def test_a_changed_integer_is_found_in_every_type(array, place):
    changed = array.copy()
    changed[place] ^= 1
    for one, other in ((array, changed), (changed, array)):
        with pytest.raises(CheckFailed) as caught:
            check_close(one, other)
        assert caught.value.failure.differing == "1 of 3 elements differ"
        assert [row[0] for row in caught.value.failure.rows] == [str(place)]


@given(st.integers(0, 2**32), st.sampled_from([(), (3,), (2, 4)]), st.floats(1e-3, 1e3))
def test_what_one_side_finds_the_other_finds_too(seed, shape, amount):
    one = np.random.default_rng(seed).normal(size=shape)
    other = one + amount
    for got, expected in ((one, other), (other, one)):
        with pytest.raises(CheckFailed):
            check_close(got, expected, rtol=0, atol=amount / 2)
        check_close(got, expected, rtol=0, atol=amount * 2)


def faulty(expected):
    """Yield wrong answers of many sorts."""
    yield from (
        -expected,
        2 * expected,
        expected * 1.7,
        expected + 31.5,
        4 * expected,
        expected / 4,
    )
    yield from (expected.T, expected.ravel(), expected[:-1], expected.round(1), np.trunc(expected))
    yield from (
        expected * np.nan,
        np.zeros_like(expected),
        np.ones_like(expected),
        np.log(expected),
    )
    yield from (expected[::-1], np.roll(expected, 1, axis=0), expected + 0j, expected.tolist())
    yield from (None, 0.5, "x", 3, {"a": 1}, (1, 2), expected.sum(), np.full_like(expected, np.inf))


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_a_hidden_test_shows_none_of_the_expected_numbers(seed):
    rng = np.random.default_rng(seed)
    expected = rng.uniform(20, 90, (5, 3)) + 0.001234
    scalar, point = float(expected[0, 0]), rng.uniform(20, 90, (3, 3))
    checks = [
        lambda got: check_close(got, expected, name="W", sizes={"m": 4}),
        lambda got: check_close(got, scalar, name="cost", sizes={"m": 4}),
        lambda got: check_between(got, scalar, scalar + 1, name="accuracy"),
        lambda got: check_equal(got, scalar),
        lambda got: check_equal(got, tuple(expected[:, 0].tolist()), lists=True),
        lambda got: check_equal(got, {"a": scalar}),
        lambda got: check_gradient(got, lambda x: float((x**2).sum() / 2), point),
    ]
    secret = {f"{value:.6f}"[:6] for value in [*expected.ravel(), *point.ravel(), scalar + 1]}
    for run in checks:
        for got in [*faulty(expected), -scalar, scalar / 2, {"a": 1.0}, (1.0,) * 5, -point]:
            try:
                run(got)
            except CheckFailed as failed:
                text = render(failed.failure.without_values())
                assert not [number for number in secret if number in text]


def test_a_million_elements_are_told_apart():
    got = np.zeros(10**6, dtype=np.float32)
    got[-1] = 1
    with pytest.raises(CheckFailed, match="1 of 1000000 elements differ"):
        check_close(got, np.zeros(10**6, dtype=np.float32))


@pytest.mark.parametrize("lists", [False, True])
def test_integers_that_python_refuses_to_write_raise_nothing_either(lists):
    for got in (10**5000, [10**5000, 1], {10**5000: 1}, (-(10**5000),), [[10**5000]]):
        for expected in (0.5, 7, np.array([1.0, 2.0]), np.array([1, 2]), 10**5000 + 1):
            quiet(lambda g=got, e=expected: check_close(g, e, lists=lists))
            quiet(lambda g=got, e=expected: check_equal(g, e, lists=lists))
        quiet(lambda g=got: check_keys(g, ["dw"]))
        quiet(lambda g=got: check_between(g, 0.0, 1.0, lists=lists))
        quiet(lambda g=got: check_decreasing(g))
        assert len(describe_call("f", (got,), {})) < 100


def test_a_deeply_nested_list_is_no_array():
    nested = [1.0]
    for _ in range(10_000):
        nested = [nested]
    with pytest.raises(CheckFailed, match="of the wrong kind"):
        check_close(nested, np.ones(1), lists=True)
