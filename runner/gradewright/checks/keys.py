"""Dictionaries with the keys that were asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Unpack

from gradewright.checks.describe import describe, describe_kind, keys_text, string_text
from gradewright.checks.kind import kind_cause
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

_MOST_KEYS = 100
_LONGEST_KEY = 40
_SIMILAR = 0.75


def check_keys(got: Any, keys: Sequence[str], **where: Unpack[Where]) -> dict[Any, Any]:
    """Check that `got` is a dictionary with at least these keys.

    Args:
        got: what the student's function returned.
        keys: the names that must be there; more may be.
        where: name, function and call for the message.

    Returns:
        The dictionary.

    Raises:
        CheckFailed: it is no dictionary, or a key is missing.
    """
    subject = Subject(**where)
    wanted = say("checks.dict_keys", keys=keys_text(keys))
    if not isinstance(got, dict):
        problem = say(
            "checks.wrong_kind",
            what=subject.what(),
            expected=say("checks.kind_dict"),
            got=describe_kind(got),
        )
        cause = say("checks.cause_returns_several") if _is_parts(got, keys) else ""
        cause = cause or kind_cause(got, "dict")
        subject.fail(problem, expected=wanted, got=describe_kind(got), cause=cause)
    missing = [key for key in keys if key not in got]
    if missing:
        problem = say("checks.missing_keys", what=subject.what(), keys=keys_text(missing))
        subject.fail(problem, expected=wanted, got=describe(got), cause=_near_misses(missing, got))
    return got


def _is_parts(got: Any, keys: Sequence[str]) -> bool:
    return isinstance(got, (list, tuple)) and len(got) == len(keys)


def _near_misses(missing: Iterable[str], got: dict[Any, Any]) -> str:
    """Return which keys look like the missing ones: "'dW' is there, 'dw' is not"."""
    present = [key for key in islice(got, _MOST_KEYS) if type(key) is str]
    present = [key for key in present if len(key) <= _LONGEST_KEY]
    found = {key: _nearest(key, present) for key in missing}
    return " ".join(
        say("checks.cause_near_key", wanted=string_text(key), there=string_text(there))
        for key, there in found.items()
        if there
    )


def _nearest(key: str, present: Sequence[str]) -> str:
    same = [other for other in present if _folded(other) == _folded(key)]
    if same:
        return same[0]
    # Short names that differ in a letter ("W1", "W2") are different things.
    if len(key) < 4:
        return ""
    return next(iter(difflib.get_close_matches(key, present, 1, _SIMILAR)), "")


def _folded(key: str) -> str:
    return key.casefold().replace("_", "").replace(" ", "").replace("-", "")
