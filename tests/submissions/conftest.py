"""A small course, and makers of notebooks, zips and folders."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Assignment, Course, Limits, Load, Question
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission

PATTERNS = ("{slug}.ipynb", "{slug}.py", "*.ipynb", "*.py")


ASKED = {"planar_network": ("layer_sizes",)}


def _assignment(slug: str, files: tuple[str, ...], megabytes: int) -> Assignment:
    nowhere = Path("nowhere")
    return Assignment(
        slug=slug,
        title=slug,
        source="",
        files=files or tuple(pattern.format(slug=slug) for pattern in PATTERNS),
        questions=(Question("first", "First", 10.0, ASKED.get(slug, ("sigmoid",))),),
        load=Load(),
        limits=Limits(submission_mb=megabytes),
        folder=nowhere,
        graders=nowhere,
        reference=nowhere,
        template=nowhere,
    )


@pytest.fixture(scope="session")
def make_assignment() -> Callable[..., Assignment]:
    def make(*files: str, slug: str = "logistic_regression", megabytes: int = 4) -> Assignment:
        return _assignment(slug, files, megabytes)

    return make


@pytest.fixture(scope="session")
def logistic(make_assignment: Callable[..., Assignment]) -> Assignment:
    return make_assignment()


@pytest.fixture(scope="session")
def planar(make_assignment: Callable[..., Assignment]) -> Assignment:
    return make_assignment(slug="planar_network")


@pytest.fixture(scope="session")
def course(logistic: Assignment, planar: Assignment) -> Course:
    return Course("demo", "Demo", "en", Path("nowhere"), (logistic, planar))


@pytest.fixture(scope="session")
def make_notebook() -> Callable[..., bytes]:
    """Return a maker of notebooks: strings become code cells, dictionaries are cells as given."""

    def make(*cells: str | Mapping[str, Any], **top: Any) -> bytes:
        made = [c if isinstance(c, Mapping) else {"cell_type": "code", "source": c} for c in cells]
        document = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | top
        return json.dumps(document).encode()

    return make


@pytest.fixture(scope="session")
def solved() -> bytes:
    """Return a script that fills in what the small course's assignment asks for."""
    return b"import numpy as np\n\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"


@pytest.fixture(scope="session")
def solved_notebook(make_notebook: Callable[..., bytes], solved: bytes) -> bytes:
    """Return a notebook with the same code."""
    return make_notebook(solved.decode())


@pytest.fixture(scope="session")
def make_zip() -> Callable[..., bytes]:
    """Return a maker of archives from a mapping, or from pairs where a name comes twice."""

    def make(files: Mapping[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
        pairs = list(files.items()) if isinstance(files, Mapping) else files
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in pairs:
                archive.writestr(name, content)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def lay() -> Callable[[Path, Mapping[str, bytes]], Path]:
    """Return a function that writes files below a folder and returns the folder."""

    def write(root: Path, files: Mapping[str, bytes]) -> Path:
        root.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return root

    return write


@pytest.fixture(scope="session")
def read_path(logistic: Assignment) -> Callable[..., Submission]:
    """Return a function that reads a path as Ann's submission."""

    def run(path: Path, assignment: Assignment = logistic, **found: Any) -> Submission:
        return read(Found("ann", assignment.slug, path, **found), assignment)

    return run


@pytest.fixture
def read_bytes(tmp_path: Path, read_path: Callable[..., Submission]) -> Callable[..., Submission]:
    """Return a function that reads bytes as a file of some name."""

    def run(name: str, content: bytes, assignment: Assignment | None = None) -> Submission:
        path = tmp_path / name
        path.write_bytes(content)
        return read_path(path, assignment) if assignment else read_path(path)

    return run
