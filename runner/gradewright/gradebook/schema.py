"""The tables, as they are now; how older gradebooks become so is in `migrations/`.

Moments are ISO-8601 texts in UTC, and what has parts is JSON in ASCII: both are the same in every
database and in a backup.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0002"

metadata = MetaData()

courses = Table(
    "courses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False, unique=True),
)

students = Table(
    "students",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course_id", ForeignKey("courses.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("lms_id", Text, nullable=False),
    UniqueConstraint("course_id", "name", "lms_id"),
)

# Every spelling under which results came in, the student's first one as well.
aliases = Table(
    "aliases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student_id", ForeignKey("students.id"), nullable=False),
    Column("course_id", ForeignKey("courses.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("lms_id", Text, nullable=False),
    UniqueConstraint("course_id", "name", "lms_id"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("course_id", ForeignKey("courses.id"), nullable=False),
    Column("slug", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("points", Float, nullable=False),
    # [[id, title, points], …] as last graded.
    Column("questions", Text, nullable=False),
    UniqueConstraint("course_id", "slug"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student_id", ForeignKey("students.id"), nullable=False),
    Column("assignment_id", ForeignKey("assignments.id"), nullable=False),
    # Over the content of all files; of what could not be read, over their names.
    Column("digest", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("label", Text, nullable=False),
    # As first recorded: no grading moves it.
    Column("submitted", Text, nullable=False),
    Column("submitted_from", Text, nullable=False),
    UniqueConstraint("student_id", "assignment_id", "digest"),
)

gradings = Table(
    "gradings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", ForeignKey("attempts.id"), nullable=False),
    # The digest of the record: a result arrives once, however often it is brought.
    Column("content", Text, nullable=False, unique=True),
    Column("created", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text, nullable=False),
    Column("seed", Text, nullable=False),
    Column("graded_with", Text, nullable=False),
    # Interpreter, packages and device as JSON, "" where they are not known.
    Column("environment", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    # [[question, score, points, [[test, score, points], …]], …]
    Column("marks", Text, nullable=False),
    Column("record", Text, nullable=False),
    # Which tests ran; since 0002.
    Column("extent", Text, nullable=False, server_default="everything"),
    Index("gradings_of_attempt", "attempt_id"),
)

# Append-only: triggers keep entries from being changed or deleted, and each holds the hash of the
# one before it.
ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("course_id", ForeignKey("courses.id"), nullable=False),
    Column("student_id", ForeignKey("students.id"), nullable=True),
    Column("assignment_id", ForeignKey("assignments.id"), nullable=True),
    Column("attempt_id", ForeignKey("attempts.id"), nullable=True),
    Column("kind", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

TABLES = (courses, students, aliases, assignments, attempts, gradings, ledger)
# What keeps the ledger as it is, by the kind of database.
TRIGGERS = {
    "sqlite": ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"),
    "postgresql": ("ledger_no_update", "ledger_no_delete"),
}
