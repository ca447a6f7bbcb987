"""All that decides a result but the submission's own files, as one digest."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import gradewright
from gradewright import datasets
from gradewright.batch.hiring import Hiring
from gradewright.course.contents import digests, digests_of
from gradewright.course.records import Assignment, Course
from gradewright.performance.device import cpu
from gradewright.results import Environment, to_plain

_PACKAGES = (
    "gradewright",
    "numpy",
    "pytest",
    "pandas",
    "jinja2",
    "nbformat",
    "nbconvert",
    "tensorflow",
    "tensorflow-cpu",
    "keras",
    "cvxpy",
)


class Basis:
    """What results of one run rest on, seed aside: course, data, options, and our own code."""

    def __init__(
        self, course: Course, hiring: Hiring, environment: Environment, *, notebooks: bool
    ) -> None:
        home = Path(gradewright.__file__).parent
        self._root = course.root
        self._common = [
            [course.title, course.language],
            [hiring.terms.only, hiring.terms.budget, notebooks],
            to_plain(hiring.levels),
            to_plain(environment),
            list(digests(home, home)),
        ]
        self._data = {source.name: to_plain(source) for source in datasets.available()}

    def digest(self, assignment: Assignment) -> str:
        """Return `sha256:` and the digest for one assignment.

        Raises:
            OSError: a file of the course cannot be read.
        """
        parts: list[Any] = [
            self._common,
            digests_of(assignment, self._root),
            [self._data.get(name, name) for name in assignment.data],
        ]
        text = json.dumps(parts, sort_keys=True, default=str)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def environment() -> Environment:
    """Return interpreter, versions of the packages that are there, and the device."""
    versions = {name: version for name in _PACKAGES if (version := _version(name))}
    return Environment(platform.python_version(), versions, cpu())


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
