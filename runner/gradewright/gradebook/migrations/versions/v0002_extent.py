"""Which tests a grading ran, out of its record: a part of them never hides a whole grading."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and fill it for gradings that are there."""
    op.add_column(
        "gradings", sa.Column("extent", sa.Text, nullable=False, server_default="everything")
    )
    bind = op.get_bind()
    table = sa.table("gradings", *(sa.column(name) for name in ("id", "record", "extent")))
    # By number: all records of a term are more than fits into memory at once.
    for number in bind.execute(sa.select(table.c.id)).scalars().all():
        text = bind.execute(sa.select(table.c.record).where(table.c.id == number)).scalar_one()
        extent = json.loads(text).get("only", "everything")
        if extent != "everything":
            bind.execute(sa.update(table).where(table.c.id == number).values(extent=extent))
