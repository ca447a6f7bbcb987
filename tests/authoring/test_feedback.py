"""What students of wrong variants would read, in a table for the author."""

from __future__ import annotations

from typing import Any

import pytest

from gradewright.authoring.feedback import Feedback, Message, fault_of, feedback_of
from gradewright.cli import main
from gradewright.results import Failure, QuestionResult, SubmissionResult
from gradewright.results import TestResult as OneTest

PASSED = OneTest("t::passed", "Right", 1, 1, "visible", "", 0.1, "passed")


def failed(title: str, cause: str = "", visibility: Any = "hidden", **more: Any) -> OneTest:
    failure = Failure(f"{title} is wrong.", cause=cause)
    return OneTest(
        f"t::{title}", title, 0, 1, visibility, "", 0.1, "failed", failure=failure, **more
    )


def result(**questions: list[OneTest]) -> SubmissionResult:
    asked = tuple(QuestionResult(k, k, 0, 2, tuple(tests)) for k, tests in questions.items())
    return SubmissionResult("w", "sums", (), "", "graded", None, Any, 0, 4, 0.1, asked)  # type: ignore[arg-type]


def test_the_most_telling_is_of_the_lost_questions_and_has_a_cause() -> None:
    graded = result(
        total=[PASSED, failed("one", because_of=("mean",))],
        mean=[failed("two"), failed("three", "n is missing."), failed("four", "odd.")],
    )
    found = feedback_of(frozenset({"mean"}), graded)
    three = Message("mean", "three", "three is wrong.", "n is missing.")
    assert found == Feedback(first=three, best=three, is_seen=False)


def test_what_is_fixed_first_may_be_another_one() -> None:
    graded = result(
        total=[failed("one", "an after-effect.", "visible")], mean=[failed("two"), PASSED]
    )
    found = feedback_of(frozenset({"mean"}), graded)
    assert found.first == Message("total", "one", "one is wrong.", "an after-effect.")
    assert found.best == Message("mean", "two", "two is wrong.", "")
    assert found.is_seen


def test_a_test_without_a_failure_tells_its_message() -> None:
    odd = OneTest("t::odd", "Odd", 0, 1, "visible", "It took too long.\nmore", 9, "timeout")
    found = feedback_of(frozenset({"mean"}), result(mean=[odd]))
    assert found.best == found.first == Message("mean", "Odd", "It took too long.", "")


def test_nothing_went_wrong() -> None:
    found = feedback_of(frozenset({"mean"}), result(mean=[PASSED]))
    assert found == Feedback(first=None, best=None, is_seen=False)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""Wrong: db is summed.\nAnd more."""\nx = 1', "db is summed."),
        ("# loses: mean\n\n'''A sum.'''", "A sum."),
        ("# Wrong: a global m.\n# loses: mean\nimport numpy", "a global m."),
        ("# loses: mean\ndef mean(x):\n    '''Return it.'''", ""),
        ("", ""),
    ],
)
def test_the_fault_is_the_docstrings_first_line(source: str, fault: str) -> None:
    assert fault_of(source) == fault


def test_the_table(tiny_course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder = "graders/sums/variants"
    mean = "def mean(x):\n    return total(x) / len(x)\n"
    right = "def total(x):\n    return sum(x)\n"
    tiny_course.write(f"{folder}/correct/loop.py", right + mean)
    head = '"""Wrong: the mean is a total."""\n# loses: mean\n'
    tiny_course.write(f"{folder}/wrong/summed.py", f"{head}{right}mean = total\n")
    assert main(["generate", "--course", str(tiny_course.root)]) == 0
    options = ["--course", str(tiny_course.root), "--jobs", "1", "--seed", "1"]
    assert main(["validate", "sums", *options, "--only", "summed", "--feedback"]) == 0
    said = capsys.readouterr().out
    assert "the mean is a total." in said
    assert "mean · " in said
    assert "sums: visible tests catch" in said
    assert main(["validate", "sums", *options, "--only", "loop", "--feedback"]) == 0
    assert "No wrong variant was graded" in capsys.readouterr().out
