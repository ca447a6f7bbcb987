"""Bring a database to the present tables, by the steps in `migrations/`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_STEPS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, revision: str = "head") -> None:
    """Take the steps that are missing, within the connection's transaction."""
    command.upgrade(_config(connection), revision)


def is_known(revision: str) -> bool:
    """Tell whether this version of gradewright has a step of that name."""
    script = ScriptDirectory.from_config(_config(None))
    return revision in {step.revision for step in script.walk_revisions()}


def _config(connection: Connection | None) -> Config:
    config = Config()
    # A per cent sign in the path would be read as the beginning of a name.
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
