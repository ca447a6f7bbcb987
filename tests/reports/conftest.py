"""A made-up class: twelve students, two assignments, faults of many kinds."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from gradewright.results import (
    CodeExcerpt,
    CodeLine,
    Device,
    Environment,
    Failure,
    Isolation,
    QuestionResult,
    RunInfo,
    SubmissionResult,
    TestResult,
)
from gradewright.words.faults import fault_id

SEALED = Isolation("namespaces", ("own_processes", "no_network", "odd_thing"))

LOGISTIC = {
    "sigmoid": (1.0, ["Gives the printed values", "Keeps the shape of any array"]),
    "initialize_with_zeros": (1.0, ["Gives a column of zeros", "Gives a scalar bias of zero"]),
    "propagate": (
        3.0,
        [
            "Gives the printed cost",
            "Gives the printed gradients",
            "Agrees with finite differences",
            "Leaves its inputs alone",
        ],
    ),
    "optimize": (2.0, ["Gives the printed parameters", "Lowers the cost on fresh data"]),
    "predict": (1.0, ["Gives the printed predictions", "Thresholds at one half"]),
    "model": (2.0, ["Returns the keys that are asked for", "Reaches the accuracy on test data"]),
}
PLANAR = {
    "layer_sizes": (1.0, ["Reads the sizes off X and Y"]),
    "initialize_parameters": (1.0, ["Has the right shapes", "Draws small weights"]),
    "forward_propagation": (2.0, ["Gives the printed means", "Returns a complete cache"]),
    "compute_cost": (1.0, ["Gives the printed cost", "Returns a plain number"]),
    "backward_propagation": (
        2.0,
        ["Gives the printed gradients", "Agrees with finite differences"],
    ),
    "update_parameters": (1.0, ["Takes one step downhill", "Uses the learning rate it is given"]),
    "nn_model": (1.0, ["Learns the flower"]),
    "predict": (1.0, ["Thresholds at one half"]),
}
ASSIGNMENTS = {"logistic_regression": LOGISTIC, "planar_network": PLANAR}

SOURCES = {
    "propagate": """def propagate(w, b, X, Y):
    # forward pass: one row of activations
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A)) / m   # "cross-entropy"
    dw = np.dot(X, (A - Y).T)
    db = np.sum(A - Y) / m
    cost = np.squeeze(cost)
    grads = {"dw": dw, "db": db}
    return grads, cost
""",
    "optimize": """def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - 0.009 * grads["dw"]
        b = b - 0.009 * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, {"dw": grads["dw"], "db": grads["db"]}, costs
""",
    "predict": """def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    return (A >= 0.5).astype(int).T
""",
    "backward_propagation": """def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
    "forward_propagation": """def forward_propagation(X, parameters):
    Z1 = np.dot(X, parameters["W1"]) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
    "nn_model": """def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    i = 0
    while i < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
