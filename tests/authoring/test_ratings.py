"""Ratings of messages are read, counted, and held against what is said today."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest
from rich.console import Console

from gradewright.authoring.feedback import Feedback, Message
from gradewright.authoring.ratings import Rated, Ratings, compare, read_ratings, words_of
from gradewright.authoring.validate import Case, Checked
from gradewright.authoring.variants import variant_files
from gradewright.cli.ratings import show_ratings
from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Assignment
from gradewright.errors import CourseError

REPOSITORY = Path(__file__).parents[2]

TEXT = """\
[mistakes]
3 = "the mean is missing"
4 = "a wrong sign"

[wrong."summed.py"]
rating = "named"
mistakes = [3]
said = ["loss: It is a sum: # times too large."]

[wrong."lost.py"]
rating = "misleading"
said = ["loss: Wrong. → Mend this."]
"""


def told(problem: str, cause: str = "") -> Feedback:
    message = Message("loss", "test", problem, cause)
    return Feedback(message, message, is_seen=True)


def an_assignment(folder: Path, text: str) -> Assignment:
    [first, *_] = read_course(REPOSITORY).assignments
    variants = folder / "variants"
    (variants / "wrong").mkdir(parents=True)
    (variants / "wrong" / "summed.py").write_text("")
    (variants / "ratings.toml").write_text(text)
    return dataclasses.replace(first, graders=folder)


def test_ratings_are_read_and_counted(tmp_path: Path) -> None:
    ratings = read_ratings(an_assignment(tmp_path, TEXT))
    assert ratings.counts == {"named": 1, "located": 0, "none": 0, "misleading": 1}
    assert ratings.share("named") == 0.5
    assert ratings.of_mistake(3) == {"summed.py": "named"}
    assert ratings.of_mistake(4) == {}


def test_without_a_file_nothing_is_rated(tmp_path: Path) -> None:
    assignment = an_assignment(tmp_path, TEXT)
    (tmp_path / "variants" / "ratings.toml").unlink()
    ratings = read_ratings(assignment)
    assert (ratings.rated, ratings.share("named")) == ({}, 0.0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('rating = "named"', 'rating = "good"'),
        ("mistakes = [3]", "mistakes = [5]"),
        ('said = ["loss: It', 'said = "loss'),
        ("4 =", "four ="),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, before: str, after: str) -> None:
    text = TEXT.replace(before, after)
    assert text != TEXT
    with pytest.raises(CourseError, match=r"ratings\.toml"):
        read_ratings(an_assignment(tmp_path, text))


def test_numbers_do_not_make_a_rating_stale() -> None:
    said = words_of(told("It is a sum: 5 times too large."))
    rated = Ratings({"summed.py": Rated("named", said)}, {})
    assert said == ("loss: It is a sum: # times too large.",)
    other = {"summed.py": told("It is a sum: 12.5 times too large.")}
    assert not compare(rated, other, {"summed.py"}).stale
    changed = {"summed.py": told("It is a sum: 5 times too large.", "divide by n.")}
    assert list(compare(rated, changed, {"summed.py"}).stale) == ["summed.py"]


def test_the_most_telling_message_is_what_counts() -> None:
    first, best = (Message("loss", "test", text, "") for text in ("one", "two"))
    feedback = Feedback(first, best, is_seen=False)
    assert words_of(feedback) == ("loss: one", "loss: two")
    for said, stale in ((("loss: two",), False), (("loss: one",), True)):
        rated = Ratings({"a.py": Rated("named", said)}, {})
        assert bool(compare(rated, {"a.py": feedback}, {"a.py"}).stale) is stale


def test_variants_without_rating_and_ratings_without_variant_are_told() -> None:
    rated = Ratings({"old.py": Rated("named", ())}, {})
    compared = compare(rated, {"new.py": told("Wrong.")}, {"new.py"})
    assert (list(compared.unrated), compared.gone) == (["new.py"], ("old.py",))


def test_the_table_has_a_row_a_mistake(tmp_path: Path) -> None:
    assignment = an_assignment(tmp_path, TEXT)
    case = Case("wrong/summed.py", tmp_path, "exactly", frozenset({"loss"}))
    entry = Checked(assignment.slug, case, 0, 1, (), "", feedback=told("No more of that."))
    console = Console(width=120, record=True, file=io.StringIO())
    show_ratings([entry], [assignment], console)
    text = console.export_text()
    assert "1 (50%)" in text
    assert "the mean is missing" in text
    assert "no variant" in text
    assert 'said = [\n    "loss: No more of that.",\n]' in text
    assert "no variant any more: lost.py" in text


@pytest.mark.parametrize(
    "slug", ["activations", "logistic_regression", "planar_network", "svm_dual"]
)
def test_the_course_names_causes(slug: str) -> None:
    assignment = find_assignment(read_course(REPOSITORY), slug)
    ratings = read_ratings(assignment)
    assert set(ratings.rated) == {file.name for file in variant_files(assignment, "wrong")}
    assert ratings.share("named") >= 0.85
    assert ratings.share("misleading") < 0.03
    for number in ratings.mistakes:
        assert set(ratings.of_mistake(number).values()) == {"named"}, number
