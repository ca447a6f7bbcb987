"""How a gradebook of an earlier version becomes one of today's. Alembic runs what is here."""
