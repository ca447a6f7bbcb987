"""What runs in silence and is wrong all the same is told to the author."""

from __future__ import annotations

from typing import Any

import pytest

from gradewright.cli import main

CORRECT = '"""A loop."""\ndef total(x):\n    s = 0\n    for v in x:\n        s += v\n    return s\n'
MEAN = "def mean(x):\n    return total(x) / len(x)\n"
LOST = "# loses: total, mean\ndef total(x):\n    return 0.0\nmean = total\n"


@pytest.fixture
def course(tiny_course: Any) -> Any:
    tiny_course.write("graders/sums/variants/correct/loop.py", CORRECT + MEAN)
    tiny_course.write("graders/sums/variants/wrong/nothing.py", LOST)
    assert main(["generate", "--course", str(tiny_course.root)]) == 0
    return tiny_course


def told(course: Any, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """Return validate's exit code, what it printed in one line, and its complaint."""
    code = main(["validate", "--course", str(course.root), "--jobs", "1", "--seed", "1", *options])
    output = capsys.readouterr()
    return code, " ".join(output.out.split()), output.err


def replace(course: Any, file: str, old: str, new: str) -> None:
    text = (course.root / file).read_text(encoding="utf-8")
    assert old in text
    course.write(file, text.replace(old, new))


def test_nothing_is_found_in_a_course_in_order(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = told(course, capsys)
    assert code == 0
    assert "✗" not in out


TORN = """{"cells": [{"cell_type": "code", "source": "# loses: total, mean\\ndef total(x:"}],
"metadata": {}, "nbformat": 4, "nbformat_minor": 5}"""
EXTRA = "\n\n@pytest.mark.question('mean')\ndef test_more({arguments}):\n    {body}\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("student.avrage([1.0])", "avrage stands in no question's `functions`"),
        ("student.seeded(3).avrage([1.0])", "avrage stands in no question's `functions`"),
        ("student.either('avrage', ([1.0],))", "avrage stands in no question's `functions`"),
        ("student.mean(reference.avrage([1.0]))", "there is no avrage in sums.py"),
        ("student.mean(reference.in_place.avrage([1.0]))", "there is no avrage in sums.py"),
    ],
)
def test_a_call_of_what_nobody_asks_for(
    course: Any, capsys: pytest.CaptureFixture[str], body: str, words: str
) -> None:
    grader = course.root / "graders/sums/test_sums.py"
    extra = EXTRA.format(arguments="student, reference", body=body)
    grader.write_text(grader.read_text() + extra)
    code, out, _ = told(course, capsys, "--sample", "1")
    line = grader.read_text().splitlines().index(f"    {body}") + 1
    assert code == 1
    assert f"test_sums.py:{line}: {words}" in out


