"""Values in a few words: what kind they are, and for plain scalars what they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from gradewright.checks.number_text import number, shape_text
from gradewright.phrases import say
from gradewright.words.printable import printable

_LONGEST_STRING = 40
_MOST_KEYS = 8
_MOST_PARTS = 6


def describe(value: Any) -> str:
    """Return what `value` is: "float 0.5", "float64 array of shape (2, 1)", "dict with keys 'w'".

    Never raises, never runs long, and is one line without control characters.
    """
    if isinstance(value, (str, bytes)) and not isinstance(value, np.generic):
        return f"{describe_kind(value)} {string_text(value)}"
    if _is_number(value):
        return f"{describe_kind(value)} {number(value)}"
    if isinstance(value, dict) and value:
        return say("checks.dict_keys", keys=keys_text(value))
    if isinstance(value, (list, tuple)) and 0 < len(value) <= _MOST_PARTS and not is_objects(value):
        parts = [scalar_text(part) for part in value]
        if all(parts):
            start, end = "[]" if isinstance(value, list) else "()"
            return f"{type(value).__name__} {start}{', '.join(parts)}{end}"
    return describe_kind(value)


def describe_kind(value: Any) -> str:
    """Return what kind `value` is, with its shape or length, and nothing of what is in it."""
    if isinstance(value, np.ndarray):
        return say("checks.array", dtype=dtype_name(value.dtype), shape=shape_text(value.shape))
    if isinstance(value, np.generic):
        return dtype_name(value.dtype)
    if isinstance(value, (list, tuple, dict)):
        return _sequence_kind(value)
    if value is None:
        return "None"
    if type(value) in {bool, int, float, complex, str, bytes}:
        return type(value).__name__
    return say("checks.object", type=type_name(value))


def _sequence_kind(value: Any) -> str:
    if is_objects(value):
        return say("checks.array", dtype="object", shape=shape_text(value.shape))
    kind = next(t.__name__ for t in (list, tuple, dict) if isinstance(value, t))
    return say("checks.sequence", kind=kind, length=len(value))


def is_objects(value: Any) -> bool:
    """Tell whether a list holds what was an array of dtype object in the worker."""
    return isinstance(value, list) and hasattr(value, "shape")


def type_name(value: Any) -> str:
    """Return the name of a value's type; for a value that stayed in the worker, of that value."""
    name = getattr(value, "type_name", None)
    text = name if isinstance(name, str) else type(value).__name__
    return printable(text, 60) or "?"


def string_text(value: str | bytes, longest: int = _LONGEST_STRING) -> str:
    """Return a string as Python writes it, cut where it is long."""
    plain = bytes(value) if isinstance(value, bytes) else str(value)
    text = repr(plain[:longest])
    if len(text) > 2 * longest:
        return text[: 2 * longest] + "…"
    return text if len(plain) <= longest else text + "…"


def scalar_text(value: Any) -> str:
    """Return a scalar as Python writes it, or "" for anything that has parts or no text."""
    if value is None:
        return "None"
    if isinstance(value, (str, bytes)):
        return string_text(value)
    return number(value) if _is_number(value) else ""


def keys_text(keys: Iterable[Any]) -> str:
    """Return the first keys of a dictionary, as Python writes them."""
    shown: list[str] = []
    for key in keys:
        if len(shown) == _MOST_KEYS:
            shown.append("…")
            break
        shown.append(scalar_text(key) or describe_kind(key))
    return ", ".join(shown)


def _is_number(value: Any) -> bool:
    if isinstance(value, np.generic):
        return value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float, complex))


def dtype_name(dtype: np.dtype[Any]) -> str:
    """Return a dtype's name: "float64", "str"."""
    # The full name of a string type ("<U21") says a length that no one asked for.
    return {"U": "str", "S": "bytes", "O": "object", "V": "void"}.get(dtype.kind, dtype.name)
