"""Recognise Python 2, so that the student hears what to change instead of `invalid syntax`."""

from __future__ import annotations

import re

_CHANGES = (
    (r"\s*print\s+(?![=(.,:\[])\S", "print x", "print(x)"),
    (r"\s*exec\s+(?![=(.,:\[])\S", 'exec "code"', 'exec("code")'),
    (r"\s*except\s+[\w.()\s,]+,\s*\w+\s*:", "except Error, e:", "except Error as e:"),
    (r"\s*raise\s+[\w.]+\s*,", 'raise Error, "text"', 'raise Error("text")'),
    (r"[^'\"#]*<>", "a <> b", "a != b"),
    (r"[^'\"#]*`", "`x`", "repr(x)"),
    (r"[^'\"#]*\b\d+[lL]\b", "10L", "10"),
    (r"[^'\"#]*(?<![\w.])0\d+\b(?![.\d])", "0755", "0o755"),
    (r".*\b[uU][rR]['\"]", 'ur"text"', 'r"text"'),
)
_PATTERNS = tuple((re.compile(pattern), old, new) for pattern, old, new in _CHANGES)


def old_spelling(text: str) -> tuple[str, str] | None:
    """Return (how Python 2 writes it, how Python 3 does) for a line that Python 3 refuses.

    Args:
        text: the line that the syntax error points at.

    Returns:
        Two samples of code, or None when the line does not look like Python 2.
    """
    for pattern, old, new in _PATTERNS:
        if pattern.match(text[:1000]):
            return old, new
    return None
