"""Statements that run another file in the submission's own namespace, and which file it is."""

from __future__ import annotations

import ast
import shlex
from pathlib import PurePosixPath

_RUNS = frozenset({"run", "load", "loadpy"})
_VALUED = frozenset({"-m", "-N", "-T", "-l", "-s", "-p", "-D"})


def run_file(node: ast.stmt) -> str | None:
    """Return the path of the file that a statement runs here, None where it runs none.

    Known are `%run`, which has become a call of the shell, `exec(open("x.py").read())` and its
    like. A path that is no literal is not seen.
    """
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return None
    call = node.value
    if isinstance(call.func, ast.Attribute):
        return _shell_file(call)
    if not isinstance(call.func, ast.Name) or not call.args:
        return None
    if call.func.id == "execfile":
        return _text(call.args[0])
    return _read_file(call.args[0]) if call.func.id == "exec" else None


def _shell_file(call: ast.Call) -> str | None:
    """Return the file of `get_ipython().run_line_magic("run", "x.py")`."""
    if not isinstance(call.func, ast.Attribute) or not is_of_shell(call):
        return None
    words = " ".join(text for text in map(_text, call.args) if text)
    name, _, arguments = words.partition(" ")
    if call.func.attr not in {"run_line_magic", "magic"} or name.lstrip("%") not in _RUNS:
        return None
    return file_of(arguments)


def is_of_shell(call: ast.Call) -> bool:
    """Tell whether a call is one of a method of `get_ipython()`."""
    shell = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(shell, ast.Call) and getattr(shell.func, "id", "") == "get_ipython"


def file_of(arguments: str) -> str | None:
    """Return the path that `%run arguments` would run, None where there is none to be seen."""
    try:
        words = shlex.split(arguments)
    except ValueError:
        words = arguments.split()
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option == "-m" and words:
            return words[0].replace(".", "/") + ".py"
        if option in _VALUED and words:
            words.pop(0)
    if not words or set(words[0]) & set("$*{"):
        return None
    return words[0] if PurePosixPath(words[0]).suffix in {".py", ".ipynb"} else words[0] + ".py"


def _read_file(node: ast.expr) -> str | None:
    """Return the file whose text an expression is: `open(f).read()`, `Path(f).read_text()`."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "compile" and node.args:
        node = node.args[0]
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr not in {"read", "read_text", "read_bytes", "decode"}:
        return None
    opened = node.func.value
    if not isinstance(opened, ast.Call) or not opened.args:
        return None
    called = getattr(opened.func, "attr", getattr(opened.func, "id", ""))
    return _text(opened.args[0]) if called in {"open", "Path"} else None


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
