"""What the reference calls its steps, and whether a student's value is as it should be."""

from __future__ import annotations

import linecache
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from gradewright.grading.traces import Trace, Tracer, agree, put_right

REFERENCE = """\
def backward(X, parameters, rate=0.5):
    m = X.shape[1]
    Z = parameters["W"] @ X
    for i in range(3):
        step = Z / m
        Z = Z - rate * step
    cost = float(Z.sum())
    return {"dW": Z @ X.T}, cost

def drawn(n):
    weights = np.random.randn(n)
    return weights

def seeded(n):
    np.random.seed(3)
    weights = np.random.randn(n)
    return weights

def broken(x):
    y = x + 1
    return y.missing

def builds(x):
    y = keras.Input(x)
    return y
"""


@dataclass(frozen=True)
class Step:
    name: str
    place: str = ""
    looped: bool = False
    last: bool = True
    ordinal: int = 0
    count: int = 1


@pytest.fixture(scope="module")
def tracer() -> Tracer:
    name = "reference_of_traces.py"
    linecache.cache[name] = (len(REFERENCE), None, REFERENCE.splitlines(True), name)
    namespace: dict[str, Any] = {"np": np}
    exec(compile(REFERENCE, name, "exec"), namespace)

    def target(function: str) -> Any:
        if function not in namespace:
            raise AttributeError(function)
        return namespace[function]

    return Tracer(target)


@pytest.fixture(scope="module")
def trace(tracer: Tracer) -> Trace:
    X, W = np.arange(6.0).reshape(2, 3), np.ones((1, 2))
    found = tracer.trace("backward", {"X": X, "parameters": {"W": W}, "rate": 0.5})
    assert found is not None
    return found


def value(trace: Trace, step: Step, time: int = 0, got: Any = None) -> Any:
    right = trace.value(step, time, got)
    return None if right is None else right.value


def test_steps_are_known_by_their_names(trace: Trace) -> None:
    assert value(trace, Step("m", "m")) == 3
    assert value(trace, Step("W", "W")).shape == (1, 2)
    assert value(trace, Step("dW", "grads[dW]")).shape == (1, 2)
    assert value(trace, Step("(1)", "(1)")) == value(trace, Step("cost", "cost"))
    assert value(trace, Step("nobody", "nobody"), got=3.0) is None


def test_each_time_of_a_loop_has_its_value(trace: Trace) -> None:
    step = Step("step", "step", looped=True)
    first, second = value(trace, step, 0), value(trace, step, 1)
    np.testing.assert_allclose(second, first * (1 - 0.5 / 3))
    assert value(trace, step, 3) is None
    assert trace.times(step) == 3


def test_a_name_with_several_values_is_told_by_its_order(trace: Trace) -> None:
    before = Step("Z", "Z", last=False, ordinal=0, count=2)
    within = Step("Z", "Z", looped=True, ordinal=1, count=2)
    np.testing.assert_allclose(value(trace, before), [[3.0, 5.0, 7.0]])
    np.testing.assert_allclose(value(trace, within, 0), value(trace, before) * (1 - 0.5 / 3))
    # Of another number of steps any may be meant: what is like one of them is right.
    alone = Step("Z", "Z")
    np.testing.assert_allclose(value(trace, alone, got=value(trace, before)), [[3.0, 5.0, 7.0]])


def test_another_name_for_a_value_is_only_alike(trace: Trace) -> None:
    right = trace.value(Step("hidden", "hidden"), 0, np.array([[3.0, 5.0, 7.0]]))
    assert right is not None
    assert not right.is_meant
    assert trace.value(Step("hidden", "hidden"), 0, np.array([[3.0, 5.0, 8.0]])) is None
    # A number is like another one too easily.
    assert trace.value(Step("hidden", "hidden"), 0, 3) is None


@pytest.mark.parametrize(
    "given",
    [
        {"X": 1, "parameters": 2, "rate": 3},
        {"X": 1, "parameters": 2},
        {"data": 1, "weights": 2, "alpha": 3},
        {"parameters": 2, "X": 1, "rate": 3, "extra": 4},
    ],
)
def test_arguments_are_known_by_their_names_or_places(
    tracer: Tracer, given: dict[str, Any]
) -> None:
    assert tracer.knows("backward")
    found = tracer._arguments("backward", given)
    assert found is not None
    assert (found["X"], found["parameters"], found.get("rate", 3)) == (1, 2, 3)


def test_arguments_in_another_order_are_nobodys(tracer: Tracer) -> None:
    assert tracer.trace("backward", {"parameters": 1, "features": 2, "X": 3}) is None


def test_what_is_drawn_is_not_compared(tracer: Tracer) -> None:
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    assert tracer.trace("drawn", {"n": 4}) is None
    seeded = tracer.trace("seeded", {"n": 4})
    assert seeded is not None
    assert value(seeded, Step("weights", "weights")).shape == (4,)
    # Nobody else's numbers are others for it.
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002


def test_what_cannot_be_run_tells_nothing(tracer: Tracer) -> None:
    assert tracer.trace("broken", {"x": 1}) is None
    assert tracer.trace("backward", {"X": "text", "parameters": None}) is None
    assert not tracer.knows("builds")
    assert not tracer.knows("nowhere")


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (1.0, 1),
        (np.float32(0.1), 0.1),
        (np.array([[2.0]]), 2.0),
        ([1, 2], np.array([1.0, 2.0])),
        (np.array([True, False]), np.array([1, 0])),
        ({"a": 1, "b": 2}, {"a": 1.0}),
        ((1, [2, 3]), (1, np.array([2, 3]))),
        (np.array([np.nan, 1]), np.array([np.nan, 1])),
        ("relu", "relu"),
    ],
)
def test_what_agrees(got: Any, right: Any) -> None:
    assert agree(got, right)


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (1.001, 1),
        (np.array([1.0, 2.0]), np.array([[1.0, 2.0]])),
        (np.array([[1.0], [2.0]]), np.array([[1.0, 2.0]])),
        ({"b": 2}, {"a": 1.0}),
        ([1, 2, 3], [1, 2]),
        (None, 0),
        ("1", 1),
        (0, None),
        (np.array([np.nan, 1]), np.array([0.0, 1])),
        ([[1], [2, 3]], np.array([1, 2])),
    ],
)
def test_what_does_not_agree(got: Any, right: Any) -> None:
    assert not agree(got, right)


def test_what_else_a_dictionary_holds_stays() -> None:
    assert put_right({"a": 1, "own": 2}, {"a": 3}) == {"a": 3, "own": 2}
    assert put_right([1], 3) == 3