""",
}

COST = Failure(
    problem="The cost that propagate returns is not the one expected.",
    function="propagate",
    call="propagate(w=float64 (2, 1), b=2.0, X=float64 (2, 3), Y=float64 (1, 3))",
    expected="float, a scalar",
    got="float64, a scalar",
    differing="",
    largest="absolute 5.0; relative 0.83",
    rows=(("", "1.000033", "6.000065"),),
    cause="The term for the examples with Y = 0 is missing: (1 - Y) · log(1 - A).",
)
GRADIENT = Failure(
    problem="grads['dw'] differs from the numeric gradient of your own cost.",
    function="propagate",
    call="propagate(w=float64 (4, 1), b=0.5, X=float64 (4, 7), Y=float64 (1, 7))",
    expected="float64 array of shape (4, 1)",
    got="float64 array of shape (4, 1)",
    differing="4 of 4 elements differ",
    largest="absolute 2.314 at [3, 0]; relative 6 at [0, 0]",
    rows=(
        ("[0, 0]", "2.185428", "0.312204"),
        ("[1, 0]", "-1.104670", "-0.157810"),
        ("[2, 0]", "0.309351", "0.044193"),
        ("[3, 0]", "-2.699830", "-0.385690"),
    ),
    cause="Every element is 7 times too large: the division by m (here 7) seems to be missing.",
)
SHAPE = Failure(
    problem="predict returns an array of the wrong shape: the axes are swapped.",
    function="predict",
    call="predict(w=float64 (2, 1), b=0.3, X=float64 (2, 5))",
    expected="array of shape (1, 5)",
    got="int64 array of shape (5, 1)",
    cause="The result looks transposed: one row, a column an example, is asked for.",
)
RAISED = Failure(
    problem="forward_propagation stopped with ValueError: shapes (2,3) and (4,2) not aligned: "
    "3 (dim 1) != 4 (dim 0)",
    function="forward_propagation",
    call="forward_propagation(X=float64 (2, 3), parameters={W1: (4, 2), b1: (4, 1), …})",
    expected="A2 as an array of shape (1, 3), cache as a dictionary",
    got="an exception",
    trace=(
        CodeLine("work.ipynb", 11, 2, "forward_propagation", "Z1 = np.dot(X, parameters['W1'])"),
    ),
    cause="np.dot needs W1 first: the examples are the columns of X.",
)
KEEPDIMS = Failure(
    problem="grads['db2'] has the wrong shape.",
    function="backward_propagation",
    call="backward_propagation(parameters, cache, X=float64 (2, 6), Y=float64 (1, 6))",
    expected="float64 array of shape (1, 1)",
    got="float64 array of shape (1,)",
    cause="np.sum without keepdims=True drops an axis.",
)
SLOW = Failure(
    problem="nn_model was stopped after 10 seconds.",
    function="nn_model",
    call="nn_model(X=float64 (2, 400), Y=float64 (1, 400), n_h=4, num_iterations=2000)",
    cause="A loop whose counter is never raised runs for ever.",
)
RATE = Failure(
    problem="The result does not change with learning_rate.",
    function="optimize",
    call="optimize(w=float64 (2, 1), b=0.1, X=float64 (2, 9), Y=float64 (1, 9), "
    "num_iterations=50, learning_rate=0.2)",
    expected="other parameters than with learning_rate=0.1",
    got="the same parameters",
    cause="A number stands where the argument learning_rate belongs.",
    rows=(("w[0, 0]", "0.112", "0.731"),),
    largest="absolute 0.62",
)
CRASHED = Failure(
    problem="The process that ran your code ended by itself while model was called.",
    function="model",
    call="model(X_train=float64 (64, 100), Y_train=int64 (1, 100), …)",
    cause="exit() or quit() in a function ends everything.",
)
STUB = Failure(
    problem="The function returned None.",
    expected="a value",
    got="None",
    cause="The place for your code is still empty, or the return statement is missing.",
)

# student -> assignment -> (question, test) -> (status, failure)
FAULTS: dict[str, dict[str, dict[tuple[str, int], tuple[str, Failure | None]]]] = {
    "andrii.bondar": {"logistic_regression": {("propagate", 2): ("failed", GRADIENT)}},
    "anna.kovalenko": {},
    "bohdan.tkachenko": {
        "logistic_regression": {
            ("propagate", 0): ("failed", COST),
            ("propagate", 1): ("passed", None),
            ("propagate", 2): ("failed", GRADIENT),
            ("optimize", 1): ("failed", RATE),
            ("predict", 0): ("failed", SHAPE),
        },
        "planar_network": {("backward_propagation", 0): ("failed", KEEPDIMS)},
    },
    "daryna.melnyk": {"planar_network": {("nn_model", 0): ("timeout", SLOW)}},
    "emma.schmidt": {
        "logistic_regression": {("predict", 0): ("failed", SHAPE)},
        "planar_network": {
            ("forward_propagation", 0): ("error", RAISED),
            ("forward_propagation", 1): ("error", RAISED),
            ("compute_cost", 0): ("skipped", None),
            ("compute_cost", 1): ("skipped", None),
            ("backward_propagation", 0): ("skipped", None),
            ("backward_propagation", 1): ("skipped", None),
            ("nn_model", 0): ("skipped", None),
        },
    },
    "farid.haddad": {"logistic_regression": {("optimize", 1): ("failed", RATE)}},
    "ivan.petrenko": {
        "logistic_regression": {
            ("propagate", 2): ("failed", GRADIENT),
            ("model", 0): ("crashed", CRASHED),
            ("model", 1): ("skipped", None),
        },
        "planar_network": {("backward_propagation", 0): ("failed", KEEPDIMS)},
    },
    "li.wei": {},
    "maria.garcia": {"planar_network": {("backward_propagation", 0): ("failed", KEEPDIMS)}},
    "noah.okafor": {
        "logistic_regression": {
            ("propagate", 0): ("failed", COST),
            ("propagate", 2): ("failed", GRADIENT),
        }
    },
    "sofia.rossi": {"planar_network": {("forward_propagation", 0): ("error", RAISED)}},
    "zoya.shevchenko": {
        "logistic_regression": {
            (name, i): ("failed" if name in {"sigmoid", "propagate"} else "skipped", None)
            for name in ("sigmoid", "propagate", "optimize", "model")
            for i in range(len(LOGISTIC[name][1]))
        },
        "planar_network": {
            (name, i): ("failed", STUB)
            for name in ("forward_propagation", "compute_cost", "backward_propagation", "nn_model")
            for i in range(len(PLANAR[name][1]))
        },
    },
}
UNREADABLE = {("li.wei", "planar_network")}
MACHINERY = {("farid.haddad", "planar_network")}


def made_up_run() -> RunInfo:
    packages = {"gradewright": "0.1.0", "numpy": "2.4.6", "scikit-learn": "1.9.1"}
    environment = Environment("3.11.4", packages, Device("cpu", "AMD EPYC 9654"))
    return RunInfo("Neural networks", "2025-03-12T14:05:31Z", 42, environment)


def made_up_submission(student: str, assignment: str) -> SubmissionResult:
    faults = FAULTS[student].get(assignment, {})
    questions = tuple(
        _question(name, points, titles, faults)
        for name, (points, titles) in ASSIGNMENTS[assignment].items()
    )
    needed = {f.function for _, f in faults.values() if f}
    result = SubmissionResult(
        student=student,
        assignment=assignment,
        files=("work.ipynb",),
        digest="sha256:" + "3f" * 32,
        status="graded",
        message=None,
        isolation=SEALED,
        score=sum(q.score for q in questions),
        max_score=sum(q.max_score for q in questions),
        seconds=0.084,
        questions=questions,
        data=("digits (stands in for the cat images)",) if "logistic" in assignment else (),
        notes=("Cell 4: the line `%matplotlib inline` was left out.",) if needed else (),
        code=tuple(
            CodeExcerpt(
                name, "work.ipynb", 11 if name == "forward_propagation" else 7, 1, SOURCES[name]
            )
            for name in sorted(needed & SOURCES.keys())
        ),
    )
    if (student, assignment) in UNREADABLE:
        message = "work.ipynb is not a notebook: its JSON ends in the middle of line 212."
        return _without_questions(result, "unreadable", message)
    if (student, assignment) in MACHINERY:
        message = "The worker could not be started: no space left on the device."
        return _without_questions(result, "failed", message)
    return result


def _without_questions(result, status, message):
    return dataclasses.replace(
        result, status=status, message=message, score=0.0, questions=(), code=(), notes=()
    )


def _question(name, points, titles, faults):
    worth = points / len(titles)
    tests = tuple(
        _test(name, i, title, worth, *faults.get((name, i), ("passed", None)))
        for i, title in enumerate(titles)
    )
    title = name.replace("_", " ").capitalize()
    return QuestionResult(name, title, sum(t.score for t in tests), points, tests, (name,))


def _test(question, index, title, worth, status, failure):
    hidden = "fresh data" in title
    message = failure.problem if failure else ("" if status == "passed" else "It returned None.")
    if status == "skipped":
        message = "Skipped: it needs an earlier test of this assignment that did not pass."
    return TestResult(
        id=f"test_{question}.py::test_{index}",
        title=title,
        score=worth if status == "passed" else 0.0,
        max_score=worth,
        visibility="hidden" if hidden else "visible",
        message=message,
        seconds=0.004,
        status=status,
        failure=failure,
        fault=fault_id(f"{question}-{index}", status, failure.problem, failure.cause)
        if failure
        else "",
    )


def made_up_class() -> tuple[SubmissionResult, ...]:
    return tuple(made_up_submission(s, a) for s in FAULTS for a in ASSIGNMENTS)


def made_up_notebook() -> bytes:
    """The notebook that the made-up results speak of: text, code, output, an error, a picture."""
    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaGjAjoaWBEkSAAB4GyABSWpXFwAA"
        "AABJRU5ErkJggg=="
    )
    code = [SOURCES["propagate"], SOURCES["forward_propagation"]]
    cells: list[dict] = [
        {
            "cell_type": "markdown",
            "source": "# Logistic regression\n\n**Task**: see [the notes](https://example.org/notes).",
        },
        {"cell_type": "code", "source": "import numpy as np", "execution_count": 1, "outputs": []},
        {
            "cell_type": "markdown",
            "source": "The cost is $J = -\\frac{1}{m}$.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        },
        {"cell_type": "code", "source": "%matplotlib inline", "execution_count": 2, "outputs": []},
        {
            "cell_type": "code",
            "source": "print(X.shape)",
            "execution_count": 3,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["(2, 3)\n"]}],
        },
        {"cell_type": "markdown", "source": "## Propagate\n\n- forward\n- backward"},
        {"cell_type": "code", "source": code[0], "execution_count": 4, "outputs": []},
        {
            "cell_type": "code",
            "source": "propagate(w, b, X)",
            "execution_count": 5,
            "outputs": [
                {
                    "output_type": "error",
                    "ename": "TypeError",
                    "evalue": "missing Y",
                    "traceback": ["\x1b[0;31mTypeError\x1b[0m: missing \x1b[1;32m'Y'\x1b[0m"],
                }
            ],
        },
        {
            "cell_type": "code",
            "source": "plt.imshow(image)",
            "execution_count": 6,
            "outputs": [
                {
                    "output_type": "display_data",
                    "data": {"image/png": dot, "text/plain": "<Figure>"},
                },
                {"output_type": "display_data", "data": {"text/html": "<table><tr><td>1</table>"}},
            ],
        },
        {"cell_type": "raw", "source": "raw text"},
        {"cell_type": "code", "source": code[1], "execution_count": 7, "outputs": []},
    ]
    for cell in cells:
        cell["metadata"] = {}
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    return json.dumps(document).encode()


@pytest.fixture
def run() -> RunInfo:
    return made_up_run()


@pytest.fixture
def submission() -> Callable[[str, str], SubmissionResult]:
    """Return the maker of a made-up submission: student, assignment."""
    return made_up_submission


@pytest.fixture
def made_up() -> tuple[SubmissionResult, ...]:
    """Return the whole class: 24 submissions."""
    return made_up_class()


@pytest.fixture
def notebook() -> bytes:
    return made_up_notebook()


# What holds no free text: numbers, and words of closed lists.
KEPT = {"status", "visibility", "digest", "cell", "line", "score", "max_score", "seconds"}
KEPT |= {"kind", "scaled", "whose", "look", "png"}
KEPT |= {"created", "only", "graded_with", "page", "submitted_from", "fault"}


def _poisoned(record, text):
    """Return a record with every text in it replaced."""
    if isinstance(record, str):
        return text
    if isinstance(record, tuple):
        return tuple(_poisoned(value, text) for value in record)
    if not dataclasses.is_dataclass(record):
        return record
    names = [f.name for f in dataclasses.fields(record) if f.name not in KEPT]
    changed = {name: _poisoned(getattr(record, name), text) for name in names}
    return dataclasses.replace(record, **changed)


@pytest.fixture
def poisoned() -> Callable[..., SubmissionResult]:
    """Return the maker of a record whose texts are all replaced by one: record, text."""
    return _poisoned


REPORT = """const said = []; {steps}
document.body.append(
  Object.assign(document.createElement('pre'), {{id: 'said', textContent: said.join('\\n')}}));"""


@pytest.fixture
def browse(visit, tmp_path):
    """Open a page, run steps of ours in it, and return the document and what the steps said."""

    def open_page(page, steps=""):
        script = REPORT.format(steps=steps)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        own = f"script-src 'sha256-{digest}' "
        policy = re.search(r'Policy" content="([^"]*)"', page)[1]
        plain = html.unescape(policy)
        allowed = plain.replace("script-src ", own) if "script-src " in plain else f"{plain}; {own}"
        page = page.replace(policy, html.escape(allowed))
        file = tmp_path / "page.html"
        file.write_text(page.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
        document = visit(file.as_uri())
        said = re.search(r'<pre id="said">(.*?)</pre>', document, re.DOTALL)
        assert said, "the page's steps did not run to their end"
        return document, html.unescape(said[1]).split("\n")

    return open_page


class Outline(HTMLParser):
    """Reads a page into its tags, and into its visible text by line."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._silent = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._silent += tag in {"style", "script"}

    def handle_endtag(self, tag):
        self._silent -= tag in {"style", "script"}

    def handle_data(self, data):
        if not self._silent and data.strip():
            self.text.append(" ".join(data.split()))


