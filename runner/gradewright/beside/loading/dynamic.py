"""Global names that are made without an assignment to them: `globals()["x"] = 1`, `exec(...)`."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from .words import words

_NAMESPACES = words("globals locals vars")
_MODULES = words("__main__ builtins")
_SETTERS = words("setdefault __setitem__")


@dataclass(slots=True)
class Outer:
    """What a statement, or the body of a function, does to the global names around it.

    `outer`: names that it makes. `dynamic`: it makes names that cannot be told beforehand.
    `texts`: source that it executes.
    """

    outer: list[str] = field(default_factory=list)
    dynamic: bool = False
    texts: list[str] = field(default_factory=list)


def note_global_part(target: ast.expr, found: Outer) -> bool:
    """Note `globals()["x"] = ...` and `sys.modules[__name__].x = ...`; tell whether it is one."""
    if isinstance(target, ast.Subscript) and _is_namespace(target.value):
        _note_key(target.slice, found)
        return True
    if isinstance(target, ast.Attribute) and _is_module(target.value):
        found.outer.append(target.attr)
        return True
    return False


def note_global_call(call: ast.Call, name: str, found: Outer) -> bool:
    """Note a call that makes global names; tell whether it is one. `name`: what is called."""
    if name == "exec" and isinstance(call.func, ast.Name):
        return _note_exec(call, found)
    if name == "setattr" and len(call.args) > 1 and _is_module(call.args[0]):
        _note_key(call.args[1], found)
        return True
    if not (isinstance(call.func, ast.Attribute) and _is_namespace(call.func.value)):
        return False
    if name == "update":
        _note_update(call, found)
    elif name in _SETTERS and call.args:
        _note_key(call.args[0], found)
    return True


def _note_exec(call: ast.Call, found: Outer) -> bool:
    if not call.args or (len(call.args) > 1 and not _is_namespace(call.args[1])):
        return False
    source = call.args[0]
    if isinstance(source, ast.Constant) and isinstance(source.value, str):
        found.texts.append(source.value)
    else:
        found.dynamic = True
    return True


def _note_update(call: ast.Call, found: Outer) -> None:
    for keyword in call.keywords:
        if keyword.arg:
            found.outer.append(keyword.arg)
        else:
            _note_mapping(keyword.value, found)
    for given in call.args:
        _note_mapping(given, found)


def _note_mapping(mapping: ast.expr, found: Outer) -> None:
    if isinstance(mapping, ast.Dict):
        for key in mapping.keys:
            _note_key(key, found)
    else:
        found.dynamic = True


def _note_key(key: ast.expr | None, found: Outer) -> None:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        found.outer.append(key.value)
    else:
        found.dynamic = True


def _is_namespace(node: ast.expr) -> bool:
    """Tell whether an expression is the dictionary of the module's own names."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in _NAMESPACES and not node.args
    return isinstance(node, ast.Attribute) and node.attr == "__dict__" and _is_module(node.value)


def _is_module(node: ast.expr) -> bool:
    """Tell whether an expression is the module itself, or the one of Python's own names."""
    if isinstance(node, ast.Name):
        return node.id in _MODULES
    if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute)):
        return False
    key = node.slice
    own = isinstance(key, ast.Name) and key.id == "__name__"
    main = isinstance(key, ast.Constant) and key.value in _MODULES
    return node.value.attr == "modules" and (own or main)
