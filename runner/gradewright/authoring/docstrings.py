"""Docstrings and signatures as Markdown."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

# In this order, whatever the docstring's is, with the words before each.
_HEADS = {"Args:": "", "Attributes:": "", "Returns:": "Returns:", "Raises:": "Raises:"}
_ENTRY = re.compile(r"(\w+): (.*)", re.DOTALL)
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Docstring:
    """A docstring of Google's style in parts: its text, and the entries of its sections."""

    text: str
    sections: dict[str, str]

    def entries(self, head: str) -> dict[str, str]:
        """Return name and meaning of each entry below a head such as "Args:"."""
        text = self.sections.get(head, "")
        found = [_ENTRY.fullmatch(part) for part in re.split(r"\n(?=\S)", text)]
        return {match[1]: _one_line(match[2]) for match in found if match}


def read_docstring(thing: Any) -> Docstring:
    """Return the docstring of a function, class or property, or a text, in parts."""
    text = inspect.cleandoc(thing) if isinstance(thing, str) else inspect.getdoc(thing) or ""
    blocks = re.split(r"\n\n(?=(?:Args|Attributes|Returns|Raises):\n)", text)
    sections = {}
    for block in blocks[1:]:
        head, _, rest = block.partition("\n")
        sections[head] = inspect.cleandoc("\n" + rest)
    return Docstring(blocks[0], sections)


def markdown_of(thing: Any) -> str:
    """Return a docstring as Markdown: its text, then a list for each section."""
    doc = read_docstring(thing)
    parts = [doc.text]
    for head, words in _HEADS.items():
        entries = doc.entries(head)
        if entries:
            lines = [_wrapped(f"- `{name}`: {text}", "  ") for name, text in entries.items()]
            parts.append((f"{words}\n\n" if words else "") + "\n".join(lines))
        elif head in doc.sections:
            parts.append(_wrapped(f"{words} {_one_line(doc.sections[head])}"))
    return "\n\n".join(parts)


def signature_of(function: Callable[..., Any], name: str = "") -> str:
    """Return a function's head as it would be written, without `self`; long ones in lines."""
    signature = inspect.signature(function)
    kept = [p for p in signature.parameters.values() if p.name != "self"]
    words, star = [], False
    for each in kept:
        if each.kind is each.KEYWORD_ONLY and not star:
            words.append("*")
        star |= each.kind in {each.KEYWORD_ONLY, each.VAR_POSITIONAL}
        words.append(_parameter(each))
    head = f"def {name or function.__name__}("
    tail = f") -> {_plain(signature.return_annotation)}: ..."
    line = head + ", ".join(words) + tail
    if len(line) <= _WIDTH:
        return line
    return "\n".join([head, *(f"    {word}," for word in words), tail])


def fields_of(record: type) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and meaning of each public field of a dataclass, properties after them."""
    meanings = read_docstring(record).entries("Attributes:")
    for name, annotation in record.__annotations__.items():
        if not name.startswith("_"):
            yield name, _plain(annotation), meanings.get(name, "")
    for name, value in vars(record).items():
        if isinstance(value, property) and not name.startswith("_"):
            result = inspect.signature(value.fget).return_annotation if value.fget else ""
            yield name, _plain(result), _returned(value)


def functions_in(module: ModuleType, decorator: str) -> Iterator[tuple[str, str]]:
    """Yield name and docstring of each public function that has this decorator."""
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        marks = [m.func if isinstance(m, ast.Call) else m for m in node.decorator_list]
        if decorator in map(ast.unparse, marks):
            yield node.name, ast.get_docstring(node) or ""


def cell(text: str) -> str:
    """Return a text for a cell of a table."""
    return _one_line(text).replace("|", r"\|")


def _parameter(each: inspect.Parameter) -> str:
    stars = 1 if each.kind is each.VAR_POSITIONAL else 2 if each.kind is each.VAR_KEYWORD else 0
    text = "*" * stars + each.name
    if each.annotation is not each.empty and not _plain(each.annotation).startswith("Unpack"):
        text += f": {_plain(each.annotation)}"
    if each.default is not each.empty:
        text += (" = " if ":" in text else "=") + _default(each.default)
    return text


def _default(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    # What stands for an argument that was left out has no value that could be told.
    return "..." if type(value) is object else repr(value)


def _plain(annotation: Any) -> str:
    """Return an annotation as it was written: all modules here have theirs as texts."""
    return str(annotation)


def _returned(thing: Any) -> str:
    """Return a property's docstring as a noun: without the word that begins it."""
    text = read_docstring(thing).text.removeprefix("Return ").rstrip(".")
    return text[:1].lower() + text[1:] + "."


def _wrapped(text: str, indent: str = "") -> str:
    """Return a text in lines that are not too long."""
    return textwrap.fill(
        text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
