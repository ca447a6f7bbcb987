"""What people may enter into the ledger, checked against what the gradebook knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from gradewright.course.policies import CoursePolicy, zone_of
from gradewright.errors import UsageError
from gradewright.gradebook import ledger
from gradewright.gradebook.facts import Kind, Level
from gradewright.gradebook.ledger import About
from gradewright.gradebook.reading import Asked, CourseBook, Student, read_course_book
from gradewright.gradebook.recording import written
from gradewright.gradebook.standing import standings
from gradewright.phrases import say


@dataclass(frozen=True, slots=True)
class Part:
    """What of an assignment is meant: all of it, a question, or a test."""

    level: Level = "assignment"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Who decides, and why."""

    author: str
    reason: str


class Deciding:
    """Enters decisions into the ledger of one course, within one writing transaction.

    Students are named by name or id, attempts by their number in the order of submission; None is
    the one that counts, 0 all of them.
    """

    def __init__(
        self, connection: Connection, title: str, policy: CoursePolicy, said: Said
    ) -> None:
        self._connection, self._policy, self._said = connection, policy, said
        self._book = read_course_book(connection, title)

    def override(
        self, student: str, slug: str, score: float, part: Part, attempt: int | None = None
    ) -> int:
        """Set the score of a test, a question or the whole.

        Raises:
            UsageError: there is no such student, assignment, part or attempt, or no such score.
        """
        who, asked = self._book.student(student), self._book.assignment(slug)
        self._check_part(who, asked, part)
        if not 0 <= score < float("inf"):
            raise UsageError(say("gradebook.at_least_0"))
        of = 0 if part.level == "assignment" else attempt
        details = {"level": part.level, "id": part.id, "score": score}
        return self._enter("override", who, asked, details, of)

    def comment(self, student: str, slug: str, text: str, part: Part) -> int:
        """Say something about a student's work.

        Raises:
            UsageError: there is no such student, assignment or part.
        """
        who, asked = self._book.student(student), self._book.assignment(slug)
        self._check_part(who, asked, part)
        details = {"text": text, "level": part.level, "id": part.id}
        return self._enter("comment", who, asked, details, 0)

    def extension(
        self, student: str, slug: str, until: datetime | None, hours: float | None
    ) -> int:
        """Give a student more time: until a moment, or by so many hours.

        Raises:
            UsageError: there is no such student or assignment, or not exactly one of the two.
        """
        if (until is None) == (hours is None):
            raise UsageError(say("gradebook.one_extension"))
        details = {"hours": hours} if until is None else {"until": self._utc(until)}
        who, asked = self._book.student(student), self._book.assignment(slug)
        return self._enter("extension", who, asked, details, 0)

    def exclude(self, student: str, slug: str, attempt: int | None) -> int:
        """Leave an attempt out; None: the student is excused from the assignment.

        Raises:
            UsageError: there is no such student, assignment or attempt.
        """
        who, asked = self._book.student(student), self._book.assignment(slug)
        return self._enter("exclude", who, asked, {}, 0 if attempt is None else attempt)

    def mark(
        self, student: str, slug: str, question: str, points: float, attempt: int | None = None
    ) -> int:
        """Mark a question that the policy says people mark.

        Raises:
            UsageError: there is no such student, assignment, question or attempt, or the question
                has fewer points.
        """
        who, asked = self._book.student(student), self._book.assignment(slug)
        by_hand = {q.id: q.points for q in self._policy.of(slug).by_hand}
        if question not in by_hand:
            ids = ", ".join(by_hand) or "-"
            raise UsageError(say("gradebook.not_by_hand", slug=slug, id=question, ids=ids))
        if not 0 <= points <= by_hand[question]:
            most = by_hand[question]
            raise UsageError(say("gradebook.mark_too_high", id=question, points=most))
        details = {"question": question, "points": points}
        return self._enter("mark", who, asked, details, attempt)

    def moment(self, student: str, slug: str, at: datetime, attempt: int | None = None) -> int:
        """Say when an attempt was really handed in.

        Raises:
            UsageError: there is no such student, assignment or attempt.
        """
        who, asked = self._book.student(student), self._book.assignment(slug)
        return self._enter("moment", who, asked, {"at": self._utc(at)}, attempt)

    def note(self, slug: str, text: str, students: Sequence[str], fault: str = "") -> int:
        """Say something to several students at once; to all where none is named.

        Raises:
            UsageError: there is no such student or assignment.
        """
        asked = self._book.assignment(slug)
        details: dict[str, Any] = {"text": text}
        if students:
            details["students"] = [self._book.student(name).id for name in students]
        if fault:
            details["fault"] = fault
        return self._enter("note", None, asked, details, 0)

    def same(self, student: str, other: str) -> int:
        """Say that a student is the same person as another, who stands under the first from now on.

        Raises:
            UsageError: there is no such student, or they are the same already.
        """
        one, two = self._book.student(student), self._book.student(other)
        if one.id == two.id:
            raise UsageError(say("gradebook.same_already", one=student, other=other))
        return self._enter("same", one, None, {"student": two.id}, 0)

    def undo(self, number: int) -> int:
        """Take an entry of this course back.

        Raises:
            UsageError: there is no such entry.
        """
        if number not in {entry.id for entry in ledger.entries(self._connection, self._book.id)}:
            raise UsageError(say("gradebook.no_entry", number=number))
        return ledger.undo(self._connection, number, self._said.author, self._said.reason)

    def _enter(
        self,
        kind: Kind,
        who: Student | None,
        asked: Asked | None,
        details: Mapping[str, Any],
        attempt: int | None,
    ) -> int:
        about = About(self._book.id, who.id if who else None, asked.id if asked else None)
        if who is not None and asked is not None and attempt != 0:
            number = self._attempt(who, asked, attempt)
            about = About(about.course, about.student, about.assignment, number)
        said = self._said
        return ledger.append(self._connection, kind, about, details, said.author, said.reason)

    def _attempt(self, who: Student, asked: Asked, number: int | None) -> int:
        """Return an attempt by its number as people count them; None: the one that counts."""
        work = self._book.work.get(who.id, {})
        found = standings(work, self._policy).get(asked.slug)
        if found is None or not found.order:
            raise UsageError(say("gradebook.no_attempt_yet", student=who.shown, slug=asked.slug))
        if number is None:
            # Of several that count, or where none does, the last is meant.
            return (
                found.considered[found.counted[-1]].attempt.id
                if found.counted
                else (found.order[-1])
            )
        if not 1 <= number <= len(found.order):
            count = len(found.order)
            words = {"student": who.shown, "slug": asked.slug, "count": count, "number": number}
            raise UsageError(say("gradebook.no_such_attempt", **words))
        return found.order[number - 1]

    def _check_part(self, who: Student, asked: Asked, part: Part) -> None:
        if part.level == "assignment":
            return
        known = _ids(self._book, who, asked, part.level)
        if part.id not in known:
            words = {"slug": asked.slug, "level": part.level, "id": part.id}
            raise UsageError(say("gradebook.no_such_part", ids=", ".join(known), **words))

    def _utc(self, moment: datetime) -> str:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone_of(self._policy.timezone))
        return written(moment.astimezone(UTC))


def _ids(book: CourseBook, who: Student, asked: Asked, level: Level) -> Iterable[str]:
    """Return the names of the questions or tests that were graded."""
    graded = [attempt.graded for attempt in book.facts(who, asked.slug).attempts]
    questions = [question for each in graded for question in each.questions]
    if level == "question":
        return dict.fromkeys([*(q for q, _, _ in asked.questions), *(q.id for q in questions)])
    return dict.fromkeys(test.id for question in questions for test in question.tests)
