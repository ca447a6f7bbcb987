"""Results come in once, whatever is done; attempts and their moments stay as first recorded."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from gradewright.errors import UsageError
from gradewright.gradebook.reading import CourseBook, read_course_book
from gradewright.gradebook.recording import Arrival, record
from gradewright.gradebook.schema import TABLES, aliases, attempts, gradings, students
from gradewright.gradebook.store import Gradebook, open_gradebook

COURSE = "Tiny"


def put(book: Gradebook, *results: Any) -> int:
    with book.writing() as connection:
        return record(connection, COURSE, [Arrival(each) for each in results])


def count(book: Gradebook, table: Any) -> int:
    with book.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def read(book: Gradebook) -> CourseBook:
    with book.reading() as connection:
        return read_course_book(connection, COURSE)


def test_a_result_arrives_once(book: Gradebook, result: Any) -> None:
    assert put(book, result(), result("bob")) == 2
    assert put(book, result(), result("bob"), result("cat")) == 1
    # Where its page lies is the folder's affair.
    assert put(book, replace(result(), page="students/ann/sums.html")) == 0
    assert (count(book, gradings), count(book, attempts), count(book, students)) == (3, 3, 3)


def test_another_grading_of_the_same_work_is_no_new_attempt(book: Gradebook, result: Any) -> None:
    put(book, result(score=1, digest="sha256:a", created="2026-11-03T02:00:00Z"))
    put(book, result(score=3, digest="sha256:a", created="2026-11-04T02:00:00Z"))
    assert (count(book, gradings), count(book, attempts)) == (2, 1)
    (attempt,) = read(book).work[1]["sums"].attempts
    assert sum(question.score for question in attempt.graded.questions) == 3


def test_the_later_grading_counts_in_whatever_order_they_arrive(
    book: Gradebook, result: Any
) -> None:
    put(book, result(score=3, digest="sha256:a", created="2026-11-04T02:00:00Z"))
    put(book, result(score=1, digest="sha256:a", created="2026-11-03T02:00:00Z"))
    (attempt,) = read(book).work[1]["sums"].attempts
    assert attempt.graded.created == "2026-11-04T02:00:00Z"


@pytest.mark.parametrize(
    "worse", [{"status": "failed", "message": "broken"}, {"only": "correctness"}]
)
def test_no_score_or_a_part_of_the_tests_hides_no_whole_grading(
    book: Gradebook, result: Any, worse: dict[str, Any]
) -> None:
    put(book, result(score=2, digest="sha256:a"))
    put(book, result(score=0, digest="sha256:a", created="2026-11-09T02:00:00Z", **worse))
    (attempt,) = read(book).work[1]["sums"].attempts
    assert attempt.graded.created == "2026-11-03T02:00:00Z"


def test_no_grading_moves_the_moment_of_submission(book: Gradebook, result: Any) -> None:
    put(book, result(score=1, digest="sha256:a"))
    put(book, result(score=2, digest="sha256:a", submitted="2026-12-24T12:00:00Z"))
    (attempt,) = read(book).work[1]["sums"].attempts
    assert str(attempt.submitted) == "2026-11-01 12:00:00+00:00"
    assert attempt.source == "file"


def test_work_that_could_not_be_read_is_told_apart_by_its_names(
    book: Gradebook, result: Any
) -> None:
    unread = replace(result(), digest="", status="unreadable", files=("a.pdf",))
    put(book, unread, replace(unread, files=("b.pdf",)), replace(unread, seconds=1.0))
    assert (count(book, attempts), count(book, gradings)) == (2, 3)


def test_students_are_told_by_their_id_and_else_by_the_letter(book: Gradebook, result: Any) -> None:
    spellings = [("Ann", "17"), ("Ann Lee", "17"), ("Ann", ""), ("ann", ""), ("Ann", "18")]
    put(book, *(result(name, n, student_id=lms) for n, (name, lms) in enumerate(spellings)))
    found = read(book)
    assert [(s.name, s.lms_id) for s in found.students] == [
        ("Ann", ""),
        ("Ann", "17"),
        ("Ann", "18"),
        ("ann", ""),
    ]
    assert count(book, aliases) == 5
    assert found.student("Ann Lee").lms_id == "17"
    assert found.student("17").name == "Ann"
    with pytest.raises(UsageError, match=r"is several students: Ann \(\), Ann \(17\)"):
        found.student("Ann")
    assert found.student("Ann ()").lms_id == ""
    assert found.student("ann ()").name == "ann"
    with pytest.raises(UsageError, match="no student “An”"):
        found.student("An")


def test_courses_do_not_mix(book: Gradebook, result: Any) -> None:
    put(book, result())
    with book.writing() as connection:
        assert record(connection, "Other", [Arrival(replace(result("zoe"), score=1.0))]) == 1
    assert [student.name for student in read(book).students] == ["ann"]
    with book.reading() as connection, pytest.raises(UsageError, match="the course “None”"):
        read_course_book(connection, "None")


def test_names_of_every_kind_survive(book: Gradebook, result: Any) -> None:
    names = ["Zoë Ångström", "李雷", "O'Brien; DROP TABLE students--", 'a"b\\c', "%s {x} :y"]
    put(book, *(result(name) for name in names))
    assert {student.name for student in read(book).students} == set(names)


def test_points_as_last_graded_stand_with_the_assignment(book: Gradebook, result: Any) -> None:
    put(book, result())
    (asked,) = read(book).assignments
    assert (asked.points, asked.questions) == (
        3.0,
        (("total", "The total", 2.0), ("mean", "The mean", 1.0)),
    )
    less = replace(result("bob"), questions=result().questions[:1], max_score=2.0)
    put(book, replace(less, only="performance"))
    assert read(book).assignments[0].points == 3.0
    put(book, less)
    assert read(book).assignments[0].questions == (("total", "The total", 2.0),)


def test_all_of_a_transaction_is_kept_or_nothing(book: Gradebook, result: Any) -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        put(book, result(), replace(result("bob"), seconds=float("nan")))
    assert count(book, gradings) == 0


def test_the_file_is_for_its_owner_alone(tmp_path: Path, result: Any) -> None:
    file = tmp_path / "deep" / "book.sqlite"
    book = open_gradebook(str(file))
    with book.writing() as connection:
        record(connection, COURSE, [Arrival(result())])
        beside = [path for path in file.parent.iterdir() if path != file]
        assert beside
        for path in (file, *beside):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    book.close()
    assert [path.name for path in file.parent.iterdir()] == ["book.sqlite"]


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "sqlite://", "no such scheme://", "postgresql+nothing://x"]
)
def test_what_is_no_gradebook_is_refused_in_words(url: str) -> None:
    with pytest.raises(UsageError, match=r"is no gradebook|is not installed"):
        open_gradebook(url)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(UsageError) as caught:
        open_gradebook("postgresql://gw:secret@/x?host=/nowhere")
    assert "cannot be used" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "book.sqlite"
    file.write_text("notes on students\n" * 100, encoding="utf-8")
    with pytest.raises(UsageError, match="file is not a database"):
        open_gradebook(str(file))
    with pytest.raises(UsageError, match="There is no gradebook"):
        open_gradebook(str(tmp_path / "none.sqlite"), make=False)


def test_readers_see_one_state_while_others_write(new_url: Callable[[], str], result: Any) -> None:
    url = new_url()
    one, two = open_gradebook(url), open_gradebook(url)
    put(one, result())
    with one.reading() as connection:
        before = connection.scalar(select(func.count()).select_from(gradings))
        put(two, result("bob"))
        assert connection.scalar(select(func.count()).select_from(gradings)) == before == 1
    assert count(one, gradings) == 2
    for book in (one, two):
        book.close()


def test_a_reader_cannot_write_on_postgresql(new_database: Callable[[], str]) -> None:
    book = open_gradebook(new_database())
    with pytest.raises(UsageError, match="read-only"), book.reading() as connection:
        connection.execute(text("DELETE FROM courses"))
    book.close()


def test_every_table_has_rows_after_a_result(book: Gradebook, result: Any) -> None:
    put(book, result())
    assert [t.name for t in TABLES if not count(book, t)] == ["ledger"]
