"""What the source of a submission tells about its graded functions, for advice on a failure.

Read from syntax trees and compiled code; nothing of the submission runs for it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from .bindings import definition_nodes
from .names import used_names
from .placeholders import is_stand_in
from .problems import printable
from .reading import Statement

Function = ast.FunctionDef | ast.AsyncFunctionDef
Plain = dict[str, Any]

_MOST = 40
_SINGLE = {"float32", "float16"}
_CALLED = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, type)
_NUMBERS = (bool, int, float, complex)
_TEXTS = (str, bytes, type(None))


def function_facts(
    statements: list[Statement], functions: Iterable[str], namespace: dict[str, Any]
) -> dict[str, Plain]:
    """Return what is known of each graded function that the submission defines by `def`.

    Returns:
        By name: `parameters`, the positional ones in order (a last "*" for `*args`); `reads`,
        [name, kind] of each variable of the submission that the function or a helper of it reads,
        kind being "number", "text", "data" or "absent"; `blank`, the names that are None wherever
        they are used; `returns`, whether it returns anything but None; `empty`, whether nothing
        is in it; `falls_off`, whether its end can be reached without a return.
    """
    variables = {name for s in statements if s.kind == "other" for name in s.effects.binds}
    graded = list(functions)
    codes = dict(_codes(statements))
    facts = {}
    for name in graded:
        node = _last_definition(statements, name)
        if node is not None:
            reads = _reads(name, codes, graded, variables, namespace)
            facts[name] = {
                "parameters": _parameters(node),
                "reads": reads[:_MOST],
                "blank": _blank(node)[:_MOST],
                "returns": any(_gives(part) for part in _own_parts(node)),
                "empty": _is_empty(node),
                "falls_off": _falls_off(node.body),
            }
    return facts


def uses_single_precision(statements: list[Statement], functions: Iterable[str]) -> bool:
    """Return whether a graded function, or a helper of one, asks for float32 or less."""
    codes = dict(_codes(statements))
    waiting, seen = [name for name in functions if name in codes], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if _asks_for_single(codes[name]):
            return True
        waiting.extend(used for used in used_names(codes[name]) if used in codes)
    return False


def nested_functions(statements: list[Statement], functions: Iterable[str]) -> dict[str, list[str]]:
    """Return, for graded names that are only defined inside something, its kind and name.

    kind is "class" or "function".
    """
    wanted = {name for name in functions if _last_definition(statements, name) is None}
    found: dict[str, list[str]] = {}
    for outer in (s.node for s in statements if s.kind == "definition"):
        kind = "class" if isinstance(outer, ast.ClassDef) else "function"
        for inner in ast.walk(outer):
            if isinstance(inner, Function) and inner is not outer and inner.name in wanted:
                found.setdefault(inner.name, [kind, printable(getattr(outer, "name", ""))])
    return found


def defined_names(statements: list[Statement]) -> list[str]:
    """Return the functions and classes that the submission defines, in order, each once."""
    names = [n for s in statements if s.kind == "definition" for n in s.effects.binds]
    return [printable(name) for name in dict.fromkeys(names)][: 5 * _MOST]


def _last_definition(statements: list[Statement], name: str) -> Function | None:
    binders = [s for s in statements if name in s.effects.binds]
    nodes = [n for s in binders for n in definition_nodes(s.node, name) if isinstance(n, Function)]
    return nodes[-1] if nodes else None


def _parameters(node: Function) -> list[str]:
    names = [printable(each.arg) for each in (*node.args.posonlyargs, *node.args.args)][:_MOST]
    return [*names, "*"] if node.args.vararg else names


def _codes(statements: list[Statement]) -> Iterator[tuple[str, CodeType]]:
    """Yield the code of each function by its name, the last definition last."""
    for statement in statements:
        if statement.kind != "import" and statement.code is not None:
            for inner in statement.code.co_consts:
                if isinstance(inner, CodeType):
                    yield inner.co_name, inner


def _asks_for_single(code: CodeType) -> bool:
    said = {*code.co_names, *(const for const in code.co_consts if isinstance(const, str))}
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return bool(said & _SINGLE) or any(map(_asks_for_single, inner))


def _reads(
    name: str,
    codes: dict[str, CodeType],
    graded: Collection[str],
    variables: Collection[str],
    namespace: dict[str, Any],
) -> list[list[str]]:
    """Return the variables that a function, or a helper that is not graded itself, reads."""
    seen, waiting, read = {name}, [name], dict[str, None]()
    while waiting:
        code = codes.get(waiting.pop())
        for used in sorted(used_names(code)) if code is not None else ():
            if used in codes and used not in seen and used not in graded:
                seen.add(used)
                waiting.append(used)
            elif used in variables and used not in codes:
                read[used] = None
    kinds = ((used, _kind_of(used, namespace)) for used in read)
    return [[printable(used), kind] for used, kind in kinds if kind]


def _kind_of(name: str, namespace: dict[str, Any]) -> str:
    """Return what kind of variable stands under a name; "" for what is called, not read."""
    if name not in namespace or is_stand_in(namespace[name]):
        return "absent"
    kind = type(namespace[name])
    if issubclass(kind, _CALLED):
        return ""
    if issubclass(kind, _NUMBERS):
        return "number"
    return "text" if issubclass(kind, _TEXTS) else "data"


def _own_parts(node: Function) -> Iterator[ast.AST]:
    """Yield what is inside a function, but not inside a function or class in it."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, (*Function.__args__, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(part))


