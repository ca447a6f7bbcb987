"""What each function of the work rests on, as a digest: a change elsewhere leaves it as it is."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from gradewright.submissions.records import Submission
from gradewright.wire import WireFault, encode

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Where = Callable[[str], tuple[str, int | None] | None]


class Reach:
    """Follows functions to all that they can name. Where nobody can tell, that is everything."""

    def __init__(self, submission: Submission, namespace: Mapping[str, Any], where: _Where) -> None:
        """Look at work as it was just loaded."""
        self._namespace, self._where = namespace, where
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

    def of(self, function: str, *, exact: bool) -> str:
        """Return the digest of a function of the work; `exact` tells lines apart, too."""
        seen: set[int] = set()
        found = self._named(self._namespace, function, seen, exact=exact)
        return _hash([self._beside, *found])

    def _named(
        self, names: Mapping[str, Any], name: str, seen: set[int], *, exact: bool
    ) -> Iterator[str]:
        if name not in names:
            yield f"{name} is not there"
            return
        yield name
        yield from self._value(names[name], seen, exact=exact)

    def _value(self, value: Any, seen: set[int], *, exact: bool) -> Iterator[str]:
        if id(value) in seen:
            return
        if isinstance(value, ModuleType):
            yield value.__name__
        elif isinstance(value, FunctionType) and not self._is_own(value):
            yield f"{value.__module__}.{value.__qualname__}"
        elif isinstance(value, FunctionType):
            seen.add(id(value))
            yield from self._function(value, seen, exact=exact)
        elif isinstance(value, type):
            seen.add(id(value))
            yield from self._class(value, seen, exact=exact)
        elif isinstance(value, BuiltinFunctionType):
            yield f"{value.__module__}.{value.__qualname__}"
        else:
            yield self._plain(value)

    def _is_own(self, function: FunctionType) -> bool:
        return self._where(function.__code__.co_filename) is not None

    def _function(self, function: FunctionType, seen: set[int], *, exact: bool) -> Iterator[str]:
        yield from self._code(function.__code__, exact=exact)
        cells = [cell.cell_contents for cell in function.__closure__ or () if _is_filled(cell)]
        given = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
        for value in (*cells, *given, *vars(function).values()):
            yield from self._value(value, seen, exact=exact)
        names = function.__globals__
        for name in sorted(_names(function.__code__)):
            if name in names:
                yield from self._named(names, name, seen, exact=exact)

    def _class(self, kind: type, seen: set[int], *, exact: bool) -> Iterator[str]:
        yield f"{kind.__module__}.{kind.__qualname__}"
        if kind.__module__ != self._namespace.get("__name__"):
            return
        for base in kind.__bases__:
            yield from self._value(base, seen, exact=exact)
        # What descriptors do stands in functions that they hold in ways of their own.
        yield self._everything

    def _code(self, code: CodeType, *, exact: bool) -> Iterator[str]:
        parts = (
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
        yield repr(parts)
        if exact:
            yield repr((self._where(code.co_filename), list(code.co_lines())))
        for value in code.co_consts:
            if isinstance(value, CodeType):
                yield from self._code(value, exact=exact)
            elif isinstance(value, frozenset):
                yield repr(sorted(map(repr, value)))
            else:
                yield repr(value)

    def _plain(self, value: Any) -> str:
        """Return the digest of plain values; of others nobody knows what they rest on."""
        try:
            return hashlib.sha256(bytes(encode(value))).hexdigest()
        except (WireFault, TypeError, RecursionError, MemoryError):
            return self._everything


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


def _hash(parts: Iterator[str] | list[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:32]
