"""The line that is the fault is named where a wrong value comes from it, none where in doubt."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gradewright.cli import main

ASSIGNMENT = """\
title = "Layers"
source = "made up for tests"

[limits]
test_seconds = 3.0
load_seconds = 5.0
memory_mb = 700

[[question]]
id = "forward"
title = "Forward"
points = 2
functions = ["forward"]

[[question]]
id = "backward"
title = "Backward"
points = 2
functions = ["backward"]

[[question]]
id = "train"
title = "Training"
points = 2
functions = ["train"]
"""

REFERENCE = '''\
"""Reference solution: Layers."""
import numpy as np

# %% forward
def forward(X, W1, W2):
    """Return the outputs of two layers."""
    ### BEGIN SOLUTION
    A1 = np.tanh(W1 @ X)
    Z2 = W2 @ A1
    return 1 / (1 + np.exp(-Z2)), A1
    ### END SOLUTION

# %% backward
def backward(X, Y, W2, A1, A2):
    """Return the gradients."""
    ### BEGIN SOLUTION
    m = X.shape[1]
    dZ2 = A2 - Y
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    return {"dW1": dZ1 @ X.T / m, "dW2": dZ2 @ A1.T / m}
    ### END SOLUTION

# %% train
def train(x, rate, steps):
    """Go down x ** 2 from x."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        slope = 2 * x
        x = x - rate * slope
    return x
    ### END SOLUTION
'''

GRADERS = '''\
import numpy as np
import pytest

from gradewright.checks import check_close, check_keys


def inputs(rng):
    X, Y = rng.normal(size=(3, 5)), rng.integers(2, size=(1, 5))
    return X, Y, rng.normal(size=(4, 3)), rng.normal(size=(1, 4))


@pytest.mark.question("forward")
@pytest.mark.visibility("hidden")
def test_forward(student, reference, rng):
    """Fresh inputs."""
    X, _, W1, W2 = inputs(rng)
    A2, A1 = student.forward(X, W1, W2)
    check_close(A1, np.tanh(W1 @ X), name="A1")
    check_close(A2, reference.forward(X, W1, W2)[0], name="A2")


@pytest.mark.question("backward")
@pytest.mark.visibility("hidden")
def test_backward(student, reference, rng):
    """Fresh gradients."""
    X, Y, W1, W2 = inputs(rng)
    A2, A1 = reference.forward(X, W1, W2)
    grads = check_keys(student.backward(X, Y, W2, A1, A2), ("dW1", "dW2"))
    for name, right in reference.backward(X, Y, W2, A1, A2).items():
        check_close(grads[name], right, name=name)


@pytest.mark.question("train")
@pytest.mark.visibility("hidden")
def test_train(student, reference, rng):
    """Fresh numbers."""
    x = rng.normal(size=4)
    check_close(student.train(x, 0.1, 4), reference.train(x, 0.1, 4))