ALLOWED_TAGS = re.compile(
    "html|head|meta|title|style|body|a|header|main|footer|nav|section|article|div|span|p|b|i|small"
    "|strong|em|del|code|pre|mark|bdi|br|hr|h[1-4]|ol|ul|li|dl|dt|dd|table|thead|tbody|tr|th|td"
    "|figure|figcaption|blockquote|details|summary|time|img|form|label|input|select|option|output"
    "|svg|defs|symbol|use|g|path|rect|circle|text|desc|marker|image|script"
    "|progress|math|mrow|mi|mn|mo|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|msub|msup|msubsup|munder|mover"
    "|munderover|mtable|mtr|mtd|mpadded|mphantom|menclose"
)
ALLOWED_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=]+$")
ALLOWED_LINK = re.compile(r"(?:https?://|#|(?:\.\./)*[\w%.~-]+(?:/[\w%.~-]+)*(?:#[\w.-]+)?$)")


def _assert_harmless(html: str, *, scripts: int = 0) -> Outline:
    """Check that a page is valid UTF-8, brings everything with it, and can do nothing."""
    html.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
    page = Outline(html)
    for tag, attributes in page.tags:
        assert ALLOWED_TAGS.fullmatch(tag), tag
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"srcdoc", "action", "formaction", "srcset", "ping", "background"}
            if name == "src" or (name, tag) == ("href", "image"):
                assert ALLOWED_IMAGE.match(value or "")
            elif name == "href":
                assert ALLOWED_LINK.match(value or ""), value
            if name == "href" and tag == "use":
                assert (value or "").startswith(("#s-", "#i-p-"))
            if name.startswith("marker-"):
                assert re.fullmatch(r"url\(#m-[a-z0-9-]+\)", value or "")
            if name == "style":
                assert not re.search(r"url|expression|@|\\", value or "")
    assert sum(tag == "script" for tag, _ in page.tags) == scripts
    assert not re.search(r"url\(|@import", html.partition("<style>")[2].partition("</style>")[0])
    policy = next(a["content"] for t, a in page.tags if t == "meta" and "http-equiv" in a)
    assert (policy or "").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    return page


@pytest.fixture
def assert_harmless() -> Callable[..., Outline]:
    return _assert_harmless


@pytest.fixture
def outline() -> type[Outline]:
    return Outline
