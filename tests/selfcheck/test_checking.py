"""The self-check says what the graders say, as far as it can know."""

from __future__ import annotations

import random
import sys
from collections import Counter

import numpy as np
import pytest

from gradewright.authoring.variants import variant_files
from gradewright.course.reader import read_course
from gradewright.selfcheck.found import found_in, plain_of

from .conftest import REPOSITORY

COURSE = {a.slug: a for a in read_course(REPOSITORY).assignments}
NUMPY = [slug for slug, a in COURSE.items() if "keras" not in a.load.imports]
MODELS = [slug for slug in COURSE if slug not in NUMPY]
HEAD = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n"
PROPAGATE = """\
def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    cost = {cost}
    return {{"dw": X @ (A - Y).T / X.shape[1], "db": float(np.mean(A - Y))}}, cost
"""
RIGHT = "float(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))"


def statuses(found):
    return Counter(each.status for each in found)


@pytest.mark.parametrize("slug", NUMPY)
def test_stubs_are_told_what_is_not_written_yet(checked, slug):
    for ending in ("py", "ipynb"):
        found = checked(slug, COURSE[slug].template / f"{slug}.{ending}")
        assert statuses(found) == {"todo": len(found)}
        assert all("not written yet" in each.words for each in found if "package" not in each.words)


@pytest.mark.parametrize("slug", NUMPY)
def test_references_pass(checked, slug):
    found = checked(slug, COURSE[slug].reference_file)
    assert [each.check.id for each in found if each.status == "failed"] == []
    assert statuses(found)["passed"] >= len(found) - 3


@pytest.mark.parametrize("slug", ["logistic_regression", "activations"])
def test_correct_variants_pass(checked, slug):
    variants = variant_files(COURSE[slug], "correct")
    assert len(variants) > 5
    for variant in variants:
        assert statuses(checked(slug, variant)).keys() == {"passed"}, variant.name


@pytest.mark.slow(seconds=60)
@pytest.mark.parametrize("slug", MODELS)
def test_models_are_checked_too(checked, slug):
    assert statuses(checked(slug, COURSE[slug].reference_file)).keys() == {"passed"}
    found = checked(slug, COURSE[slug].template / f"{slug}.py")
    assert statuses(found) == {"todo": len(found)}


def test_what_is_wrong_is_said_with_its_cause(checked):
    cost = "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))"
    found = checked("logistic_regression", HEAD + PROPAGATE.format(cost=cost), "propagate")
    failed = next(each for each in found if each.status == "failed")
    assert failed.failure.problem == "The cost is wrong."
    assert "the division by m = 2 is missing" in failed.failure.cause
    assert failed.failure.call.startswith("propagate(")


def test_an_exception_is_told_at_the_students_own_line(checked):
    found = checked("logistic_regression", HEAD + PROPAGATE.format(cost="A @ A"), "propagate")
    (line,) = found[0].failure.trace
    assert (line.text, line.function) == ("cost = A @ A", "propagate")
    assert line.line == 8


def test_a_missing_function_with_a_known_cause_has_failed(checked):
    work = "import numpy as np\nclass Model:\n    def sigmoid(self, z):\n        return z\n"
    found = checked("logistic_regression", work, "sigmoid")
    assert {each.status for each in found} == {"failed"}
    assert all("Model" in each.failure.cause for each in found)


def test_what_waits_for_another_function_says_so(checked):
    stub = "\ndef sigmoid(z):\n    raise NotImplementedError()\n"
    work = "import numpy as np\n" + PROPAGATE.format(cost=RIGHT) + stub
    found = checked("logistic_regression", work, "propagate")
    assert {each.status for each in found} == {"todo"}
    assert found[0].words == "Waits for sigmoid, which is not written yet."


def test_what_is_printed_is_kept_to_its_first_five_hundred_characters(checked, capsys):
    work = HEAD.replace("    return", "    print('z' * 600)\n    return")
    found = checked("logistic_regression", work, "sigmoid")
    assert found[0].printed == "z" * 500
    assert found[0].unprinted >= 101
    assert capsys.readouterr().out == ""


def test_each_question_finds_the_work_as_it_was_loaded(checked):
    work = (
        HEAD
        + "count = 0\n"
        + (
            "def initialize_with_zeros(dim):\n    global count\n    count += 1\n"
            "    return np.zeros((dim, 1)), 0.0\n"
        )
        + PROPAGATE.format(cost=f"{RIGHT} if not count else 0.0")
    )
    found = checked("logistic_regression", work, "initialize_with_zeros", "propagate")
    assert statuses(found) == {"passed": len(found)}


def test_the_generators_of_a_session_are_left_as_they_were(checked):
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    before = _states()
    checked("logistic_regression", COURSE["logistic_regression"].reference_file)
    assert _states() == before


def _states():
    return random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002


def test_inputs_are_drawn_from_the_seed(checked):
    work = HEAD.replace("    return", "    print(repr(z))\n    return")
    once, again, other = (
        [each.printed for each in checked("logistic_regression", work, "sigmoid", seed=seed)]
        for seed in (1, 1, 2)
    )
    assert once == again
    assert len(other) == len(once)


def test_arguments_are_copies(checked):
    work = HEAD + (
        "def predict(w, b, X):\n    got = (sigmoid(w.T @ X + b) > 0.5) * 1.0\n"
        "    w *= 0\n    X[:] = 0\n    return got\n"
    )
    found = checked("logistic_regression", work.replace("w *= 0", "w = w * 0"), "predict")
    assert statuses(found) == {"passed": len(found)}


def test_neither_the_tests_modules_nor_pytest_are_left_under_their_names(checked, kit):
    kit("logistic_regression")
    pytest_before = sys.modules["pytest"]
    own = ("reading", "printed", "sets")
    before = [sys.modules.pop(name, None) for name in own]
    checked("logistic_regression", COURSE["logistic_regression"].reference_file, "sigmoid")
    left = [name for name in own if name in sys.modules]
    sys.modules.update({n: module for n, module in zip(own, before, strict=True) if module})
    assert left == []
    assert sys.modules["pytest"] is pytest_before


def test_what_was_found_survives_being_written_down(checked):
    found = checked("logistic_regression", HEAD + PROPAGATE.format(cost="A @ A"))
    assert [found_in(plain_of(each)) for each in found] == found
