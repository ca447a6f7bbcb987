"""Course files: what is right becomes records, what is wrong says file, key, found and allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.errors import CourseError, UsageError

COURSE = 'name = "demo"\ntitle = "A demo"\n'
ASSIGNMENT = """\
title = "Sums"
source = "made up"

[load]
preload = ["numpy"]
support = ["support/helpers.py"]

[limits]
test_seconds = 2.5
memory_mb = 500

[[question]]
id = "total"
title = "The total"
points = 4
functions = ["total", "mean"]
"""


def write(root: Path, course: str = COURSE, assignment: str = ASSIGNMENT) -> Path:
    folder = root / "assignments" / "sums"
    (folder / "support").mkdir(parents=True)
    (folder / "support" / "helpers.py").write_text("x = 1\n")
    (root / "course.toml").write_text(course)
    (folder / "assignment.toml").write_text(assignment)
    return root


def test_a_course_becomes_frozen_records(tmp_path: Path) -> None:
    course = read_course(write(tmp_path))
    (sums,) = course.assignments
    assert (course.name, course.language) == ("demo", "en")
    assert (sums.slug, sums.points, sums.functions) == ("sums", 4.0, ("total", "mean"))
    assert sums.files == ("sums.ipynb", "sums.py", "*.ipynb", "*.py")
    assert (sums.limits.test_seconds, sums.limits.memory_mb) == (2.5, 500)
    assert sums.limits.processes == 64
    assert sums.load.support == (tmp_path / "assignments/sums/support/helpers.py",)
    assert sums.graders == tmp_path / "graders" / "sums"
    with pytest.raises(AttributeError):
        sums.title = "other"  # type: ignore[misc]


def test_the_full_budget_has_limits_of_its_own(tmp_path: Path) -> None:
    full = "[limits.full]\ntest_seconds = 900\n\n[[question]]"
    course = read_course(write(tmp_path, assignment=ASSIGNMENT.replace("[[question]]", full)))
    (usual,), (long,) = course.under("").assignments, course.under("full").assignments
    assert (usual.limits.test_seconds, usual.limits.memory_mb) == (2.5, 500)
    assert (long.limits.test_seconds, long.limits.memory_mb) == (900, 500)
    assert long.slug == usual.slug


def test_the_largest_model_is_stated_or_usual(tmp_path: Path) -> None:
    (usual,) = read_course(write(tmp_path / "usual")).assignments
    assert (usual.largest.parameters, usual.largest.multiplications) == (2_500_000, 100_000_000)
    stated = ASSIGNMENT.replace("[[question]]", "[models]\nparameters = 1_234\n\n[[question]]")
    (own,) = read_course(write(tmp_path / "own", assignment=stated)).assignments
    assert (own.largest.parameters, own.largest.multiplications) == (1234, 100_000_000)
    wrong = ASSIGNMENT.replace("[[question]]", "[models]\nparameters = -3\n\n[[question]]")
    with pytest.raises(CourseError, match=r"models\.parameters"):
        read_course(write(tmp_path / "wrong", assignment=wrong))


def test_without_limits_of_its_own_the_full_budget_has_the_usual_ones(tmp_path: Path) -> None:
    course = read_course(write(tmp_path))
    assert course.under("full") == course


def test_a_question_may_have_a_limit_of_its_own(tmp_path: Path) -> None:
    text = (
        ASSIGNMENT + 'test_seconds = 0.5\n\n[[question]]\nid = "other"\ntitle = "x"\npoints = 1\n'
    )
    (sums,) = read_course(write(tmp_path, assignment=text)).assignments
    assert (sums.test_seconds("total"), sums.test_seconds("other")) == (0.5, 2.5)


def test_the_repository_is_a_course(repository: Path) -> None:
    course = read_course(repository)
    slugs = [assignment.slug for assignment in course.assignments]
    assert {"logistic_regression", "planar_network"} <= set(slugs)
    for slug in ("logistic_regression", "planar_network"):
        assert find_assignment(course, slug).points == 10


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "allowed"),
    [
        ('title = "Sums"', "title = 3", "title", "3", "a text"),
        ('title = "Sums"', 'titel = "Sums"', "title", "nothing", "a text"),
        ('source = "made up"', 'source = " "', "source", "' '", "a text"),
        ("[load]", '[load]\nmode = "fast"', "load.mode", "'fast'", "'slice' or 'whole'"),
        (
            "[load]",
            '[load]\nmoed = "slice"',
            "load.moed",
            "no meaning here, with the value 'slice'",
            "did you mean 'mode'?",
        ),
        ('["numpy"]', '"numpy"', "load.preload", "'numpy'", "a list of texts"),
        ("support/helpers.py", "helpers.py", "load.support", "'helpers.py'", "own folder"),
        ("support/helpers.py", "../../course.toml", "load.support", "'../..", "own folder"),
        ("test_seconds = 2.5", "test_seconds = -1", "limits.test_seconds", "-1", "positive number"),
        ("test_seconds = 2.5", "test_seconds = inf", "limits.test_seconds", "inf", "positive"),
        (
            "points = 4",
            "points = 4\ntest_seconds = 0",
            "'total': test_seconds",
            "0",
            "positive",
        ),
        ("memory_mb = 500", "[limits.full]\nmemory = 5", "limits.full.memory", "5", "memory_mb"),
        ("memory_mb = 500", "memory_mb = 0.5", "limits.memory_mb", "0.5", "positive whole number"),
        ("memory_mb = 500", "memory_mb = true", "limits.memory_mb", "True", "positive whole"),
        ("memory_mb = 500", "memory = 500", "limits.memory", "500", "did you mean 'memory_mb'?"),
        ("points = 4", "points = 0", "'total': points", "0", "positive number"),
        ("points = 4", 'points = "4"', "'total': points", "'4'", "positive number"),
        (
            '"total", "mean"',
            '"to tal"',
            "'total': functions",
            "'to tal'",
            "Python functions",
        ),
        (
            '"total", "mean"',
            '"lambda"',
            "'total': functions",
            "'lambda'",
            "Python functions",
        ),
        ('id = "total"', 'id = "Total 1"', "'Total 1': id", "'Total 1'", "lower-case"),
        ("[[question]]", "[question]", "question", "{'id'", "at least one table [[question]]"),
        ("points = 4", "points = ", "the syntax", "Invalid value", "TOML"),
        (
            "points = 4",
            "points = 4\nbonus = 1",
            "'total': bonus",
            "no meaning here, with the value 1",
            "the keys",
        ),
    ],
)
def test_a_mistake_names_file_key_found_and_allowed(
    tmp_path: Path, old: str, new: str, key: str, found: str, allowed: str
) -> None:
    assert old in ASSIGNMENT
    write(tmp_path, assignment=ASSIGNMENT.replace(old, new, 1))
    with pytest.raises(CourseError) as caught:
        read_course(tmp_path)
    error = caught.value
    assert error.file.endswith("assignments/sums/assignment.toml")
    assert error.key.removeprefix("[[question]] ") == key
    assert found in error.found
    assert allowed in error.allowed
    assert all(part in str(error) for part in (error.file, error.key, error.found, error.allowed))


def test_two_questions_cannot_share_an_id(tmp_path: Path) -> None:
    question = ASSIGNMENT[ASSIGNMENT.index("[[question]]") :]
    write(tmp_path, assignment=ASSIGNMENT + question)
    with pytest.raises(CourseError, match=re.escape("[[question]] 'total': id")):
        read_course(tmp_path)


def test_a_language_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    write(tmp_path, course=COURSE + 'language = "tlh"\n')
    with pytest.raises(CourseError, match="language: found 'tlh'; allowed: 'en'"):
        read_course(tmp_path)


def test_a_folder_that_is_no_course_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--course DIR"):
        read_course(tmp_path)


def test_a_course_without_assignments_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(COURSE)
    with pytest.raises(CourseError, match="no assignment"):
        read_course(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "course.toml").write_bytes(b'name = "caf\xe9"\n')
    with pytest.raises(CourseError, match="UTF-8"):
        read_course(tmp_path)


def test_an_unknown_assignment_lists_the_known_ones(tmp_path: Path) -> None:
    course = read_course(write(tmp_path))
    with pytest.raises(UsageError, match="'product'; this course has: sums"):
        find_assignment(course, "product")
