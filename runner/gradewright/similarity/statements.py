"""Source cut into statements of normalised tokens, whatever state it is in.

Python's own tokenizer refuses what is broken or of an older Python, and students' work is both.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<space>[ \t\f\r]+|\\\r?\n)
    |(?P<comment>\#[^\n]*)
    |(?P<string>(?i:[rbuf]{0,2})(?:
        \"\"\"(?:[^\\"]|\\.|\"(?!\"\"))*+(?:\"\"\"|\Z)
        |'''(?:[^\\']|\\.|'(?!''))*+(?:'''|\Z)
        |"(?:[^"\\\n]|\\.)*+"?
        |'(?:[^'\\\n]|\\.)*+'?))
    |(?P<number>\d[\w.]*|\.\d\w*)
    |(?P<name>[^\W\d]\w*)
    |(?P<newline>\n)
    |(?P<sign>\*\*=?|//=?|>>=?|<<=?|[-+*/%@&|^=<>!]=|->|.)""",
    re.VERBOSE | re.DOTALL,
)
_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))
_MAGIC = re.compile(r"^[ \t]*[%!][^\n]*$", re.MULTILINE)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_LONGEST = 2_000_000
# What begins a statement at the margin, whatever brackets were left open above.
_BEGINS = frozenset({"def", "class", "import", "from"})


@dataclass(frozen=True, slots=True)
class Part:
    """A cell, a script or a definition of a submission; `line` is that of its first line."""

    file: str
    cell: int | None
    text: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its normalised tokens and their key, and its lines, in the part at `part`.

    `opens` tells that a function, a class or a part begins with it, so that what follows may
    stand in another order elsewhere.
    """

    tokens: tuple[str, ...]
    key: int
    part: int
    first: int
    last: int
    opens: bool


def statements_of(parts: Iterable[Part]) -> tuple[Statement, ...]:
    """Return the statements of a submission, without imports, docstrings, comments and magics.

    Names become `v`, numbers `n` and texts `s`; keywords, Python's own functions and what follows
    a dot stay.
    """
    return tuple(s for at, part in enumerate(parts) for s in _statements(part, at))


def _statements(part: Part, at: int) -> Iterator[Statement]:
    text = _MAGIC.sub("", part.text[:_LONGEST])
    opens = True
    for tokens, first, last in _logical_lines(text):
        begins = tokens[0] in ("def", "class", "@") or tokens[:2] == ("async", "def")
        opens = opens or begins
        if tokens[0] in ("import", "from") or set(tokens) <= {"s"}:
            continue
        yield Statement(tokens, key_of(tokens), at, part.line + first, part.line + last, opens)
        opens = False


def _logical_lines(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield the tokens of each statement, with its first and last line, counted from 0."""
    tokens: list[str] = []
    line = first = last = depth = 0
    before, margin = "", True
    for found in _TOKEN.finditer(text):
        kind, word = found.lastgroup or "", found[0]
        ends = depth <= 0 and (kind == "newline" or word == ";")
        if kind == "name" and margin and word in _BEGINS and depth > 0:
            ends, depth = True, 0
        if ends and tokens:
            yield tuple(tokens), first, last
            tokens = []
        if kind not in ("space", "comment", "newline") and word != ";":
            depth += (word in _OPENING) - (word in _CLOSING)
            first = first if tokens else line
            tokens.append(_normal(kind, word, before))
            before, last = word, line + word.count("\n")
        margin = kind == "newline"
        line += word.count("\n")
    if tokens:
        yield tuple(tokens), first, last


def _normal(kind: str, word: str, before: str) -> str:
    if kind == "string":
        return "s"
    if kind == "number":
        return "n"
    if kind == "name" and word not in _KEPT and before != ".":
        return "v"
    return word


@lru_cache(maxsize=200_000)
def key_of(tokens: tuple[str, ...]) -> int:
    """Return a number of 64 bits that stands for these tokens, the same in every process."""
    text = " ".join(tokens).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
