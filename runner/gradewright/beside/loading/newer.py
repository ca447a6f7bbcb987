"""Recognise what needs a newer Python than the one that grades, in syntax and in its library."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from dataclasses import dataclass

from .python2 import old_spelling

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Newer:
    """A piece of syntax: a sample of it, and the first Python that reads it."""

    sample: str
    needs: Version

    @property
    def spoken(self) -> str:
        """Return the version as text."""
        return _spoken(self.needs)


HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"

_PARAMETERS = re.compile(r"\s*(?:(?:async\s+)?def|class|type)\s+\w+\s*\[(?P<inside>[^\]]*)")
_ALIAS = re.compile(r"\s*type\s+[A-Za-z_]\w*\s*(?:\[[^\]=]*\])?\s*=(?!=)")
_EXCEPT = re.compile(r"\s*except\*?\s+(?P<names>[\w.]+(?:\s*,\s*[\w.]+)+)\s*:")
_TEMPLATE = re.compile(r"(?<![\w'\"])(?:[tT][rR]?|[rR][tT])['\"]")
_LAZY = re.compile(r"^\s*lazy\s+(?:import|from)\s+\w")
_SAMPLES = (
    (_LAZY, Newer("lazy import name", (3, 15))),
    (_TEMPLATE, Newer('t"{x}"', (3, 14))),
)
_UNPACKING = Newer("[*part for part in parts]", (3, 15))
_SAME_QUOTE = 'f"{d["key"]}"'
_BACKSLASH = "a backslash between the braces of an f-string"
_LINES = "a comment or a new line between the braces of an f-string"
_F_STRING = re.compile(r"(?<![\w'\"])(?:[fF][rR]?|[rR][fF])('{3}|\"{3}|'|\")")
_STRING = re.compile(r"(?:[fF]?[rR]?|[rR][fF]|[bBuU])('{3}|\"{3}|'|\")")
_MOST_LINES = 20

_LIBRARY: dict[str, Version] = {
    "itertools.batched": (3, 12),
    "typing.override": (3, 12),
    "typing.TypeAliasType": (3, 12),
    "math.sumprod": (3, 12),
    "collections.abc.Buffer": (3, 12),
    "random.binomialvariate": (3, 12),
    "warnings.deprecated": (3, 13),
    "copy.replace": (3, 13),
    "math.fma": (3, 13),
    "typing.ReadOnly": (3, 13),
    "typing.TypeIs": (3, 13),
    "typing.NoDefault": (3, 13),
    "typing.get_protocol_members": (3, 13),
    "typing.is_protocol": (3, 13),
    "statistics.kde": (3, 13),
    "statistics.kde_random": (3, 13),
    "queue.ShutDown": (3, 13),
    "functools.Placeholder": (3, 14),
    "annotationlib": (3, 14),
    "compression": (3, 14),
    "concurrent.interpreters": (3, 14),
    "string.templatelib": (3, 14),
    "pathlib.types": (3, 14),
}


def newer_name(module: str, name: str = "") -> str:
    """Return the Python that brought a module or a name of it, "" where this one has it all."""
    whole = f"{module}.{name}" if name else module
    parts = whole.split(".")
    for end in range(len(parts), 0, -1):
        needs = _LIBRARY.get(".".join(parts[:end]))
        if needs is not None:
            return _spoken(needs) if needs > sys.version_info[:2] else ""
    return ""


def newer_syntax(lines: list[str], at: int, reason: str) -> Newer | None:
    """Return the syntax that a newer Python reads, None where none is recognised.

    Args:
        lines: the source, cell or script.
        at: the index of the line that this Python refuses.
        reason: what it says about it.
    """
    if not 0 <= at < len(lines):
        return None
    found = _in_line(lines, lines[at][:1000], reason) or _in_f_string(lines, at)
    return found if found is not None and found.needs > sys.version_info[:2] else None


def _in_line(lines: list[str], line: str, reason: str) -> Newer | None:
    if _ALIAS.match(line):
        return Newer("type Name = ...", (3, 12))
    if parameters := _PARAMETERS.match(line):
        default = "=" in parameters["inside"]
        head = "class Name[T{}]:" if line.split(maxsplit=1)[0] == "class" else "def f[T{}](x: T):"
        return Newer(head.format(" = int" if default else ""), (3, 13) if default else (3, 12))
    if unbracketed := _EXCEPT.match(line):
        new = _are_classes(unbracketed["names"]) and not _is_python2(lines)
        return Newer("except A, B:", (3, 14)) if new else None
    for pattern, found in _SAMPLES:
        if pattern.search(line):
            return found
    return _UNPACKING if "unpacking cannot be used in" in reason else None


def _are_classes(names: str) -> bool:
    """Tell whether what follows the first name in `except A, B:` are exceptions, too.

    Python 2 has a variable there.
    """
    _first, *rest = (name.strip() for name in names.split(","))
    if len(rest) > 1:
        return True
    last = rest[0].rpartition(".")[2]
    kind = getattr(builtins, last, None)
    if isinstance(kind, type) and issubclass(kind, BaseException):
        return True
    return bool(re.match(r"_*[A-Z]\w*[a-z]", last))


def _is_python2(lines: list[str]) -> bool:
    """Tell whether any other line can only be Python 2."""
    others = (line for line in lines[:5000] if not _EXCEPT.match(line))
    return any(
        line.lstrip()[:5] in {"print", "exec ", "raise"} and old_spelling(line) for line in others
    )


def _in_f_string(lines: list[str], at: int) -> Newer | None:
    """Look for an f-string that holds what only Python 3.12 lets stand in one."""
    first = max(0, at - 3)
    text = "\n".join(lines[first : at + _MOST_LINES])
    for found in _F_STRING.finditer(text):
        reader = _FString(text)
        try:
            end = reader.read(found.end(), found[1])
        except IndexError:
            continue
        inside = first + text.count("\n", 0, found.start()), first + text.count("\n", 0, end)
        here = inside[0] <= at <= inside[1]
        if reader.new and here and all(map(_is_expression, reader.fields)):
            return Newer(reader.new, (3, 12))
    return None


def _is_expression(field: str) -> bool:
    """Tell whether a field holds an expression, as far as this Python can tell."""
    if _F_STRING.search(field):
        return True
    ends = [at for at, character in enumerate(field) if character in ":!="]
    for end in [len(field), *ends]:
        try:
            ast.parse(f"({field[:end]}\n)", mode="eval")
        except (SyntaxError, ValueError):
            continue
        return True
    return False


class _FString:
    """Reads an f-string as Python 3.12 does; `new` is a sample of what an older one could not.

    Raises IndexError where the text ends before the string does.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.new = ""
        self.fields: list[str] = []

    def read(self, at: int, quote: str) -> int:
        """Return the index after the string that opened with `quote` just before `at`."""
        while not self.text.startswith(quote, at):
            character = self.text[at]
            if character == "\n" and len(quote) == 1:
                raise IndexError
            if character == "\\":
                at += 2
            elif character == "{" and self.text[at + 1] != "{":
                end = self._field(at + 1, quote)
                self.fields.append(self.text[at + 1 : end - 1])
                at = end
            else:
                at += 2 if self.text[at : at + 2] in {"{{", "}}"} else 1
        return at + len(quote)

    def _field(self, at: int, quote: str) -> int:
        """Return the index after the field that opened just before `at`."""
        depth = 0
        while True:
            character = self.text[at]
            if depth == 0 and character == "}":
                return at + 1
            inner = _STRING.match(self.text, at)
            if inner:
                self.new = self.new or (_SAME_QUOTE if inner[1] == quote else "")
                at = self._string(inner, quote)
                continue
            if character == "#" or (character == "\n" and len(quote) == 1):
                self.new = self.new or _LINES
            depth += (character in "([{") - (character in ")]}")
            at += 1

    def _string(self, opened: re.Match[str], outer: str) -> int:
        """Return the index after a string inside of a field of a string quoted with `outer`."""
        if opened[0].rstrip("'\"").lower() in {"f", "fr", "rf"}:
            return self.read(opened.end(), opened[1])
        at = opened.end()
        while not self.text.startswith(opened[1], at):
            if self.text[at] == "\n" and len(opened[1]) == 1:
                raise IndexError
            if self.text[at] == "\\":
                self.new = self.new or _BACKSLASH
                at += 1
            # an older Python ends the outer string at its quote, wherever that stands
            elif self.text.startswith(outer, at):
                self.new = self.new or _SAME_QUOTE
            at += 1
        return at + len(opened[1])


def _spoken(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
