"""A function's code, made over so that it tells each of its steps, and takes another value for it.

    dZ2 = A2 - Y        dZ2 = A2 - Y
                        dZ2 = <tell>(<call>, 4, dZ2)

Nothing else about it changes: its object, its variables, its lines and what it returns are the
same as long as it is given back what it told.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import types
import warnings
from dataclasses import dataclass
from tokenize import TokenError

from gradewright.beside.steps import RETURNED, Step, Steps, Unreadable, root_of, steps_of

# What the code looks up among its globals; nobody else has a name like these.
BEGIN, TELL, _CALL = "_gradewright_begin", "_gradewright_tell", "_gradewright_call"
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Telling:
    """The code that tells, and the steps that it tells of by their places in `steps.all`."""

    code: types.CodeType
    steps: Steps


def telling(function: object) -> Telling | None:
    """Return a function's code made over, None where that cannot be done soundly.

    It begins with `BEGIN(name, arguments)`, which gives the number of the call, and tells by
    `TELL(number, step, value)`, which gives the value to go on with.
    """
    # By its type alone: an object of a submission's may say anything of its class.
    if type(function) is not types.FunctionType or function.__closure__:
        return None
    code = function.__code__
    try:
        node = _source(code)
        if _told_apart(_compiled(node, code)) != _told_apart(code):
            return None
        steps = steps_of(node)
        if not steps.all or len(steps.all) > _MOST_STEPS:
            return None
        _Rewriter(steps).rewrite(node)
        return Telling(_compiled(node, code), steps)
    except (Unreadable, OSError, SyntaxError, ValueError, RecursionError, TokenError):
        return None


def _source(code: types.CodeType) -> ast.FunctionDef:
    """Return the syntax tree of a function, with the lines that it has in its file.

    Raises:
        Unreadable: its source is not there.
    """
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    if not lines or not lines[0].startswith("def "):
        raise Unreadable
    text = "".join(inspect.getblock(lines))
    node = ast.parse(text).body[0]
    if not isinstance(node, ast.FunctionDef) or node.name != code.co_name:
        raise Unreadable
    ast.increment_lineno(node, code.co_firstlineno - 1)
    return node


def _told_apart(code: types.CodeType) -> tuple[object, ...]:
    """Return what would differ if a code did not come from its source.

    The instructions do: how `np.exp` is looked up rests on what the module imports.
    """
    constants = [str(c) for c in code.co_consts if not isinstance(c, types.CodeType)]
    return code.co_names, code.co_varnames, code.co_cellvars, constants


def _compiled(node: ast.FunctionDef, like: types.CodeType) -> types.CodeType:
    """Return the code of a function; what its head evaluates is left out."""
    head = node.args
    bare = ast.arguments(
        posonlyargs=[ast.arg(each.arg) for each in head.posonlyargs],
        args=[ast.arg(each.arg) for each in head.args],
        kwonlyargs=[ast.arg(each.arg) for each in head.kwonlyargs],
        kw_defaults=[None] * len(head.kwonlyargs),
        defaults=[],
    )
    function = ast.FunctionDef(name=node.name, args=bare, body=node.body, decorator_list=[])
    # Python 3.12 and later ask for it.
    vars(function)["type_params"] = []
    ast.copy_location(function, node)
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outer = compile(module, like.co_filename, "exec", dont_inherit=True)
    return next(part for part in outer.co_consts if isinstance(part, types.CodeType))


class _Rewriter(ast.NodeTransformer):
    """Puts a call of `TELL` behind each step that is told, or around the value that it gives."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def rewrite(self, function: ast.FunctionDef) -> None:
        """Rewrite a function in place."""
        body = self._block(function.body)
        given = ast.Tuple([_load(name) for name in self._steps.parameters], ast.Load())
        begun = _call(BEGIN, ast.Constant(function.name), given)
        begin = ast.Assign([ast.Name(_CALL, ast.Store())], begun)
        ast.copy_location(begin, function.body[0])
        function.body[:] = [begin, *body]

    def _block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        written: list[ast.stmt] = []
        for statement in body:
            written.append(self._statement(statement))
            for at in self._behind(statement):
                tell = self._told(at)
                written.append(ast.copy_location(tell, statement))
        return written

    def _behind(self, statement: ast.stmt) -> list[int]:
        steps = self._steps
        known = [*steps.of.get(id(statement), ()), *steps.after.get(id(statement), ())]
        return [at for at in known if steps.all[at].told and steps.all[at].place != RETURNED]

    def _told(self, at: int) -> ast.stmt:
        step = self._steps.all[at]
        return ast.Assign([_target(step, ast.Store())], _tell(at, _target(step, ast.Load())))

    def _statement(self, statement: ast.stmt) -> ast.stmt:
        for name in ("body", "orelse"):
            block = getattr(statement, name, None)
            if isinstance(block, list):
                setattr(statement, name, self._block(block))
        for name, value in ast.iter_fields(statement):
            if isinstance(value, ast.expr):
                setattr(statement, name, self.visit(value))
        if isinstance(statement, ast.Return) and statement.value is not None:
            for at in self._steps.of.get(id(statement), ()):
                statement.value = _located(_tell(at, statement.value), statement.value)
        return statement

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Put the call around an item that a dictionary writes out."""
        super().generic_visit(node)
        for at in self._steps.of.get(id(node), ()):
            if isinstance(node, ast.expr):
                node = _located(_tell(at, node), node)
        return node


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(function: str, *args: ast.expr) -> ast.Call:
    return ast.Call(_load(function), list(args), [])


def _tell(at: int, value: ast.expr) -> ast.Call:
    return _call(TELL, _load(_CALL), ast.Constant(at), value)


def _located(new: ast.Call, old: ast.expr) -> ast.Call:
    return ast.copy_location(new, old)


def _target(step: Step, context: ast.expr_context) -> ast.expr:
    root = root_of(step.place)
    if root == step.place:
        return ast.Name(root, context)
    key = ast.Constant(step.place[len(root) + 1 : -1])
    return ast.Subscript(_load(root), key, context)
