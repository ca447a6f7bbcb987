from __future__ import annotations

from collections.abc import Callable

import pytest

from gradewright.course.records import Assignment
from gradewright.submissions.choose import Choice, choose, fits_exactly


def _main(paths: list[str], assignment: Assignment) -> str:
    choice = choose(paths, assignment)
    assert choice is not None
    backwards = choose(list(reversed(paths)), assignment)
    assert backwards == choice
    return choice.main


@pytest.mark.parametrize(
    ("paths", "main"),
    [
        (["logistic_regression.py", "logistic_regression.ipynb"], "logistic_regression.ipynb"),
        (["a.ipynb", "logistic_regression.py"], "logistic_regression.py"),
        (["Logistic_Regression.IPYNB", "a.ipynb"], "Logistic_Regression.IPYNB"),
        (["a.py", "b.ipynb"], "b.ipynb"),
        (["v10.ipynb", "v9.ipynb"], "v10.ipynb"),
        (["work.py", "draft.ipynb"], "work.py"),
        (
            ["logistic_regression.ipynb", "logistic_regression_final.ipynb"],
            "logistic_regression_final.ipynb",
        ),
        (
            ["logistic_regression (1).ipynb", "logistic_regression.ipynb"],
            "logistic_regression.ipynb",
        ),
        (["b.ipynb", "backup/a.ipynb"], "b.ipynb"),
        (["work.ipynb", "work_final.ipynb"], "work_final.ipynb"),
        (["a/a.ipynb", "b.ipynb"], "b.ipynb"),
        (["x/logistic_regression.ipynb", "a.ipynb"], "x/logistic_regression.ipynb"),
        (["logistic-regression.ipynb", "a.ipynb"], "logistic-regression.ipynb"),
        (["a-checkpoint.ipynb", "b.ipynb"], "b.ipynb"),
        (["a-checkpoint.ipynb"], "a-checkpoint.ipynb"),
        (["Untitled-Copy1.ipynb", "Untitled.ipynb"], "Untitled.ipynb"),
        (["a.ipynb.txt", "a.ipynb"], "a.ipynb"),
        (["data.csv", "b.py", "readme.md"], "b.py"),
    ],
)
def test_patterns_then_exact_names_then_natural_order(
    paths: list[str], main: str, logistic: Assignment
) -> None:
    assert _main(paths, logistic) == main


def test_an_exact_name_comes_first_among_files_of_one_pattern(
    make_assignment: Callable[..., Assignment],
) -> None:
    assignment = make_assignment("*.ipynb", "work.ipynb")
    assert _main(["a.ipynb", "work.ipynb"], assignment) == "work.ipynb"


def test_patterns_with_folders_meet_the_whole_path(
    make_assignment: Callable[..., Assignment],
) -> None:
    assignment = make_assignment("src/*.py", "*.ipynb")
    assert _main(["a.ipynb", "src/model.py"], assignment) == "src/model.py"


def test_a_work_under_an_odd_name_is_graded_with_a_note(
    make_assignment: Callable[..., Assignment],
) -> None:
    choice = choose(["my work.ipynb"], make_assignment("work.ipynb"))
    assert choice is not None
    assert choice.main == "my work.ipynb"
    assert "work.ipynb" in choice.notes[0]


def test_a_doubled_ending_is_said(logistic: Assignment) -> None:
    choice = choose(["logistic_regression.ipynb.txt"], logistic)
    assert choice is not None
    assert "read as logistic_regression.ipynb" in choice.notes[0]


def test_rivals_are_named_and_helpers_are_not(logistic: Assignment) -> None:
    paths = ["logistic_regression.ipynb", "logistic_regression.py", "old.ipynb", "utils.py"]
    choice = choose([*paths, "x-checkpoint.ipynb"], logistic)
    assert choice is not None
    assert "logistic_regression.py, old.ipynb." in choice.notes[0]
    assert not any("utils" in note or "checkpoint" in note for note in choice.notes)


def test_nothing_to_grade_is_none(logistic: Assignment) -> None:
    assert choose(["a.csv", "b.zip"], logistic) is None
    assert choose([], logistic) is None


def test_one_plain_file_needs_no_note(logistic: Assignment) -> None:
    assert choose(["a.ipynb"], logistic) == Choice("a.ipynb", ())


def test_exact_names_are_those_without_wildcards(logistic: Assignment) -> None:
    assert fits_exactly("Logistic_Regression.ipynb", logistic)
    assert fits_exactly("logistic_regression.ipynb.txt", logistic)
    assert not fits_exactly("a.ipynb", logistic)
