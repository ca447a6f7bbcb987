"""How judges are set up: what all of a run's judges share."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from gradewright.course.records import Assignment
from gradewright.grading.terms import Terms
from gradewright.sandbox.launch import Levels, Settings


@dataclass(frozen=True, slots=True)
class Hiring:
    """What is asked of the judges, how many there are, and how they seal."""

    terms: Terms
    jobs: int
    language: str = "en"
    levels: Levels = field(default_factory=Levels)

    def settings(self, assignment: Assignment) -> Settings:
        """Return the settings of the sandbox for an assignment."""
        return Settings(assignment.load.imports, assignment.limits, self.levels)


@contextmanager
def shared_folder(hiring: Hiring) -> Iterator[Hiring]:
    """Give the run's judges a folder for what is worked out once.

    Where the terms name none that stays, it goes with the run.
    """
    if hiring.terms.kept is not None:
        yield hiring
        return
    with tempfile.TemporaryDirectory(prefix="gradewright-kept-") as folder:
        yield replace(hiring, terms=replace(hiring.terms, kept=Path(folder)))
