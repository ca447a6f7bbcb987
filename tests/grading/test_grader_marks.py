"""Marks become a plan whose points add up, or an error that says what is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Assignment, Limits, Load, Question
from gradewright.errors import CourseError
from gradewright.grading.marks import MARKERS, PlannedTest, plan
from gradewright.grading.running import blocking
from gradewright.verdicts.verdict import Verdict


def in_place(id_: str, *depends: str) -> PlannedTest:
    return PlannedTest(id_, id_.partition("::")[2], "", "a", 1.0, "visible", depends)


def assignment(root: Path, **points: float) -> Assignment:
    questions = tuple(Question(id_, id_.title(), value) for id_, value in points.items())
    folders = dict.fromkeys(("folder", "graders", "reference", "template"), root)
    return Assignment("demo", "Demo", "made up", (), questions, Load(), Limits(), **folders)


class Collector:
    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        for line in MARKERS:
            config.addinivalue_line("markers", line)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)


def planned(tmp_path: Path, code: str, **points: float) -> tuple[PlannedTest, ...]:
    # pytest keeps imported test modules by name, and this process collects many.
    (tmp_path / f"test_{tmp_path.name}.py").write_text(f"import pytest\n{code}")
    collector = Collector()
    options = [
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
        "--collect-only",
        "--import-mode=importlib",
    ]
    pytest.main([*options, "-p", "no:cacheprovider", str(tmp_path)], plugins=[collector])
    return plan(collector.items, assignment(tmp_path, **points))


def points_of(tests: tuple[PlannedTest, ...]) -> dict[str, float]:
    return {test.id.partition("::")[2]: test.points for test in tests}


def test_tests_without_points_share_what_is_left(tmp_path: Path) -> None:
    code = """
pytestmark = pytest.mark.question("a")
@pytest.mark.points(1)
def test_one(): pass
def test_two(): pass
@pytest.mark.parametrize("n", [1, 2])
def test_three(n): pass
"""
    tests = planned(tmp_path, code, a=4)
    expected = {"test_one": 1.0, "test_two": 1.5, "test_three[1]": 0.75, "test_three[2]": 0.75}
    assert points_of(tests) == expected


def test_titles_visibility_and_dependencies(tmp_path: Path) -> None:
    code = '''
pytestmark = pytest.mark.question("a")
def test_first():
    """The first thing. """
@pytest.mark.visibility("hidden")
@pytest.mark.depends("test_first")
@pytest.mark.parametrize("n", [7])
def test_second_thing(n): pass
'''
    first, second = planned(tmp_path, code, a=1)
    assert (first.title, first.visibility, first.depends) == ("The first thing", "visible", ())
    assert (second.title, second.visibility) == ("test second thing (7)", "hidden")
    assert second.depends == ("test_first",)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("def test_x(): pass", "pytest.mark.question: found None; allowed: a, b"),
        ("@pytest.mark.question('c')\ndef test_x(): pass", "found 'c'"),
        ("@pytest.mark.question('a')\ndef test_x(): pass", "question 'b': found no test"),
        ("@pytest.mark.question()\ndef test_x(): pass", "one argument"),
    ],
)
def test_wrong_questions_are_named(tmp_path: Path, code: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        planned(tmp_path, code, a=1, b=1)


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ("@pytest.mark.points(5)", "found tests worth 5 points; allowed: tests worth 2"),
        ("@pytest.mark.points(1)", "found tests worth 1 points; allowed: tests worth 2"),
        ("@pytest.mark.points('2')", "not negative"),
        ("@pytest.mark.points(-2)", "not negative"),
        ("@pytest.mark.visibility('secret')", "visible or hidden or after_deadline"),
        ("@pytest.mark.depends('test_later')", "stand before this one"),
    ],
)
def test_wrong_marks_are_named(tmp_path: Path, marks: str, message: str) -> None:
    code = f"@pytest.mark.question('a')\n{marks}\ndef test_x(): pass\n"
    with pytest.raises(CourseError, match=message):
        planned(tmp_path, code, a=2)


def test_arguments_are_typed_as_documented() -> None:
    names = [re.split("[(:]", line)[0] for line in MARKERS]
    value: Any = names
    assert sorted(value) == ["depends", "needs", "performance", "points", "question", "visibility"]


def test_a_test_depends_on_its_files_namesake_among_the_visible_ones() -> None:
    first = in_place("visible/test_1_a.py::test_layers")
    stranger = in_place("visible/test_2_b.py::test_layers")
    mine = in_place("test_1_a.py::test_time", "test_layers")
    failed = Verdict("failed", 0.0)
    passed = Verdict("passed", 0.0, fraction=1.0)
    planned = (first, stranger, mine)
    assert blocking(mine, planned, {first.id: failed, stranger.id: passed}) is first
    assert blocking(mine, planned, {first.id: passed, stranger.id: failed}) is None
