"""All graders of the benchmark get the same exercise, and the same notebooks."""

import json
from collections import Counter

import pytest
from harness import fresh_interpreter
from harness.course import Preload, files
from harness.exercise import FUNCTIONS, POINTS
from harness.notebooks import KINDS, assertion, student_notebook, write_class

from gradewright.course.reader import read_course


def test_the_written_course_is_in_step_with_the_description(repository):
    folder = repository / "benchmarks" / "course"
    written = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert written == files(Preload()), "run: python benchmarks/run.py --write-course"


def test_gradewright_reads_the_course(repository):
    (assignment,) = read_course(repository / "benchmarks" / "course").assignments
    assert assignment.points == POINTS == 10
    assert assignment.functions == tuple(function.name for function in FUNCTIONS)


def test_every_form_holds_every_check():
    forms = files(Preload())
    source = json.loads(forms["nbgrader/source/numpy_basics/numpy_basics.ipynb"])
    cells = [cell["source"] for cell in source["cells"]]
    for function in FUNCTIONS:
        for check in function.checks:
            lines = assertion(function, check)
            assert sum("\n".join(lines) in cell for cell in cells) == 1
            otter = forms[f"otter/tests/{function.name}.py"]
            assert json.dumps("\n".join(f">>> {line}" for line in lines)) in otter
            graders = forms["graders/numpy_basics/test_numpy_basics.py"]
            assert f"student.{function.name}({check.arguments}), expected" in graders


def test_notebooks_deserve_what_they_say(tmp_path):
    students = write_class(tmp_path, len(KINDS))
    for student in students:
        assert fresh_interpreter.points(student.file) == student.points
    assert Counter(student.points for student in students) == {10: 3, 8: 3}


def test_no_two_notebooks_are_the_same(tmp_path):
    students = write_class(tmp_path, 13)
    assert len({student.file.read_bytes() for student in students}) == 13


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
def test_a_student_s_notebook_holds_no_answer_of_a_test(kind):
    text = json.dumps(student_notebook(kind, 1))
    assert "assert_allclose" not in text
    assert "HIDDEN" not in text
