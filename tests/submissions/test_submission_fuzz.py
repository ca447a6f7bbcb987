"""Whatever the bytes: a submission, or UnreadableError, and nothing else."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.results import to_plain
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission

# The folder is shared by the examples of one test, each of which writes the file anew.
shared_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
cells = st.dictionaries(
    st.sampled_from(["cell_type", "source", "input", "metadata", "language", "outputs", "x"]),
    st.sampled_from(["code", "markdown", "python", "R", "x = 1\n"])
    | st.lists(st.text(max_size=5), max_size=3)
    | json_values,
)
sheets = st.lists(st.fixed_dictionaries({"cells": st.lists(cells | json_values, max_size=3)}))
notebooks = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.lists(cells | json_values, max_size=4) | json_values,
        "worksheets": sheets | json_values,
        "metadata": st.dictionaries(
            st.sampled_from(["kernelspec", "language_info", "language"]),
            st.fixed_dictionaries({"name": json_values, "language": json_values}) | json_values,
        ),
        "nbformat": st.integers(0, 9) | json_values,
    },
)


def _read(folder: Path, name: str, content: bytes, assignment: Assignment) -> Submission | None:
    """Return what was read, after checking that it can be shown and stored; None if refused."""
    path = folder / name
    path.write_bytes(content)
    try:
        submission = read(Found("ann", assignment.slug, path), assignment)
    except UnreadableError as problem:
        assert not {unicodedata.category(char) for char in str(problem)} & {"Cc", "Cs", "Zl"}
        return None
    assert submission.cells
    assert any(cell.source.strip() for cell in submission.cells)
    assert all("\0" not in cell.source for cell in submission.cells)
    plain = [submission.files, submission.notes, to_plain(submission.cells)]
    json.dumps(plain, ensure_ascii=False).encode("utf-8")
    assert not any(part in ("", ".", "..") for f in submission.files for part in f.split("/"))
    return submission


@pytest.mark.parametrize("name", ["ann.ipynb", "ann.py", "ann.zip", "ann", "ann.docx"])
@shared_folder
@given(content=st.binary(max_size=400))
@example(content=b"\xff\xfe")
@example(content=b"\xef\xbb\xbf")
@example(content=b"# coding: \n")
@example(content=b"# coding: -\nx = '\xff'")
@example(content=b"PK\x05\x06" + b"\0" * 18)
@example(content=b"PK\x05\x06" + b"\xff" * 18)
def test_any_bytes(name: str, content: bytes, tmp_path: Path, logistic: Assignment) -> None:
    _read(tmp_path, name, content, logistic)


@shared_folder
@given(document=json_values | notebooks)
def test_any_json_as_a_notebook(document: object, tmp_path: Path, logistic: Assignment) -> None:
    _read(tmp_path, "ann.ipynb", json.dumps(document).encode(), logistic)


@shared_folder
@given(document=notebooks, at=st.integers(0), extra=st.binary(max_size=4))
def test_a_damaged_notebook(
    document: object, at: int, extra: bytes, tmp_path: Path, logistic: Assignment
) -> None:
    content = json.dumps(document).encode()
    at %= len(content)
    _read(tmp_path, "ann.ipynb", content[:at] + extra + content[at + len(extra) :], logistic)


def _valid_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("src/work.py", b"x = 1\n" * 20)
        archive.writestr("src/utils.py", b"u")
        archive.writestr("src/é.txt", bytes(range(256)))
    return buffer.getvalue()


VALID_ZIP = _valid_zip()


@settings(shared_folder, max_examples=400)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(VALID_ZIP) - 1), st.integers(0, 255)), min_size=1, max_size=6
    ),
    end=st.integers(0, 40),
)
def test_a_damaged_zip(
    changes: list[tuple[int, int]], end: int, tmp_path: Path, logistic: Assignment
) -> None:
    content = bytearray(VALID_ZIP)
    for at, byte in changes:
        content[at] = byte
    _read(tmp_path, "ann.zip", bytes(content[: len(content) - end or None]), logistic)


@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_every_second_byte_of_a_zip_damaged_in_turn(
    byte: int, tmp_path: Path, logistic: Assignment
) -> None:
    for at in range(0, len(VALID_ZIP), 2):
        content = VALID_ZIP[:at] + bytes([byte]) + VALID_ZIP[at + 1 :]
        _read(tmp_path, "ann.zip", content, logistic)


member_names = st.text(
    st.sampled_from("ab./\\\n\0%:~é ") | st.characters(codec="utf-8"), min_size=1, max_size=12
)


@shared_folder
@given(names=st.lists(member_names, max_size=6, unique=True))
def test_any_names_in_a_zip(names: list[str], tmp_path: Path, logistic: Assignment) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in dict.fromkeys(zipfile.ZipInfo(name).filename for name in names):
            if name:  # zipfile cannot write an empty name
                archive.writestr(name, b"x")
        archive.writestr("work.py", b"x = 1")
    submission = _read(tmp_path, "ann.zip", buffer.getvalue(), logistic)
    if submission is not None:
        # A disk can hold all of it at once: no file is another one's folder.
        every = set(submission.modules)
        assert not any(f"{path}/" == other[: len(path) + 1] for path in every for other in every)
