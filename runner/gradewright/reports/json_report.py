"""`results.json`, written as it comes: one submission in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from gradewright.reports.files import replacing
from gradewright.results import SCHEMA, LeftOut, RunInfo, SubmissionResult, head, to_plain

# A lone surrogate, which UTF-8 cannot say, is written as the escape that JSON has for it.
_SURROGATES = "backslashreplace"


def write_results(
    run: RunInfo,
    submissions: Iterable[SubmissionResult],
    path: Path,
    left_out: Sequence[LeftOut] = (),
    decisions: Sequence[str] = (),
) -> None:
    """Write `results.json` with the layout of `results.to_json`, byte for byte.

    Raises:
        ValueError: a record holds NaN or infinity, which JSON does not have.
    """
    with replacing(path, errors=_SURROGATES) as file:
        file.write(_dump(head(run, left_out, decisions), indent=1).removesuffix("\n}"))
        file.write(',\n "submissions": [')
        separator = "\n  "
        for submission in submissions:
            file.write(separator + _dump(to_plain(submission), indent=1).replace("\n", "\n  "))
            separator = ",\n  "
        file.write("]\n}\n" if separator == "\n  " else "\n ]\n}\n")


def as_line(result: SubmissionResult) -> bytes:
    """Return one submission as one line of JSON, line feed included.

    Raises:
        ValueError: the record holds NaN or infinity, which JSON does not have.
    """
    return _line(to_plain(result))


def head_line(course: str) -> bytes:
    """Return what says whose submissions follow as one line of JSON, line feed included."""
    return _line({"schema": SCHEMA, "course": course})


def _line(plain: dict[str, Any]) -> bytes:
    return (_dump(plain) + "\n").encode("utf-8", _SURROGATES)


def _dump(plain: dict[str, Any], indent: int | None = None) -> str:
    return json.dumps(plain, indent=indent, ensure_ascii=False, allow_nan=False)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every `results.json` obeys."""
    text = (resources.files("gradewright") / "results.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
