"""The NumPy exercises, judged on two published-style solutions and changes of them.

The lines that the exercises hand out cost nothing, whatever the seed: assertions on shapes and
types, seeds inside the functions, costs squeezed, parameters passed where they are not needed. One
fault in such work costs once, and the first advice names it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

pytestmark = pytest.mark.slow(seconds=60)

PUBLISHED = Path(__file__).parent / "published"


@dataclass(frozen=True, slots=True)
class Graded:
    """What one submission came to."""

    score: float
    lost: dict[str, float]
    causes: dict[str, str]
    notes: tuple[str, ...]


def changed(source: str, *changes: tuple[str, str]) -> str:
    """Return the source with each text replaced once; a text that is not there is a mistake."""
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


BASES = {file.stem: file.read_text(encoding="utf-8") for file in sorted(PUBLISHED.glob("*.txt"))}
LOGISTIC, PLANAR = BASES["logistic_regression"], BASES["planar_network"]

LOGISTIC_WORKS = {
    "published": LOGISTIC,
    "float_b": changed(LOGISTIC, ("    b = 0\n", "    b = 0.0\n")),
    "dots": changed(
        LOGISTIC,
        (
            "cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * (np.log(1 - A)))",
            "cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m",
        ),
        ("    return s\n", "    assert s.shape == np.shape(z)\n    return s\n"),
    ),
    "copies": changed(
        LOGISTIC,
        (
            "    costs = []\n",
            "    w = copy.deepcopy(w)\n    b = copy.deepcopy(b)\n    costs = []\n",
        ),
        ("import h5py\n", "import copy\nimport h5py\n"),
        ("cost = np.squeeze(cost)", "cost = np.squeeze(np.array(cost))"),
        (
            "X, Y, num_iterations, learning_rate, print",
            "X, Y, num_iterations=100, learning_rate=0.009, print",
        ),
    ),
    "vectorised": changed(
        LOGISTIC,
        (
            "        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0\n",
            "        pass\n    Y_prediction = np.where(A >= 0.5, 1, 0)\n",
        ),
    ),
}
PLANAR_WORKS = {
    "published": PLANAR,
    "two_arguments": changed(
        PLANAR,
        ("def compute_cost(A2, Y, parameters):", "def compute_cost(A2, Y):"),
        ("cost = compute_cost(A2, Y, parameters)", "cost = compute_cost(A2, Y)"),
        ("cost = np.squeeze(cost)", "cost = float(np.squeeze(cost))"),
        ("    np.random.seed(2)\n", ""),
    ),
    "dots": changed(
        PLANAR,
        ("logprobs = np.multiply(np.log(A2), Y) + np.multiply((1 - Y), np.log(1 - A2))", ""),
        (
            "-np.sum(logprobs) / m",
            "-(np.dot(np.log(A2), Y.T) + np.dot(np.log(1 - A2), 1 - Y.T)) / m",
        ),
        ("    assert(isinstance(cost, float))", "    assert(cost.dtype == float)"),
        ('%i: %f" %(i, cost)', '%i: %f" % (i, float(cost))'),
    ),
    "unpacked": changed(
        PLANAR,
        ("predictions = (A2 > 0.5)", "predictions = np.round(A2)"),
        (
            "    n_x = layer_sizes(X, Y)[0]\n    n_y = layer_sizes(X, Y)[2]\n",
            "    n_x, _, n_y = layer_sizes(X, Y)\n    assert n_y == 1\n",
        ),
        (
            '    A1 = cache["A1"]\n',
            '    A1 = cache["A1"]\n    assert A1.shape == (W1.shape[0], m)\n',
        ),
    ),
}
WORKS = {"logistic_regression": LOGISTIC_WORKS, "planar_network": PLANAR_WORKS}


@pytest.mark.parametrize("seed", [3, 20])
@pytest.mark.parametrize("slug", sorted(WORKS))
def test_published_lines_cost_nothing(
    repository: Path, tmp_path: Path, slug: str, seed: int
) -> None:
    graded = grade(repository, tmp_path, slug, WORKS[slug], seed)
    assert set(graded) == set(WORKS[slug])
    short = {name: result.causes for name, result in graded.items() if result.score != 10}
    assert short == {}


Change = tuple[str, str]

START_ANEW = "parameters = dict(W1=W1, b1=b1, W2=W2, b2=b2)"

# Shapes and kinds: the points of one test, and nothing in any other question.
SHAPES: dict[str, dict[str, tuple[Change, dict[str, float]]]] = {
    "logistic_regression": {
        "db_column": (
            ("db = (1 / m) * np.sum(A - Y)", "db = (1 / m) * np.sum(A - Y, axis=1, keepdims=True)"),
            {"propagate": 0.25},
        ),
        "cost_in_a_list": (
            ("    return grads, cost\n", "    return grads, np.reshape(cost, (1, 1))\n"),
            {"propagate": 0.25},
        ),
        "zero_d_everywhere": (
            (
                "    return grads, cost\n",
                "    grads['db'] = np.array(db)\n    return grads, cost\n",
            ),
            {},
        ),
        "b_column": (
            ("    return w, b\n", "    return w, np.zeros((1, 1))\n"),
            {"initialize_with_zeros": 0.25},
        ),
        "whole_numbers": (
            ("        w = w - learning_rate * dw\n", "        w -= learning_rate * dw\n"),
            {"optimize": 0.2},
        ),
    },
    "planar_network": {
        "cost_matrix": (
            ("    return cost\n", "    return np.array([[cost]])\n"),
            {"compute_cost": 0.2},
        ),
        "prediction_column": (
            ("predictions = (A2 > 0.5)", "predictions = (A2 > 0.5).T"),
            {"predict": 0.15},
        ),
    },
}
# Wrong values: nothing is lost in the questions that rest on these.
VALUES: dict[str, dict[str, tuple[Change, str]]] = {
    "logistic_regression": {
        "sigmoid": (("np.exp(-z)", "np.exp(z)"), "sigmoid"),
        "sign": (("np.dot(X, (A - Y).T)", "np.dot(X, (Y - A).T)"), "propagate"),
    },
    "planar_network": {
        "activation": (("A1 = np.tanh(Z1)", "A1 = np.maximum(0, Z1)"), "forward_propagation"),
        "sizes": (("    return (n_x, n_h, n_y)", "    return (None, None, None)"), "layer_sizes"),
    },
}
# What is wrong, the question that it is wrong in, and words of the first advice there.
ADVICE: dict[str, dict[str, tuple[Change, str, str]]] = {
    "logistic_regression": {
        "rate_fixed": (
            (
                "X_train, Y_train, num_iterations, learning_rate, print_cost)",
                "X_train, Y_train, num_iterations, 0.03, print_cost)",
            ),
            "model",
            "learning_rate makes no difference",
        ),
        "both_fixed": (
            (
                "X_train, Y_train, num_iterations, learning_rate, print_cost)",
                "X_train, Y_train, 700, 0.03, print_cost)",
            ),
            "model",
            "neither num_iterations nor learning_rate",
        ),
        "extra_argument": (
            (
                "X_test, Y_test, num_iterations = 2000",
                "X_test, Y_test, names=(), num_iterations = 2000",
            ),
            "model",
            "num_iterations",
        ),
        "swapped": (
            ("    return grads, cost\n", "    return cost, grads\n"),
            "propagate",
            "changed places",
        ),
        "printed_m": (
            ("    m = X.shape[1]\n    A =", "    m = 2\n    A ="),
            "propagate",
            "divide by m, the number of columns of X",
        ),
        "costs_if_printed": (
            ("        if i % 100 == 0:\n", "        if print_cost and i % 100 == 0 and True:\n"),
            "optimize",
            "only when they are printed",
        ),
        "b_after_w": (
            (
                "        b = b - learning_rate * db\n",
                "        b = b - learning_rate * propagate(w, b, X, Y)[0]['db']\n",
            ),
            "optimize",
            "taken with the new w",
        ),
        "kept_whole": (
            ("        w = w - learning_rate * dw\n", "        w[:] = w - learning_rate * dw\n"),
            "optimize",
            "decimals are cut off",
        ),
    },
    "planar_network": {
        "rate": (
            (
                "update_parameters(parameters, grads)\n",
                "update_parameters(parameters, grads, 6.0)\n",
            ),
            "nn_model",
            "is the learning rate 6?",
        ),
        "rand_first": (
            ("W1 = np.random.randn", "W1 = np.random.rand"),
            "initialize_parameters",
            "np.random.rand, which is never negative",
        ),
        "uniform": (
            (
                "W2 = np.random.randn(n_y, n_h) * 0.01",
                "W2 = np.random.uniform(-0.01, 0.01, (n_y, n_h))",
            ),
            "initialize_parameters",
            "spread evenly",
        ),
        "no_activation": (
            ("np.dot(W2, A1) + b2", "np.dot(W2, Z1) + b2"),
            "forward_propagation",
            "Z2 is made from Z1",
        ),
        "other_half": (
            ("    logprobs = np.multiply(np.log(A2), Y) + ", "    m = 1\n    logprobs = "),
            "compute_cost",
            "the term Y * log(A2) is missing; the division by m = 3 is missing",
        ),
        "units": (
            (
                "    for i in range(0, num",
                "    parameters = initialize_parameters(n_x, 6, n_y)\n    for i in range(0, num",
            ),
            "nn_model",
            "the argument n_h is not used",
        ),
        "restarts": (
            (
                "num_iterations):\n        A2",
                f"num_iterations):\n        {START_ANEW}\n        A2",
            ),
            "nn_model",
            "every iteration starts anew",
        ),
        "default": (
            ("num_iterations = 10000", "num_iterations = 9000"),
            "nn_model",
            "the default of num_iterations is not 10000",
        ),
        "half_the_examples": (
            ("    np.random.seed(3)\n", "    np.random.seed(3)\n    X, Y = X[:, ::2], Y[:, ::2]\n"),
            "nn_model",
            "some examples do not count",
        ),
    },
}


@pytest.fixture(scope="module", params=sorted(BASES))
def assignment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def graded(
    assignment: str, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Graded]:
    """Return what every change of this assignment came to, graded in one run."""
    changes = {name: change for name, (change, *_) in _all_of(assignment).items()}
    works = {name: changed(BASES[assignment], change) for name, change in changes.items()}
    return grade(repository, tmp_path_factory.mktemp("faults"), assignment, works, seed=17)


def test_a_shape_or_kind_costs_one_test(assignment: str, graded: dict[str, Graded]) -> None:
    expected = {name: lost for name, (_change, lost) in SHAPES[assignment].items()}
    assert {name: graded[name].lost for name in expected} == expected


def test_what_rests_on_wrong_values_costs_nothing(
    assignment: str, graded: dict[str, Graded]
) -> None:
    expected = {name: {question} for name, (_change, question) in VALUES[assignment].items()}
    assert {name: set(graded[name].lost) for name in expected} == expected


def test_the_first_advice_names_the_fault(assignment: str, graded: dict[str, Graded]) -> None:
    told = {
        name: graded[name].causes.get(q, "") for name, (_c, q, _w) in ADVICE[assignment].items()
    }
    words = {name: part for name, (_change, _question, part) in ADVICE[assignment].items()}
    assert {name: text for name, text in told.items() if words[name] not in text} == {}


def _all_of(assignment: str) -> dict[str, tuple[Any, ...]]:
    return {**SHAPES[assignment], **VALUES[assignment], **ADVICE[assignment]}


def grade(
    repository: Path, folder: Path, slug: str, works: Mapping[str, str], seed: int
) -> dict[str, Graded]:
    """Grade scripts, by name, in one run.

    Returns, for each: its score, the points lost by question, and for each question that lost
    points the problem and cause of the first failure that has a cause, in the order of the tests.
    """
    for name, source in works.items():
        file = folder / "class" / name / f"{slug}.py"
        file.parent.mkdir(parents=True)
        file.write_text(source, encoding="utf-8")
    out = folder / "out"
    arguments = ["grade", str(folder / "class"), "--assignment", slug, "--out", str(out)]
    arguments += ["--seed", str(seed), "--course", str(repository), "--no-notebooks"]
    arguments += ["--jobs", "1"]
    assert main(arguments) == 0
    document = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return {entry["student"]: _graded(entry) for entry in document["submissions"]}


def _graded(entry: dict[str, Any]) -> Graded:
    assert entry["status"] == "graded", entry["message"]
    lost, causes = {}, {}
    for question in entry["questions"]:
        failed = [test for test in question["tests"] if test["status"] != "passed"]
        if failed:
            lost[question["id"]] = round(question["max_score"] - question["score"], 6)
            failures = [test["failure"] for test in failed]
            first = next((f for f in failures if f["cause"]), failures[0])
            causes[question["id"]] = f"{first['problem']} {first['cause']}"
    return Graded(entry["score"], lost, causes, tuple(entry["notes"]))