def _gives(part: ast.AST) -> bool:
    if isinstance(part, (ast.Yield, ast.YieldFrom)):
        return True
    return isinstance(part, ast.Return) and part.value is not None and not _is_none(part.value)


def _blank(node: Function) -> list[str]:
    """Return the names that are set to None, to nothing else, and used."""
    blank: dict[str, None] = {}
    used: set[str] = set()
    other: set[str] = set()
    for part in sorted(_own_parts(node), key=_place):
        if isinstance(part, ast.Assign) and _is_none(part.value):
            blank |= {n.id: None for t in part.targets for n in _names_in(t)}
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            used.add(part.id)
        else:
            other |= set(_bound_by(part))
    return [printable(name) for name in blank if name in used and name not in other]


def _place(part: ast.AST) -> tuple[int, int]:
    return getattr(part, "lineno", 0), getattr(part, "col_offset", 0)


def _bound_by(part: ast.AST) -> Iterator[str]:
    """Yield the names that a part of a function gives a value which may be anything."""
    targets: list[ast.AST] = []
    if isinstance(part, ast.Assign):
        targets = list(part.targets)
    elif isinstance(part, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor)):
        targets = [part.target]
    elif isinstance(part, ast.withitem) and part.optional_vars is not None:
        targets = [part.optional_vars]
    elif isinstance(part, (ast.Global, ast.Nonlocal)):
        yield from part.names
    for target in targets:
        yield from (name.id for name in _names_in(target))


def _names_in(target: ast.AST) -> Iterator[ast.Name]:
    return (n for n in ast.walk(target) if isinstance(n, ast.Name))


def _is_none(value: ast.AST) -> bool:
    if isinstance(value, ast.Tuple):
        return bool(value.elts) and all(map(_is_none, value.elts))
    return isinstance(value, ast.Constant) and value.value is None


def _falls_off(body: list[ast.stmt]) -> bool:
    """Return whether the end of a block can be reached, as far as its last statement tells."""
    last = body[-1]
    if isinstance(last, (ast.Return, ast.Raise)):
        return False
    if isinstance(last, ast.If):
        return not last.orelse or _falls_off(last.body) or _falls_off(last.orelse)
    if isinstance(last, ast.With):
        return _falls_off(last.body)
    if isinstance(last, ast.Try):
        return any(map(_falls_off, [last.body, *(handler.body for handler in last.handlers)]))
    return True


def _is_empty(node: Function) -> bool:
    """Return whether a function holds nothing but a docstring, `pass`, `...` or `return`."""
    return all(
        isinstance(part, ast.Pass)
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        or (isinstance(part, ast.Return) and (part.value is None or _is_none(part.value)))
        for part in node.body
    )
