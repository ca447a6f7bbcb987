"""Visible tests hold nothing that students may not have, or `validate` says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.new import write_new
from gradewright.authoring.visible import outside_of
from gradewright.course.reader import read_course

TEST = """import pytest
{head}

pytestmark = pytest.mark.question("loss")

{mark}
def test_more(student{arguments}):
    {body}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "course.toml").write_text('name = "c"\ntitle = "C"\n', encoding="utf-8")
    write_new(tmp_path, "demo")
    return tmp_path


def told(course: Path) -> list[str]:
    (demo,) = read_course(course).assignments
    return [f"{Path(place).name}: {text}" for place, text in outside_of(demo)]


def write(course: Path, name: str, **parts: str) -> None:
    filled = {"head": "", "mark": "", "arguments": "", "body": "assert student"} | parts
    (course / "graders/demo" / name).write_text(TEST.format(**filled), encoding="utf-8")


@pytest.mark.parametrize("like", ["numpy", "keras"])
def test_a_new_assignment_is_in_order(course: Path, like: Any) -> None:
    write_new(course, "another", like)
    assert [list(outside_of(each)) for each in read_course(course).assignments] == [[], []]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"arguments": ", reference"}, "test_more.py:7: a visible test uses reference"),
        ({"arguments": ", data"}, "uses data"),
        ({"head": "import cases"}, "test_more.py:2: a visible test imports cases"),
        ({"head": "from cases import SIZES"}, "imports cases.SIZES"),
        ({"head": "import scipy.special"}, "imports scipy.special"),
        ({"head": "from gradewright.graders import CallFailed"}, "graders.CallFailed"),
        ({"head": "from gradewright import results"}, "gradewright.results"),
        (
            {"body": "got = 2/len(y)*X.T@(X@w - y)"},
            "test_more.py:8: a visible test holds a piece of the reference's solution: 2 / len(y)",
        ),
        ({"body": "check(float(np.mean((X @ w - y)**2)))"}, "float(np.mean((X @ w - y) ** 2))"),
        ({"mark": '@pytest.mark.visibility("hidden")'}, "test_more is not visible"),
        ({"mark": '@pytest.mark.visibility("after_deadline")'}, "test_more is not visible"),
    ],
)
def test_what_students_do_not_have(course: Path, parts: dict[str, str], words: str) -> None:
    write(course, "visible/test_more.py", **parts)
    found = told(course)
    assert any(words in text for text in found), found


@pytest.mark.parametrize(
    "parts",
    [
        {"arguments": ", rng, models, picture"},
        {"head": "import math\nimport numpy as np\nimport printed"},
        {"head": "from gradewright.graders import check_close, read_numbers"},
        {"arguments": ", n", "mark": '@pytest.mark.parametrize("n", [1, 2])'},
        {"body": "assert student.loss([1.0], [[1.0]], [0.0]) == len([0.0])"},
    ],
)
def test_what_students_have(course: Path, parts: dict[str, str]) -> None:
    write(course, "visible/test_more.py", **parts)
    assert told(course) == []


def test_a_solution_may_hold_functions_of_its_own(course: Path) -> None:
    file = course / "reference/demo/demo.py"
    helper = "\n\ndef squares(x):\n    return (x[0] + x[1]) * (x[0] - x[1])\n    ### END SOLUTION"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    ### END SOLUTION", helper, 1), encoding="utf-8")
    write(course, "visible/test_more.py", body="check((x[0] + x[1]) * (x[0] - x[1]))")
    assert any("(x[0] + x[1]) * (x[0] - x[1])" in text for text in told(course))


def test_preloaded_packages_are_there(course: Path) -> None:
    write_new(course, "deep", "keras")
    file = course / "graders/deep/visible/test_more.py"
    file.write_text("import keras\nimport scipy\n", encoding="utf-8")
    (deep,) = (a for a in read_course(course).assignments if a.slug == "deep")
    (text,) = (text for _, text in outside_of(deep))
    assert "scipy" in text


def test_a_visible_test_elsewhere(course: Path) -> None:
    write(course, "test_more.py")
    (text,) = told(course)
    assert text.startswith("test_more.py:7: test_more is visible: it belongs into visible/")


def test_what_measures_needs_a_judge(course: Path) -> None:
    write(course, "test_more.py", mark="@pytest.mark.performance", arguments=", bench")
    assert told(course) == []
    write(course, "visible/test_more.py", mark="@pytest.mark.performance", arguments=", bench")
    assert any("uses bench" in text for text in told(course))


def test_assignments_without_the_folder_are_left_alone(course: Path) -> None:
    (course / "graders/demo/visible").rename(course / "graders/demo/seen")
    assert told(course) == []


def test_validate_says_it(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from gradewright.cli import main

    write(course, "visible/test_more.py", arguments=", reference", mark="@pytest.mark.points(0)")
    options = ["--course", str(course), "--jobs", "1", "--seed", "1", "--sample", "1"]
    assert main(["validate", "demo", *options]) == 1
    assert "a visible test uses reference" in capsys.readouterr().out
