from __future__ import annotations

import pytest

from gradewright.notebooks import is_notebook_text
from gradewright.submissions.kinds import by_name, disguise


@pytest.mark.parametrize(
    ("name", "stem", "kind", "plain"),
    [
        ("ann.ipynb", "ann", "notebook", "ann.ipynb"),
        ("ann.IPYNB", "ann", "notebook", "ann.ipynb"),
        ("ann.ipynb.txt", "ann", "notebook", "ann.ipynb"),
        ("ann.ipynb.json", "ann", "notebook", "ann.ipynb"),
        ("ann.py.txt", "ann", "script", "ann.py"),
        ("a.b.py", "a.b", "script", "a.b.py"),
        ("ann.tar.gz", "ann", "archive", "ann.tar.gz"),
        ("ann.rar", "ann", "archive", "ann.rar"),
        ("ann.pdf", "ann", "document", "ann.pdf"),
        ("data.csv", "data.csv", "other", "data.csv"),
        (".py", ".py", "other", ".py"),
        ("", "", "other", ""),
    ],
)
def test_endings_tell_kind_and_stem(name: str, stem: str, kind: str, plain: str) -> None:
    named = by_name(name)
    assert (named.stem, named.kind, named.plain) == (stem, kind, plain)
    assert named.doubled == name.lower().endswith((".txt", ".json"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\xd0\xcf\x11\xe0 old word", "word"),
        (b"PK\x03\x04 word/document.xml", "word"),
        (b"PK\x03\x04 ann.py", "zip"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (b"\n <!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        (b"version https://git-lfs.github.com/spec/v1", "lfs"),
        (b"import numpy", None),
        (b"", None),
        (b'{"cells": []}', None),
    ],
)
def test_content_tells_what_a_file_really_is(content: bytes, kind: str | None) -> None:
    assert disguise(content) == kind


def test_a_notebook_is_known_by_its_text() -> None:
    assert is_notebook_text(b'\xef\xbb\xbf {"cells": [], "nbformat": 4}')
    assert not is_notebook_text(b'settings = {"cells": [], "nbformat": 4}')
    assert not is_notebook_text(b'{"cells": []}')
