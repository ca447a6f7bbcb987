"""How a submission was sealed off, in words that a student understands."""

from __future__ import annotations

from gradewright.phrases import say
from gradewright.results import Isolation


def level_words(level: str) -> str:
    """Return a level of isolation in plain words; one without a phrase by its name."""
    return _phrase(f"report.isolation_{level}") or say("report.isolation_other", level=level)


def protection_words(isolation: Isolation) -> str:
    """Return the protections that were on; those without a phrase by their names."""
    return "; ".join(
        _phrase(f"isolation.{name}") or name.replace("_", " ") for name in isolation.protections
    )


def _phrase(key: str) -> str:
    """Return a phrase without placeholders, empty where the catalogue has none."""
    try:
        return say(key)
    except KeyError:
        return ""
