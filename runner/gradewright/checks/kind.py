"""Is it an array, a number, a dictionary … at all?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NoReturn, Unpack

import numpy as np

from gradewright.checks.arrays import Array, as_numeric, is_label
from gradewright.checks.describe import describe_kind, is_objects, type_name
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

_MOST_NESTED = 8

Kind = Literal["array", "float", "int", "bool", "dict", "tuple", "list", "str", "labels"]

# The last four are not for `check_kind`: other checks name what they need with them.
_KIND_PHRASES = {
    "array": "checks.kind_array",
    "float": "checks.kind_float",
    "int": "checks.kind_int",
    "bool": "checks.kind_bool",
    "dict": "checks.kind_dict",
    "tuple": "checks.kind_tuple",
    "list": "checks.kind_list",
    "str": "checks.kind_str",
    "labels": "checks.kind_labels",
    "number": "checks.kind_number",
    "real": "checks.kind_real",
    "numbers": "checks.kind_numbers",
    "sequence": "checks.kind_sequence",
}


def check_kind(got: Any, kind: Kind, *, integer_ok: bool = False, **where: Unpack[Where]) -> Any:
    """Check what kind of thing `got` is, whatever its value.

    Args:
        got: what the student's function returned.
        kind: "array": a NumPy array of numbers of any shape; "float": one real number (Python
            float, NumPy scalar or 0-d array); "int", "bool": one of these, in the same forms;
            "dict", "tuple", "list", "str": these Python types; "labels": an array of 0 and 1
            of any type of number.
        integer_ok: whether an integer will do for "float".
        where: name, function and call for the message.

    Returns:
        The value as a plain array, float, int, bool, dict, tuple, list or str.

    Raises:
        CheckFailed: it is of another kind.
    """
    converted = _CONVERT[kind](got)
    if converted is None and kind == "float" and integer_ok:
        converted = _float_of_int(got)
    if converted is None:
        fail_kind(Subject(**where), got, kind)
    return converted


def fail_kind(subject: Subject, got: Any, kind: str) -> NoReturn:
    """Raise CheckFailed: `got` is not of `kind`."""
    expected = say(_KIND_PHRASES[kind])
    problem = say(
        "checks.wrong_kind", what=subject.what(), expected=expected, got=describe_kind(got)
    )
    cause = kind_cause(got, kind)
    subject.fail(problem, expected=expected, got=describe_kind(got), cause=cause)


def kind_cause(got: Any, kind: str) -> str:
    """Return the likely reason why `got` is not of `kind`, or ""."""
    if got is None:
        return say("checks.cause_none")
    if kind in {"array", "labels"}:
        return _array_cause(got)
    if kind == "real":
        return say("checks.cause_complex")
    if kind in {"float", "int", "bool", "number"}:
        return _scalar_cause(got, kind)
    if kind == "dict" and type_name(got) == "History":
        return say("checks.cause_history")
    return ""


def _array_cause(got: Any) -> str:
    if _holds_text(got):
        return say("checks.cause_text")
    if isinstance(got, tuple):
        return say("checks.cause_tuple")
    if isinstance(got, list):
        return say("checks.cause_objects" if is_objects(got) else "checks.cause_list")
    if as_numeric(got) is not None and np.ndim(got) == 0:
        return say("checks.cause_scalar")
    return ""


def _holds_text(got: Any) -> bool:
    """Tell whether an array, or the first element of nested lists, is text."""
    if isinstance(got, np.ndarray):
        return got.dtype.kind in "US"
    for _level in range(_MOST_NESTED):
        if isinstance(got, list) and got:
            got = got[0]
    return isinstance(got, (str, bytes))


def _scalar_cause(got: Any, kind: str) -> str:
    array = as_numeric(got)
    if array is None:
        return say("checks.cause_tuple") if isinstance(got, tuple) else ""
    if array.size == 1 and array.ndim > 0:
        return say("checks.cause_one_element")
    if array.ndim > 0:
        return say("checks.cause_not_reduced")
    if array.dtype.kind == "c":
        return say("checks.cause_complex")
    if kind == "int" and array.dtype.kind == "f":
        return say("checks.cause_float_for_int")
    return ""


def _array(got: Any) -> Array | None:
    return as_numeric(got) if isinstance(got, np.ndarray) else None


def _labels(got: Any) -> Array | None:
    array = _array(got)
    if array is None or array.dtype.kind == "c" or not is_label(array).all():
        return None
    return array


def _scalar(got: Any, kinds: str) -> Any:
    array = as_numeric(got)
    return (
        array.item() if array is not None and not array.ndim and array.dtype.kind in kinds else None
    )


def _float(got: Any) -> float | None:
    value = _scalar(got, "f")
    return None if value is None else float(value)


def _float_of_int(got: Any) -> float | None:
    # Integers beyond int64 (dtype object) may be beyond a float's range too: they do not count.
    value = _scalar(got, "iu")
    return None if value is None else float(value)


def _instance(kind: type) -> Callable[[Any], Any]:
    return lambda got: got if isinstance(got, kind) else None


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "array": _array,
    "float": _float,
    "int": lambda got: _scalar(got, "iuO"),
    "bool": lambda got: _scalar(got, "b"),
    "dict": _instance(dict),
    "tuple": _instance(tuple),
    "list": _instance(list),
    "str": _instance(str),
    "labels": _labels,
}
