"""render: a dozen typical failures against the texts in golden/.

After a change on purpose, `UPDATE_GOLDEN=1 pytest tests/checks/test_checks_render_golden.py`
writes the texts anew; read the difference before it is kept.
"""

import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest

from gradewright.checks import (
    CheckFailed,
    check_between,
    check_close,
    check_decreasing,
    check_equal,
    check_gradient,
    check_keys,
    check_kind,
    check_labels,
    check_shape,
    describe_call,
    render,
)
from gradewright.results import CodeLine, Failure

GOLDEN = Path(__file__).parent / "golden"
DW = np.array([[0.99993216], [1.99980262]])
X = np.arange(8.0).reshape(2, 4)
CALL = describe_call("propagate", (DW, 2.0, X), {}, ("w", "b", "X"))
HERE = {"function": "propagate", "call": CALL}
RAMP = np.linspace(0.5, 2.5, 24).reshape(4, 6) ** 2

CASES = {
    "times_m": lambda: check_close(4 * DW, DW, name="dw", sizes={"m": 4}, **HERE),
    "sign": lambda: check_close(-RAMP, RAMP, name="dZ", function="backward_propagation"),
    "two_of_many": lambda: check_close(
        np.where(RAMP > 5.5, 5.5, RAMP), RAMP, name="A1", function="forward_propagation"
    ),
    "nan": lambda: check_close(np.where(RAMP > 4, np.nan, RAMP), RAMP, name="A2"),
    "scalar": lambda: check_close(0.69, 6.000064773192205, name="cost", **HERE),
    "transposed": lambda: check_close(DW.T, DW, name="dw", **HERE),
    "keepdims": lambda: check_shape(np.ones(3), ("n", 1), name="db1"),
    "none": lambda: check_kind(None, "dict", **HERE),
    "keys": lambda: check_keys({"dW": 1, "cost": 2}, ["dw", "db"], name="grads", **HERE),
    "between": lambda: check_between(0.62, 0.85, 1.0, name="train accuracy", function="nn_model"),
    "decreasing": lambda: check_decreasing([0.69, 0.5, 0.6, 0.4, 0.41], name="costs"),
    "equal": lambda: check_equal((5, 5, 2), (5, 4, 2), function="layer_sizes"),
    "labels": lambda: check_labels(
        X / 8 > 0.2, X / 8 > 0.5, probabilities=X / 8, name="predictions"
    ),
    "gradient": lambda: check_gradient(
        X, lambda x: float((x**2).sum()), X, name="dW1", function="backward_propagation"
    ),
    "large_integers": lambda: check_close(2**53 + 1, 2**53, function="parameter_count"),
}

RAISED = Failure(
    problem="propagate stopped with ValueError: shapes (2,1) and (2,4) not aligned.",
    function="propagate",
    call=CALL,
    cause="rows and columns are swapped.",
    trace=(
        CodeLine("hw.ipynb", 7, 12, "model", "grads, cost = propagate(w, b, X, Y)"),
        CodeLine("utils.py", None, 3, "propagate", "    A = sigmoid(np.dot(w, X) + b)"),
    ),
)


def failure(case):
    with pytest.raises(CheckFailed) as caught:
        CASES[case]()
    return caught.value.failure


def texts():
    for case in CASES:
        yield case, render(failure(case))
        yield f"{case}_hidden", render(failure(case).without_values())
    yield "raised", render(RAISED)


TEXTS = dict(texts())


@pytest.mark.parametrize("name", TEXTS)
def test_the_message_reads_as_stored(name):
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(TEXTS[name] + "\n", encoding="utf-8")
    assert TEXTS[name] + "\n" == path.read_text(encoding="utf-8")


def test_every_stored_text_belongs_to_a_case():
    assert {path.stem for path in GOLDEN.iterdir()} == set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_every_message_fits_a_terminal(name):
    lines = TEXTS[name].splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 120


def test_a_message_of_any_size_fits_a_terminal():
    long = "word " * 10_000
    line = CodeLine(long, 1, 2, long, "\x1b[2J" + long)
    rows = (("(0, 0)", long, long),) * 50
    whole = Failure(long, long, long, long, long, long, long, rows, long, (line,) * 50)
    lines = render(whole).splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 120
    assert all(line.isprintable() for line in lines)


def test_a_failure_with_a_problem_only_is_one_line():
    assert render(Failure("The seed changes nothing.")) == "The seed changes nothing."


def test_decimal_points_stand_in_one_column():
    rows = (("0", "-1.5", "10.25"), ("1", "20.125", "3.0"), ("2", "NaN", "7"))
    table = render(dataclasses.replace(Failure("x"), rows=rows)).splitlines()[2:]
    assert table == [
        "  index | got     | expected",
        "  0     |  -1.5   | 10.25",
        "  1     |  20.125 |  3.0",
        "  2     | NaN     |  7",
    ]
