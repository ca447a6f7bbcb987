"""What each function of the work rests on, as a digest: a change elsewhere leaves it as it is."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from gradewright.submissions.records import Submission
from gradewright.wire import WireFault, encode

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Where = Callable[[str], tuple[str, int | None] | None]
# What tells a value from others, and the lines that it stands on.
_Part = tuple[str, str]


class Reach:
    """Follows functions to all that they can name. Where nobody can tell, that is everything."""

    def __init__(self, submission: Submission, namespace: Mapping[str, Any], where: _Where) -> None:
        """Look at work as it was just loaded."""
        self._namespace, self._where = namespace, where
        self._known: dict[int, tuple[_Part, list[Any]]] = {}
        self._everything = _hash(cell.source for cell in submission.cells)
        scripts = (
            f"{name}\0{content.hex()}"
            for name, content in sorted(submission.modules.items())
            if name.endswith(".py")
        )
        # What is no function of the graded file's own is part of every digest.
        statements = (text for cell in submission.cells for text in _statements(cell.source))
        helpers = (cell.source for cell in submission.helpers)
        self._beside = _hash([submission.main, *statements, *helpers, *scripts])

    def of(self, function: str) -> tuple[str, str]:
        """Return the digest of a function of the work, and one that tells lines apart, too."""
        if function not in self._namespace:
            absent = _hash([self._beside, f"{function} is not there"])
            return absent, absent
        parts: list[_Part] = []
        seen: set[int] = set()
        waiting = [self._namespace[function]]
        while waiting:
            value = waiting.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            part, named = self._known.get(id(value)) or self._looked_at(value)
            parts.append(part)
            waiting += named
        loose = _hash([self._beside, *(one for one, _ in parts)])
        return loose, _hash([loose, *(exact for _, exact in parts)])

    def _looked_at(self, value: Any) -> tuple[_Part, list[Any]]:
        """Return what tells a value from others, and the values that it can name."""
        named: list[Any] = []
        if isinstance(value, FunctionType) and self._where(value.__code__.co_filename):
            part = self._code(value.__code__)
            named = list(_named_by(value))
        elif isinstance(value, type) and value.__module__ == self._namespace.get("__name__"):
            # What descriptors do stands in functions that they hold in ways of their own.
            part = (self._everything, "")
            named = list(value.__bases__)
        elif isinstance(value, ModuleType):
            part = (value.__name__, "")
        elif isinstance(value, (FunctionType, BuiltinFunctionType, type)):
            part = (f"{value.__module__}.{value.__qualname__}", "")
        else:
            part = (self._plain(value), "")
        self._known[id(value)] = part, named
        return part, named

    def _code(self, code: CodeType) -> _Part:
        """Return the digest of code, and that of the lines that it stands on."""
        lines = [(self._where(code.co_filename), list(code.co_lines()))]
        return _hash(_code_parts(code, lines)), _hash([repr(lines)])

    def _plain(self, value: Any) -> str:
        """Return the digest of plain values; of others nobody knows what they rest on."""
        try:
            return hashlib.sha256(encode(value)).hexdigest()
        except (WireFault, TypeError, RecursionError, MemoryError):
            return self._everything


def _code_parts(code: CodeType, lines: list[Any]) -> Iterator[str]:
    yield repr(
        (
            code.co_code,
            code.co_names,
            code.co_varnames,
            code.co_freevars,
            code.co_cellvars,
            code.co_argcount,
            code.co_kwonlyargcount,
            code.co_posonlyargcount,
            code.co_flags,
            code.co_exceptiontable,
        )
    )
    for value in code.co_consts:
        if isinstance(value, CodeType):
            lines.append(list(value.co_lines()))
            yield from _code_parts(value, lines)
        elif isinstance(value, frozenset):
            yield repr(sorted(map(repr, value)))
        else:
            yield repr(value)


def _named_by(function: FunctionType) -> Iterator[Any]:
    """Yield what a function holds, and what it can look up among its globals."""
    for cell in function.__closure__ or ():
        if _is_filled(cell):
            yield cell.cell_contents
    yield from function.__defaults__ or ()
    yield from (function.__kwdefaults__ or {}).values()
    yield from vars(function).values()
    names = function.__globals__
    yield from (names[name] for name in sorted(_names(function.__code__)) if name in names)


def _is_filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - asking is how to know
    except ValueError:
        return False
    return True


def _names(code: CodeType) -> set[str]:
    """Return every name that code may look up among its globals, by whatever way."""
    names = set(code.co_names)
    for value in code.co_consts:
        if isinstance(value, CodeType):
            names |= _names(value)
        elif isinstance(value, str):
            names.add(value)
    return names


def _statements(source: str) -> list[str]:
    """Return what of a cell is no definition of a function, comments and layout apart."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [source]
    others = (node for node in tree.body if not _is_plain_definition(node))
    return [ast.dump(node) for node in others]


def _is_plain_definition(node: ast.stmt) -> bool:
    return isinstance(node, _DEFINITIONS) and not node.decorator_list


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:32]
