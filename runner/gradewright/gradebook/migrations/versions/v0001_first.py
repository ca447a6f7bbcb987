"""The first tables, and the triggers that make the ledger append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE = """\
CREATE TRIGGER ledger_no_{action} BEFORE {action} ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: undo an entry by a new one');
END
"""
# REPLACE removes a row without asking the trigger above.
_NO_REPLACE = """\
CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: undo an entry by a new one');
END
"""
_FUNCTION = """\
CREATE FUNCTION gradewright_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: undo an entry by a new one';
END
$$
"""
_TRIGGER = """\
CREATE TRIGGER ledger_no_{name} BEFORE {actions} ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION gradewright_append_only()
"""


def upgrade() -> None:
    """Make everything."""
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False, unique=True),
    )
    op.create_table(
        "students",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("lms_id", sa.Text, nullable=False),
        sa.UniqueConstraint("course_id", "name", "lms_id"),
    )
    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student_id", sa.Integer, sa.ForeignKey("students.id"), nullable=False),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("lms_id", sa.Text, nullable=False),
        sa.UniqueConstraint("course_id", "name", "lms_id"),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("points", sa.Float, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.UniqueConstraint("course_id", "slug"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student_id", sa.Integer, sa.ForeignKey("students.id"), nullable=False),
        sa.Column("assignment_id", sa.Integer, sa.ForeignKey("assignments.id"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("digest", "files", "label")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("submitted", "submitted_from")),
        sa.UniqueConstraint("student_id", "assignment_id", "digest"),
    )
    op.create_table(
        "gradings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("content", sa.Text, nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("created", "started", "finished")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("seed", "graded_with")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("environment", "status")),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("score", "max_score")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("marks", "record")),
    )
    op.create_index("gradings_of_attempt", "gradings", ["attempt_id"])
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("student_id", sa.Integer, sa.ForeignKey("students.id"), nullable=True),
        sa.Column("assignment_id", sa.Integer, sa.ForeignKey("assignments.id"), nullable=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempts.id"), nullable=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "details", "author")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("reason", "at", "before", "hash")),
    )
    if op.get_bind().dialect.name == "sqlite":
        statements = [_SQLITE.format(action=action) for action in ("update", "delete")]
        statements.append(_NO_REPLACE)
    else:
        statements = [
            _FUNCTION,
            _TRIGGER.format(name="update", actions="UPDATE"),
            _TRIGGER.format(name="delete", actions="DELETE OR TRUNCATE"),
        ]
    for statement in statements:
        op.execute(statement)
