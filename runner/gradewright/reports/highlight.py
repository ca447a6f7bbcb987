"""Python source as coloured lines of HTML, with few and short tags."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup, escape
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, String, _TokenType

from gradewright.words.printable import clean

_LONGEST = 20_000  # characters; longer sources are shown without colours
_CLASSES = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    String: "s",
    Number: "m",
    Literal: "m",
    Name.Function: "f",
    Name.Class: "f",
    Name.Decorator: "f",
    Name.Builtin: "b",
    Name.Exception: "b",
}


def lines(source: str) -> list[Markup]:
    """Return Python source as HTML, a piece a line; every piece is well-formed by itself."""
    text = clean(source)
    if len(text) > _LONGEST:
        return [escape(line) for line in text.split("\n")]
    # The lexer takes quadratic time over blanks, and those at the end of a line show nothing.
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    found: list[list[Markup]] = [[]]
    for name, value in _runs(text):
        first, *rest = value.split("\n")
        found[-1].append(_piece(name, first))
        found.extend([_piece(name, part)] for part in rest)
    return [Markup().join(pieces) for pieces in found]


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the source as runs of one class each."""
    tokens = ((_class(kind), value) for kind, value in _lexer().get_tokens(text))
    for name, run in groupby(tokens, key=itemgetter(0)):
        yield name, "".join(value for _, value in run)


@cache
def _lexer() -> PythonLexer:
    return PythonLexer(stripnl=False, ensurenl=False)


@cache
def _class(kind: _TokenType) -> str:
    """Return the class of a kind of token; empty where it looks like plain text."""
    if kind in _CLASSES:
        return _CLASSES[kind]
    return _class(kind.parent) if kind.parent else ""


def _piece(name: str, text: str) -> Markup:
    if not (name and text.strip()):
        return escape(text)
    return Markup('<span class="{}">{}</span>').format(name, text)
