"""What students get is made from the reference, stays in step with it, and holds no solution."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from gradewright.authoring.source import read_source, without_solutions
from gradewright.authoring.statement import read_statement
from gradewright.authoring.stub import make_template, out_of_step, write_template
from gradewright.cli import main
from gradewright.course.reader import find_assignment, read_course
from gradewright.errors import CourseError


def sums(course: Any) -> Any:
    return find_assignment(read_course(course.root), "sums")


def test_every_template_of_the_course_is_in_step(repository: Path) -> None:
    course = read_course(repository)
    stale = {a.slug: names for a in course.assignments if (names := out_of_step(a))}
    assert stale == {}, "run `gradewright generate`"


def test_no_template_holds_a_solution(repository: Path) -> None:
    for assignment in read_course(repository).assignments:
        source = read_source(assignment)
        for text in make_template(assignment).values():
            assert "BEGIN SOLUTION" not in text
        script = make_template(assignment)[f"{assignment.slug}.py"]
        assert script.count("raise NotImplementedError()") >= len(assignment.questions)
        for cell in source.cells:
            if cell.kind == "question":
                assert cell.code not in script


def test_notebooks_are_valid_and_carry_nbgraders_metadata(repository: Path) -> None:
    for assignment in read_course(repository).assignments:
        text = (assignment.template / f"{assignment.slug}.ipynb").read_text(encoding="utf-8")
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
        marks = [c.metadata.nbgrader for c in notebook.cells if "nbgrader" in c.metadata]
        assert len({mark.grade_id for mark in marks}) == len(marks)
        solutions = [mark.grade_id for mark in marks if mark.solution]
        assert solutions == [question.id for question in assignment.questions]
        assert all(mark.schema_version == 3 and not mark.grade for mark in marks)
        assert all(mark.locked is not mark.solution for mark in marks)
        assert all(len(mark.checksum) == 32 for mark in marks)
        statement = read_statement(assignment)
        shown = [c.source for c in notebook.cells if c.cell_type == "markdown"]
        assert shown == [statement.introduction, *statement.sections.values()]


def test_a_stub_runs_its_self_check(tiny_course: Any, tmp_path: Path) -> None:
    stub = tmp_path / "sums.py"
    stub.write_text(make_template(sums(tiny_course))["sums.py"])
    output = subprocess.run([sys.executable, stub], capture_output=True, text=True, check=True)
    assert output.stdout == "total: not written yet\n"
    solved = stub.read_text().replace("raise NotImplementedError()", "return sum(x)", 1)
    stub.write_text(solved)
    output = subprocess.run([sys.executable, stub], capture_output=True, text=True, check=True)
    assert output.stdout == "total: as printed\n"


def test_generate_writes_and_checks(tiny_course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--course", str(tiny_course.root)]
    assert main(["generate", *options, "--check"]) == 1
    assert "out of step: sums.ipynb, sums.py" in capsys.readouterr().out
    assert main(["generate", *options]) == 0
    assert main(["generate", *options, "--check"]) == 0
    stale = tiny_course.write("student_template/sums/old_helper.py", "x = 1\n")
    assert main(["generate", *options, "--check"]) == 1
    assert main(["generate", *options]) == 0
    assert not stale.exists()


def test_generating_twice_changes_nothing(tiny_course: Any) -> None:
    assert write_template(sums(tiny_course)) == ["sums.ipynb", "sums.py"]
    assert write_template(sums(tiny_course)) == []


@pytest.mark.parametrize(
    "code",
    [
        "### BEGIN SOLUTION\nx = 1",
        "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION\n### END SOLUTION",
        "### END SOLUTION",
    ],
)
def test_markers_that_do_not_pair_are_refused(code: str) -> None:
    with pytest.raises(CourseError, match="SOLUTION"):
        without_solutions(Path("reference.py"), code)


def test_a_stub_keeps_the_indentation_of_its_solution() -> None:
    code = "if x:\n    ### BEGIN SOLUTION\n    y = 1\n    ### END SOLUTION\n    return y"
    expected = "if x:\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return y"
    assert without_solutions(Path("reference.py"), code) == expected


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("reference/sums/sums.py", "# %% mean", "# %% median", "mean: found no such cell"),
        ("reference/sums/sums.py", "def check_total", "def chek_total", "no self-check"),
        (
            "reference/sums/sums.py",
            "# %% mean",
            "# %% total\n### BEGIN SOLUTION\n### END SOLUTION\n\n# %% mean",
            "total: found an earlier cell's name",
        ),
        ("assignments/sums/statement.md", "`mean`", "mean", "one that names `mean`"),
        ("assignments/sums/statement.md", "## 2.", "### 2.", "found 1; allowed: one a question"),
    ],
)
def test_mistakes_of_authors_are_named(
    tiny_course: Any, file: str, old: str, new: str, words: str
) -> None:
    text = (tiny_course.root / file).read_text()
    assert old in text
    tiny_course.write(file, text.replace(old, new))
    with pytest.raises(CourseError, match=words):
        make_template(sums(tiny_course))


def test_a_notebook_is_as_jupyter_writes_it(tiny_course: Any) -> None:
    text = make_template(sums(tiny_course))["sums.ipynb"]
    document = json.loads(text)
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text
    assert all(isinstance(cell["source"], list) for cell in document["cells"])
    assert [cell["id"] for cell in document["cells"]] == [
        "text-introduction", "text-total", "total", "self-check", "check-total",
        "text-mean", "mean",
    ]  # fmt: skip