'''

RIGHT = """\
import functools
import sys
import numpy as np

def forward(X, W1, W2):
    Z1 = np.dot(W1, X)
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1)
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, A1

def backward(X, Y, W2, A1, A2):
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (1 - A1 ** 2)
    dW1 = np.dot(dZ1, X.T) / m
    grads = {"dW1": dW1, "dW2": dW2}
    return grads

def train(x, rate, steps):
    for i in range(steps):
        slope = 2 * x
        x = x - rate * slope
    return x
"""

# What is put for what, and the lines that are shown: the likeliest last.
FAULTS = {
    "sign": ("dZ2 = A2 - Y", "dZ2 = Y - A2", ["dZ2 = Y - A2"]),
    "axis": ("m = X.shape[1]", "m = X.shape[0]", ["m = X.shape[0]"]),
    "average": ("np.dot(dZ1, X.T) / m", "np.dot(dZ1, X.T)", ["dW1 = np.dot(dZ1, X.T)"]),
    "averages": (
        "/ m",
        "/ 1",
        ["dW2 = np.dot(dZ2, A1.T) / 1", "dW1 = np.dot(dZ1, X.T) / 1"],
    ),
    # The reference has no `dA1`, so that the fault may be in its line, too.
    "derivative": (
        "(1 - A1 ** 2)",
        "(1 - A1)",
        ["dA1 = np.dot(W2.T, dZ2)", "dZ1 = dA1 * (1 - A1)"],
    ),
    "activation": (
        "A2 = 1 / (1 + np.exp(-Z2))",
        "A2 = np.tanh(Z2)",
        ["return A2, A1", "A2 = np.tanh(Z2)"],
    ),
    "first layer": (
        "Z2 = np.dot(W2, A1)",
        "Z2 = np.dot(W2, Z1)",
        ["Z1 = np.dot(W1, X)", "Z2 = np.dot(W2, Z1)"],
    ),
    "item": ('"dW2": dW2', '"dW2": 2 * dW2', ['grads = {"dW1": dW1, "dW2": 2 * dW2}']),
    "in place": (
        "    return grads",
        '    grads["dW1"] *= 2\n    return grads',
        ['grads["dW1"] *= 2'],
    ),
    "step": ("x = x - rate", "x = x + rate", ["x = x + rate * slope"]),
    "slope": ("slope = 2 * x", "slope = x", ["slope = x"]),
    "once more": ("range(steps)", "range(steps + 1)", ["for i in range(steps + 1):"]),
    # Both names stand for one array.
    "shared": (
        "dW2 = np.dot(dZ2, A1.T) / m",
        "E = dZ2\n    E *= 2\n    dW2 = np.dot(dZ2, A1.T) / m",
        ["E = dZ2", "E *= 2"],
    ),
    "count": ("range(steps)", "range(steps - 1)", ["for i in range(steps - 1):"]),
}
# What each is told in words, where the checks knew no cause.
TOLD = {
    "derivative": "`dZ1` is the first value that is wrong: the fault is in one of the lines shown.",
    "activation": "`A2` is the first value that is wrong: the fault is in one of the lines shown.",
    "first layer": "`Z2` is the first value that is wrong: the fault is in one of the lines shown.",
}

SIGN = ("dZ2 = A2 - Y", "dZ2 = Y - A2")
RETURNS = "    return grads"
TAKES = "X, Y, W2, A1, A2"
MAKE = f"""\
def make(f):
    def backward({TAKES}):
        return f({TAKES})
    return backward"""
EACH = """\
def _each(*args):
    yield from _own(*args).items()

_own = backward"""
# Put for what else, beside the wrong sign: each makes it unsound to look for that.
DOUBTS = {
    "decorator": ("def backward", "@functools.wraps(print)\ndef backward"),
    "closure": (
        "def train",
        MAKE + "\n\nbackward = make(backward)\n\ndef train",
    ),
    "lambda": ("def train", "_own = backward\nbackward = lambda *args: _own(*args)\n\ndef train"),
    "default": (
        "def train",
        f"_own = backward\ndef backward({TAKES}, f=_own):\n    return f({TAKES})\n\ndef train",
    ),
    "generator": (
        "def train",
        EACH + f"\n\ndef backward({TAKES}):\n    return dict(_each({TAKES}))\n\ndef train",
    ),
    "helper": (
        "dZ2 = Y - A2",
        "dZ2 = _error(A2, Y)\n\n",
    ),
    "global": ("dZ2 = Y - A2", "dZ2 = FACTOR * (A2 - Y)"),
    "own variables": (RETURNS, "    locals()\n    return grads"),
    "own code": (RETURNS, "    assert len(backward.__code__.co_names) < 9\n    return grads"),
    "own frame": (RETURNS, "    sys._getframe()\n    return grads"),
    "own trace": (RETURNS, "    sys.settrace(None)\n    return grads"),
    "nested": (RETURNS, "    def f():\n        return grads\n    return f()"),
    "caught": (RETURNS, "    try:\n        return grads\n    except ValueError:\n        raise"),
    "other names": ("dZ2", "error"),
}
BELOW = "\ndef _error(A2, Y):\n    return Y - A2\n\nFACTOR = -1.0\n"
# It notices that it is watched, and tells the judge whatever it likes.
LIAR = (
    RIGHT.replace(*SIGN).replace(RETURNS, "    _lie(0)\n    return grads")
    + """
def _lie(_):
    import gc
    if "_gradewright_tell" not in globals():
        return
    told = ["<b>", "dZ2", 10**9, [], [], "", 0, False, True, True, 0, 1]
    for line in [o for o in gc.get_objects() if type(o).__name__ == "Line"]:
        for steps in (None, 5, [["X"], [told]], [["X"], [told[:3]]], [[None], []]):
            for name in ("backward", "train", 7, []):
                for key, args in (("=begin", (name, (1,), steps)), ("=tell", (0, -1, None))):
                    try:
                        line.ask(key, "x", args, {})
                    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                        pass
"""
)
# The reference goes no such way: a step in it is worth something else.
OTHER_WAY = (
    RIGHT.replace("A2 - Y", "(A2 - Y) / m")
    .replace("dW2 = np.dot(dZ2, A1.T) / m", "dW2 = np.dot(dZ2, A1.T)")
    .replace("dW1 = np.dot(dZ1, X.T) / m", "dW1 = 2 * np.dot(dZ1, X.T)")
)
RECURSIVE = (
    RIGHT[: RIGHT.index("def train")]
    + """\
def train(x, rate, steps):
    if steps == 0:
        return x
    slope = 2 * x
    x = x + rate * slope
    return train(x, rate, steps - 1)
"""
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Grade a class of all faults and doubts; return its results by name."""
    root = tmp_path_factory.mktemp("course")
    works = {name: RIGHT.replace(*fault[:2]) for name, fault in FAULTS.items()}
    works |= {
        name: RIGHT.replace(*SIGN).replace(*change) + BELOW for name, change in DOUBTS.items()
    }
    works |= {"liar": LIAR, "other way": OTHER_WAY, "recursive": RECURSIVE}
    works["right"] = RIGHT
    written = {
        "course.toml": 'name = "tiny"\ntitle = "Tiny"\n',
        "assignments/layers/assignment.toml": ASSIGNMENT,
        "assignments/layers/statement.md": "# Layers\n",
        "graders/layers/test_layers.py": GRADERS,
        "reference/layers/layers.py": REFERENCE,
        **{f"class/{name.replace(' ', '_')}/layers.py": text for name, text in works.items()},
    }
    for name, text in written.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    arguments = ["grade", str(root / "class"), "--assignment", "layers", "--course", str(root)]
    assert main([*arguments, "--out", str(root / "out"), "--seed", "3", "--jobs", "1"]) == 0
    found = json.loads((root / "out/results.json").read_text("utf-8"))["submissions"]
    return {result["student"].replace("_", " "): result for result in found}


def failures(result: dict[str, Any]) -> list[dict[str, Any]]:
    tests = [test for question in result["questions"] for test in question["tests"]]
    return [test["failure"] for test in tests if test["status"] == "failed"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_is_named(results: dict[str, dict[str, Any]], fault: str) -> None:
    (failure,) = failures(results[fault])
    assert [line["text"] for line in failure["trace"]] == FAULTS[fault][2]
    assert failure["cause"] == TOLD.get(fault, failure["cause"])


@pytest.mark.parametrize("doubt", [*DOUBTS, "other way", "recursive"])
def test_nothing_is_named_in_doubt(results: dict[str, dict[str, Any]], doubt: str) -> None:
    (failure,) = failures(results[doubt])
    assert failure["trace"] == []
    assert "dZ2" not in failure["cause"]


def test_who_lies_is_shown_lines_of_his_own(results: dict[str, dict[str, Any]]) -> None:
    (failure,) = failures(results["liar"])
    assert all(line["text"] in LIAR for line in failure["trace"])
    assert "<b>" not in json.dumps(failure)


def test_points_stay_as_they_were(results: dict[str, dict[str, Any]]) -> None:
    assert results["right"]["score"] == 6
    assert {result["score"] for name, result in results.items() if name != "right"} == {4}


def test_no_value_is_given_away(results: dict[str, dict[str, Any]]) -> None:
    told = [failures(results[name])[0] for name in FAULTS]
    assert not any(failure["rows"] or failure["largest"] for failure in told)
    assert not any(re.search(r"\d\.\d", failure["cause"]) for failure in told)
