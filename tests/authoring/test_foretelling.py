"""How well a self-check foretells the grade is counted over cases whose grade is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright import results
from gradewright.authoring.foretelling import Foretold, beliefs, foretold_by
from gradewright.cli import main
from gradewright.results import QuestionResult, SubmissionResult

ORDER = ("one", "two")
names = st.frozensets(st.sampled_from(ORDER))


def shown(loses: str, passes: str) -> Foretold:
    return Foretold(frozenset(loses.split()), frozenset(passes.split()))


def test_what_is_seen_and_what_is_not() -> None:
    cases = [
        ("right", shown("", "one two")),
        ("seen", shown("one", "two")),
        ("missed", shown("one", "one two")),
        ("seen elsewhere", shown("two", "two")),
    ]
    whole, one, two = beliefs(ORDER, cases)
    assert (whole.wrong, whole.caught, whole.missed) == (3, 2, ("missed",))
    assert (whole.passing, whole.misled, whole.share_misled) == (2, 1, 0.5)
    assert (one.wrong, one.caught, one.passing, one.misled) == (2, 1, 2, 1)
    assert (two.wrong, two.caught, two.missed) == (1, 0, ("seen elsewhere",))
    assert one.share_caught == 0.5


def test_nothing_is_divided_by_nothing() -> None:
    assert [b.share_caught for b in beliefs(ORDER, [])] == [1.0, 1.0, 1.0]
    assert [b.share_misled for b in beliefs(ORDER, [])] == [0.0, 0.0, 0.0]


@given(st.lists(st.tuples(st.text(), st.builds(Foretold, names, names)), max_size=12))
def test_counts_add_up(cases: list[tuple[str, Foretold]]) -> None:
    for belief in beliefs(ORDER, cases):
        assert belief.caught + belief.misled == belief.wrong <= len(cases)
        assert belief.misled <= belief.passing <= len(cases)
        assert 0 <= belief.share_misled <= 1


@pytest.mark.parametrize(
    ("status", "given", "passes"),
    [("passed", (), True), ("passed", ("sigmoid",), False), ("failed", (), False)],
)
def test_what_the_reference_helped_with_does_not_pass_a_self_check(
    status: Any, given: tuple[str, ...], passes: bool
) -> None:
    tests = (
        results.TestResult(
            "visible/test_a.py::test_a", "", 1, 1, "visible", "", 0, status, given=given
        ),
        results.TestResult("test_a.py::test_b", "", 1, 1, "hidden", "", 0, "failed"),
    )
    question = QuestionResult("one", "", 1, 2, tests)
    found = foretold_by(_result(question))
    assert (found.loses == {"one"}, "one" in found.passes) == (True, passes)


def _result(question: QuestionResult) -> SubmissionResult:
    import dataclasses

    values: dict[str, Any] = {f.name: "" for f in dataclasses.fields(SubmissionResult)}
    return SubmissionResult(**{**values, "questions": (question,)})


def test_the_command_prints_a_table(tiny_course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    right = "def total(x):\n    return sum(x)\n"
    tiny_course.write(
        "graders/sums/variants/correct/a.py", right + "def mean(x):\n    return sum(x) / len(x)\n"
    )
    tiny_course.write("graders/sums/variants/wrong/b.py", f"# loses: mean\n{right}mean = total\n")
    assert main(["generate", "--course", str(tiny_course.root)]) == 0
    options = ["--jobs", "1", "--seed", "1", "--sample", "4", "--foretell"]
    code = main(["validate", "--course", str(tiny_course.root), *options])
    assert code == 0
    told = capsys.readouterr().out
    assert "… and loses points" in told
    assert "Not seen by any visible test: b.py." in told
