"""The catalogue and the code know each other: no phrase is missing, and none is left over."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import gradewright

ROOM = Path(gradewright.__file__).parent
CATALOGUE = {
    f"{table}.{key}": phrase
    for table, phrases in tomllib.loads((ROOM / "phrases" / "en.toml").read_text("utf-8")).items()
    for key, phrase in phrases.items()
}
TABLES = {key.partition(".")[0] for key in CATALOGUE}
# In a page's template, `say('key')` is about this table.
PAGES = "report"
# These are keys of an assignment's file, which messages name.
SETTINGS = {"load.preload"}
# And this is a file's name.
FILES = {"gradebook.sqlite"}


def trees() -> Iterator[ast.AST]:
    for file in ROOM.rglob("*.py"):
        yield ast.parse(file.read_text("utf-8"))


def pattern(node: ast.JoinedStr) -> str:
    """Return an f-string as a pattern, what is filled in as a group."""
    parts = [
        re.escape(part.value) if isinstance(part, ast.Constant) else r"(\w+)"
        for part in node.values
    ]
    return "".join(parts)


def texts() -> tuple[set[str], set[str]]:
    """Return the texts of the code, and the patterns that keys are put together by."""
    plain, patterns = set(), set()
    for tree in trees():
        nodes = list(ast.walk(tree))
        joined = [node for node in nodes if isinstance(node, ast.JoinedStr)]
        pieces = {id(part) for node in joined for part in node.values}
        pieces |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        patterns |= {p for p in map(pattern, joined) if p.partition(r"\.")[0] in TABLES}
        plain |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if id(node) not in pieces
        }
    for file in (ROOM / "reports" / "templates").iterdir():
        text = file.read_text("utf-8")
        plain |= {f"{PAGES}.{key}" for key in re.findall(r"say\('(\w+)'", text)}
        plain |= set(re.findall(r"'(\w+)'", text))
    return plain, patterns


PLAIN, PATTERNS = texts()
# Texts may hold several words, as lists of names do.
WORDS = {word for text in PLAIN for word in re.findall(r"\w+", text)}


def is_said(key: str) -> bool:
    """Tell whether code says a key, whole or put together from words that are in the code."""
    if key in PLAIN:
        return True
    found = [match for p in PATTERNS if (match := re.fullmatch(p, key))]
    return any(all(map(is_word, match.groups())) for match in found)


def is_word(word: str) -> bool:
    """Tell whether the code holds a word, or both of its parts: `"syntax" + "_function"`."""
    if word in WORDS:
        return True
    at = word.rfind("_")
    return at > 0 and {word[:at], word[at:]} <= WORDS


def test_every_phrase_is_said() -> None:
    assert [key for key in CATALOGUE if not is_said(key)] == []


def test_every_key_that_is_said_is_a_phrase() -> None:
    keys = re.compile(rf"({'|'.join(TABLES)})\.[a-z_0-9]+")
    said = {text for text in PLAIN if keys.fullmatch(text)}
    assert said - CATALOGUE.keys() - SETTINGS - FILES == set()
    unknown = [p for p in PATTERNS if not any(re.fullmatch(p, key) for key in CATALOGUE)]
    assert unknown == []


def test_a_phrase_that_nobody_says_would_be_found() -> None:
    assert not is_said("grading.nobody_says_this")
    assert not is_said("load.no_such_kind_of_problem")


def test_every_phrase_can_be_filled() -> None:
    for key, phrase in CATALOGUE.items():
        fields = [name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None]
        assert all(name.isidentifier() for name in fields), key
