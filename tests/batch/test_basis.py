"""What results rest on: whatever could change one changes the digest, nothing else does."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from gradewright.batch.basis import Basis, environment
from gradewright.batch.hiring import Hiring
from gradewright.course.reader import read_course
from gradewright.grading.terms import Terms
from gradewright.sandbox.launch import Levels

HIRING = Hiring(Terms(seed=1), jobs=1)


def digest(root: Path, hiring: Hiring = HIRING, *, notebooks: bool = True, **changes: Any) -> str:
    course = read_course(root)
    basis = Basis(
        course, hiring, dataclasses.replace(environment(), **changes), notebooks=notebooks
    )
    return basis.digest(course.assignments[0])


def test_it_is_the_same_for_the_same(tiny_course: Any) -> None:
    first = digest(tiny_course.root)
    assert first.startswith("sha256:")
    assert digest(tiny_course.root) == first


@pytest.mark.parametrize(
    "file",
    [
        "graders/sums/test_sums.py",
        "reference/sums/sums.py",
        "assignments/sums/assignment.toml",
        "assignments/sums/support.py",
        "graders/sums/helpers.py",
    ],
)
def test_a_file_of_the_assignment_counts(tiny_course: Any, file: str) -> None:
    before = digest(tiny_course.root)
    path = tiny_course.root / file
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    tiny_course.write(file, f"{old}\n# mended\n")
    assert digest(tiny_course.root) != before


@pytest.mark.parametrize(
    "file",
    [
        "graders/sums/variants/wrong/new.py",
        "graders/sums/__pycache__/helpers.cpython-311.pyc",
        "student_template/sums/sums.py",
    ],
)
def test_what_decides_no_result_does_not_count(tiny_course: Any, file: str) -> None:
    before = digest(tiny_course.root)
    tiny_course.write(file, "# loses: total\n")
    assert digest(tiny_course.root) == before


@pytest.mark.parametrize(
    "hiring",
    [
        Hiring(Terms(1, "correctness"), 1),
        Hiring(Terms(1, "everything", "full"), 1),
        Hiring(Terms(1), 1, "en", Levels("process", "process")),
        Hiring(Terms(1), 1, "en", Levels(lowest="namespaces")),
    ],
)
def test_options_that_change_results_count(tiny_course: Any, hiring: Hiring) -> None:
    assert digest(tiny_course.root, hiring) != digest(tiny_course.root)


def test_seed_and_jobs_do_not_count(tiny_course: Any) -> None:
    assert digest(tiny_course.root, Hiring(Terms(2), 8)) == digest(tiny_course.root)


def test_the_environment_and_the_copies_count(tiny_course: Any) -> None:
    before = digest(tiny_course.root)
    assert digest(tiny_course.root, packages={"numpy": "1.0"}) != before
    assert digest(tiny_course.root, notebooks=False) != before
