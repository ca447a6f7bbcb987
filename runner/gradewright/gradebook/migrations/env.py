"""Alembic's entry: the connection comes from the store, within a transaction of its own."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