def test_a_function_that_the_reference_lacks(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(course, "assignments/sums/assignment.toml", '["mean"]', '["mean", "median"]')
    code, out, _ = told(course, capsys, "--sample", "1")
    assert code == 1
    assert "assignment.toml: functions: there is no median in sums.py" in out


def test_a_test_that_another_of_its_name_replaces(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(course, "graders/sums/test_sums.py", "def test_fresh(", "def test_printed(")
    code, out, _ = told(course, capsys, "--sample", "1")
    assert code == 1
    lines = (course.root / "graders/sums/test_sums.py").read_text().splitlines()
    first, second = (at for at, line in enumerate(lines, 1) if "def test_printed(" in line)
    assert f"test_sums.py:{first}: test_printed is defined again in line {second}" in out


def test_a_test_that_no_wrong_variant_fails(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    course.write("graders/sums/variants/wrong/nothing.py", f"# loses: mean\n{CORRECT}mean = total")
    code, out, _ = told(course, capsys)
    assert code == 1
    assert "test_sums.py::test_fresh: no wrong variant fails this test" in out
    assert "test_sums.py::test_mean" not in out
    code, out, _ = told(course, capsys, "--sample", "9")
    assert code == 0, "a sample cannot tell"


def test_a_self_check_that_the_reference_fails(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = "assert total([1, 2]) == 3", 'assert total([1, 2]) == 4, "should be 4"'
    replace(course, "reference/sums/sums.py", old, new)
    assert main(["generate", "--course", str(course.root)]) == 0
    code, out, _ = told(course, capsys, "--sample", "1")
    assert code == 1
    assert "sums.py:12: the reference fails its own self-check check_total" in out
    assert "should be 4" in out


def test_stubs_that_are_out_of_step(course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    replace(course, "assignments/sums/statement.md", "Add numbers.", "Add up numbers.")
    code, out, _ = told(course, capsys, "--sample", "1")
    assert code == 1
    assert (
        "sums.ipynb: this is not what the reference gives. Run `gradewright generate sums`" in out
    )


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("wrong/torn.py", "# loses: total, mean\ndef total(x:\n    return 0\n", "line 2: found"),
        (
            "wrong/torn.ipynb",
            TORN,
            "no cell of this variant is valid Python",
        ),
    ],
)
def test_a_variant_that_is_no_python(
    course: Any, capsys: pytest.CaptureFixture[str], name: str, text: str, words: str
) -> None:
    course.write(f"graders/sums/variants/{name}", text)
    code, out, _ = told(course, capsys)
    assert code == 1
    assert f"{name}: {words}" in out


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "graders/sums/test_sums.py",
            'visibility("hidden")',
            'visibilty("hidden")',
            "test_fresh: @pytest.mark: found visibilty",
        ),
        (
            "graders/sums/test_sums.py",
            "def test_mean(student, reference, rng)",
            "def test_mean(studnet, reference, rng)",
            "did you mean 'student'?",
        ),
        (
            "graders/sums/test_sums.py",
            "x = rng.normal(size=5)",
            "x = rng.normal(size=5",
            "test_sums.py: line 17: found '(' was never closed",
        ),
        (
            "graders/sums/test_sums.py",
            "import numpy as np",
            "import numpy as np\nimport nmupy",
            "No module named 'nmupy' (at ",
        ),
        (
            "reference/sums/sums.py",
            "return sum(x)",
            "return sum(x",
            "sums.py: line 7: found '(' was never closed",
        ),
        (
            "reference/sums/sums.py",
            "def total(x):",
            "SCALE = 1 / 0\ndef total(x):",
            "sums.py: line 4: found ZeroDivisionError",
        ),
        (
            "reference/sums/sums.py",
            "    ### END SOLUTION\n\n# %% check total",
            "\n# %% check total",
            "sums.py: line 6: found ### BEGIN SOLUTION; allowed: ### END SOLUTION after it",
        ),
        (
            "assignments/sums/assignment.toml",
            'id = "mean"\ntitle',
            'id = "mean"\ntitel',
            "[[question]] 'mean': title: found nothing (but 'titel', which has no meaning here)",
        ),
    ],
)
def test_a_mistake_is_one_sentence_with_its_file_and_line(
    course: Any,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    words: str,
) -> None:
    replace(course, file, old, new)
    code, out, err = told(course, capsys, "--sample", "1")
    said = out + err
    assert code in (1, 2)
    assert words in said
    assert "Traceback" not in said


def test_a_byte_order_mark_is_no_mistake(course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        "course.toml",
        "assignments/sums/assignment.toml",
        "assignments/sums/statement.md",
        "reference/sums/sums.py",
        "graders/sums/test_sums.py",
    ]
    for file in files:
        course.write(file, "\ufeff" + (course.root / file).read_text(encoding="utf-8"))
    assert told(course, capsys)[0] == 0


def test_a_package_that_is_not_there_is_named_with_its_file_and_key(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = "[limits]", '[load]\npreload = ["numpyy"]\n\n[limits]'
    replace(course, "assignments/sums/assignment.toml", old, new)
    code, _, err = told(course, capsys, "--sample", "1")
    assert code == 2
    assert "assignment.toml: load.preload: found numpyy, which cannot be imported here" in err


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("from gradewright.checks import check_shape", True),
        ("import gradewright.grading.kept", True),
        ("from gradewright import results", True),
        ("from gradewright.graders.models import ModelReader", True),
        ("from gradewright.graders import Student", True),
        ("from gradewright.graders import check_shape", False),
        ("from gradewright import graders", False),
        ("import gradewright.graders", False),
    ],
)
def test_what_graders_import_of_gradewright(
    course: Any, capsys: pytest.CaptureFixture[str], line: str, is_found: bool
) -> None:
    course.write("graders/sums/helpers.py", f'"""Helpers."""\n\n{line}\n')
    code, out, _ = told(course, capsys, "--sample", "1")
    assert ("helpers.py:3: gradewright." in out) == is_found
    assert code == is_found
