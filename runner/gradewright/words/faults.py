"""The name of what went wrong in a test: the same for all students, seeds and runs.

Failures are grouped, commented and counted by it.
"""

from __future__ import annotations

import builtins
import hashlib
import re
from collections.abc import Iterator

from gradewright.phrases.matching import Said, phrases_in

_LENGTH = 12
_TABLES = ("checks", "grading", "load", "models", "performance")
# Placeholders that the course fills in; all others hold numbers, or what a student wrote.
_OF_THE_COURSE = frozenset({"function", "what", "title", "wanted"})
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_NAMED = re.compile(r"`[^`]*`|(?<!\w)'[^']*'(?!\w)|\"[^\"]*\"")
_CALLED = re.compile(r"\b[\w.]+(?=\(\))")
_SIZES = re.compile(r"#(?:\s*,\s*#)*(?:,(?=\)))?")


def fault_id(test: str, status: str, problem: str, cause: str = "") -> str:
    """Return the stable id of a fault: twelve hexadecimal digits.

    Args:
        test: the id of the test.
        status: what the test came to.
        problem: the sentence that says what is wrong.
        cause: the likely cause, "" where none is sure. Where there is one it alone decides, for
            one cause shows in several ways.

    Phrases of ours count by their key in the catalogue, so that neither another wording nor
    another language makes another fault. Numbers, names that a student chose and what Python
    quotes do not count; what the course names does. Words that a grader or a student wrote into
    a message do.
    """
    text = "\x1f".join(_essence(cause or problem))
    whole = f"{test}\x1e{status}\x1e{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:_LENGTH]


def _essence(text: str) -> Iterator[str]:
    """Yield what of a text is the same whoever made the fault."""
    for part in phrases_in(text, _TABLES):
        if isinstance(part, Said):
            yield part.key
            yield from _values(part)
        else:
            yield without_particulars(part)


def _values(said: Said) -> Iterator[str]:
    values = dict(said.values)
    for name, value in said.values:
        if name in _OF_THE_COURSE:
            yield f"{name}={_NUMBER.sub('#', value)}"
    error = values.get("error", "")
    if error and isinstance(getattr(builtins, error, None), type):
        # What Python says of its own errors tells faults apart.
        yield f"{error}: {without_particulars(values.get('text', ''))}"


def without_particulars(text: str) -> str:
    """Return a message without numbers, sizes and what stands in quotes or is called in it."""
    plain = _CALLED.sub("…", _NAMED.sub("…", text))
    return " ".join(_SIZES.sub("#", _NUMBER.sub("#", plain)).split())
