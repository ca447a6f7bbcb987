"""Hostile submissions that are better made than kept: archives, notebooks, links, odd names."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from typing import Any

Entry = bytes | dict[str, Any]

RIGHT = """\
import numpy as np


def total(x):
    return float(np.sum(x))


def shift(x):
    return x - np.mean(x)


def summary(x):
    return {"n": len(x), "is": "odd" if len(x) % 2 else "even"}
"""
# Reads a file that came with the submission, and which is a link to something secret.
READS_FILE = """\
def total(x):
    raise LookupError(open("secret.txt").read() + open("course/graders/test_numbers.py").read())


shift = summary = total
"""
NOTHING = "def total(x):\n    return 0.0\n\n\nshift = summary = total\n"
# What a judge that imported it would do.
MARKS = "import pathlib\npathlib.Path('/srv/out/imported').write_text('imported')\n"
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>[x](javascript:alert(3))"


def files() -> dict[str, Entry]:
    """Return the files of all made submissions by their path in the class folder."""
    made: dict[str, Entry] = {
        f"{name}.zip": content
        for name, content in {
            "zip_slip": _zip({"../../out/slipped.py": RIGHT, "numbers.py": RIGHT}),
            "zip_absolute": _zip({"/srv/out/slipped.py": RIGHT, "numbers.py": RIGHT}),
            "zip_bomb": _zip({"numbers.py": RIGHT, "zeros.bin": bytes(30_000_000)}),
            "zip_lies": _zip_that_lies(),
            "zip_overlap": _zip_that_overlaps(),
            "zip_many": _zip({f"{n}.py": "" for n in range(6000)}),
            "zip_link": _zip_with_link(),
        }.items()
    }
    made |= {
        "deep_json.ipynb": b'{"nbformat": 4, "cells": ' + b"[" * 200_000,
        "wide_json.ipynb": b'{"nbformat": 4, "cells": [' + b"[]," * 1_500_000 + b"[]]}",
        "long_numbers.ipynb": _notebook([_code(RIGHT)], b"9" * 1_000_000),
        "html_notebook.ipynb": _notebook(_html_cells()),
        "linked_folder/numbers.py": READS_FILE.encode(),
        "linked_folder/secret.txt": {"link": "/srv/home/.netrc"},
        "linked_folder/course": {"link": "/srv/course"},
        "linked_file.py": {"link": "/srv/course/reference/numbers/numbers.py"},
        "pipe.py": {"pipe": True},
    }
    return made | _shadowed_modules() | _odd_names()


def _zip(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _zip_with_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("numbers.py", READS_FILE)
        for name, target in (("secret.txt", "/srv/home/.netrc"), ("course", "/srv/course")):
            link = zipfile.ZipInfo(name)
            link.external_attr = 0o120777 << 16
            archive.writestr(link, target)
    return buffer.getvalue()


def _zip_that_lies() -> bytes:
    """Return an archive whose main file is 20 MB, and 100 bytes by the archive's directory."""
    content = RIGHT.encode() + b"#" * 20_000_000
    raw = bytearray(_zip({"numbers.py": content}))
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<I", 100)
    return bytes(raw)


def _zip_that_overlaps() -> bytes:
    """Return an archive in which many names share one piece of packed data."""
    raw = _zip({"numbers.py": RIGHT, "other.py": RIGHT})
    at = raw.index(b"PK\x01\x02")
    directory, end = raw[at : raw.index(b"PK\x05\x06")], raw[raw.index(b"PK\x05\x06") :]
    second = directory.index(b"PK\x01\x02", 4)
    doubled = bytearray(directory)
    doubled[second + 42 : second + 46] = doubled[42:46]
    return raw[:at] + bytes(doubled) + end


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}


def _notebook(cells: list[dict[str, Any]], number: bytes = b"5") -> bytes:
    head = b'{"nbformat": 4, "metadata": {}, "nbformat_minor": ' + number
    return head + b', "cells": ' + json.dumps(cells).encode() + b"}"


def _html_cells() -> list[dict[str, Any]]:
    """Return cells whose text and outputs would act in a browser that showed them as they are."""
    data = {"text/html": EVIL, "image/svg+xml": f"<svg>{EVIL}</svg>", "text/plain": EVIL}
    outputs = [
        {"output_type": "display_data", "data": data, "metadata": {}},
        {"output_type": "display_data", "data": {"application/javascript": "alert(4)"}},
        {"output_type": "display_data", "data": {"text/html": EVIL}},
        {"output_type": "stream", "name": "stdout", "text": EVIL + "\x1b]0;pwned\x07\x1b[2J"},
        {"output_type": "error", "ename": EVIL, "evalue": EVIL, "traceback": [EVIL]},
        {"output_type": EVIL, "data": {EVIL: EVIL}},
    ]
    return [
        {"cell_type": "markdown", "source": f"# {EVIL}\n<iframe src='//x'></iframe>\n{EVIL}"},
        {"cell_type": "raw", "source": EVIL},
        _code(RIGHT) | {"outputs": outputs, "execution_count": EVIL},
    ]


def _shadowed_modules() -> dict[str, Entry]:
    """Return a folder with files that are called like what a judge may import or read."""
    names = "sitecustomize usercustomize json pickle socket struct random pytest conftest numpy"
    names += " multiprocessing signal tokenize gradewright"
    folder: dict[str, Entry] = {f"shadowed_modules/{n}.py": MARKS.encode() for n in names.split()}
    return folder | {
        "shadowed_modules/numbers.py": NOTHING.encode(),
        "shadowed_modules/x.pth": b"import os; os._exit(0)\n",
        "shadowed_modules/pytest.ini": b"[pytest]\naddopts = --co\n",
        "shadowed_modules/pyproject.toml": b"[tool.pytest.ini_options]\naddopts = '--co'\n",
        "shadowed_modules/gradewright/__init__.py": MARKS.encode(),
    }


def _odd_names() -> dict[str, Entry]:
    names = (
        "new\nline\r\x1b[31m\x07",
        "=cmd|' !A0",
        "+1-1@SUM(A1)",
        "<img src=x onerror=alert(1)>",
        "\u202egpj{{7*7}}{place}",
        'a,"=1",\'',
    )
    return {f"{name}.py": RIGHT.encode() for name in names}
