"""The steps of a function: where it gives its intermediate values names, and what each rests on.

A place is a variable (`dZ2`), an item of one under a fixed key (`grads[dW2]`), an item that is
written out (`{dW2}12.4`), one of several values that are returned (`(0)`), or what is returned. A
step gives a place a value or changes it. Only functions of plain statements are read: where values
may come about in other ways, there are no steps.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

RETURNED = "return"

_UNREADABLE = (
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.NamedExpr,
    ast.Lambda,
    ast.Starred,
)
# Through these a function sees or changes its own variables without naming them.
_BEYOND = frozenset(
    ("locals", "vars", "globals", "eval", "exec", "dir", "compile", "getattr", "setattr", "delattr")
)
_BEYOND_ATTRIBUTES = frozenset(
    ("_getframe", "currentframe", "settrace", "setprofile", "__code__", "__dict__")
)
# These change the object that they belong to, and leave alone what they are given.
_ADDING = frozenset(("append", "extend", "insert", "add", "update", "setdefault"))
_SCOPES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NOTHING = (
    ast.AnnAssign,
    ast.Assert,
    ast.Break,
    ast.Continue,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Raise,
    ast.Return,
)
_EXITS = (ast.Return, ast.Break, ast.Continue)


class Unreadable(Exception):  # noqa: N818 - such a function is left as it is
    """A function has more to it than plain statements."""


@dataclass(slots=True, eq=False)
class Step:
    """One place that a statement gives a value, or changes.

    `name` is what the course would call the value. `reads` are the places that it rests on, those
    of the conditions around it included, "?" before the name of something from outside of the
    function. `guards` are the lines of these conditions. `changes`: it changes a value in place.
    `passes` is the variable whose value it hands on as it is, "" where it makes one. `looped`: it
    is taken again and again, within the loop that begins at line `loop`. `told`: its value can be
    told right behind it, or behind the loop around it. `last`: the place has its last value then.
    It is the `ordinal`th of `count` steps that give the place a value.
    """

    name: str
    place: str
    line: int
    reads: tuple[str, ...]
    guards: tuple[int, ...] = ()
    changes: bool = False
    passes: str = ""
    loop: int = 0
    looped: bool = False
    told: bool = False
    last: bool = False
    ordinal: int = 0
    count: int = 1
    branch: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Around:
    """What stands around a statement: conditions, branches and loops."""

    reads: tuple[str, ...] = ()
    guards: tuple[int, ...] = ()
    branch: tuple[tuple[int, int], ...] = ()
    looped: bool = False


@dataclass(slots=True)
class Steps:
    """The steps of a function, in the order of its source.

    `of` holds the steps of each statement, and of each item that is written out, by the identity of
    its node. `after` holds, for each outermost loop, the steps within it whose places have their
    value only after it.
    """

    parameters: tuple[str, ...]
    all: list[Step] = field(default_factory=list)
    of: dict[int, list[int]] = field(default_factory=dict)
    after: dict[int, list[int]] = field(default_factory=dict)


def steps_of(function: ast.FunctionDef) -> Steps:
    """Return the steps of a function.

    Raises:
        Unreadable: it has more to it than plain statements.
    """
    reader = _Reader(function)
    reader.read(function.body, _Around())
    reader.settle()
    return reader.steps


def root_of(place: str) -> str:
    """Return the variable that a place is in."""
    return place.partition("[")[0]


class _Reader:
    def __init__(self, function: ast.FunctionDef) -> None:
        if function.decorator_list or function.args.vararg or function.args.kwarg:
            raise Unreadable
        given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        self.steps = Steps(tuple(each.arg for each in given))
        self._locals = set(self.steps.parameters)
        self._imported: set[str] = set()
        for node in _inner(function.body):
            _must_be_plain(node)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self._locals.add(node.id)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                self._imported |= {
                    (each.asname or each.name).partition(".")[0] for each in node.names
                }
        self._loop: int | None = None
        self._loop_line = 0

    def read(self, body: Iterable[ast.stmt], around: _Around) -> None:
        """Read the statements of a block."""
        for statement in body:
            self._read(statement, around)
            if isinstance(statement, ast.If) and any(
                isinstance(node, _EXITS) for node in _inner([statement])
            ):
                # Whether what follows is reached rests on the condition.
                around = self._under(around, statement.test, statement.lineno)

    def _read(self, node: ast.stmt, around: _Around) -> None:
        match node:
            case ast.Assign():
                self._assign(node, node.targets, node.value, around)
            case ast.AnnAssign(value=ast.expr() as value):
                self._assign(node, [node.target], value, around)
            case ast.AugAssign():
                self._change(node, node.target, self._reads(node.value, around), around)
            case ast.Expr():
                self._expression(node, around)
            case ast.Return(value=ast.expr() as value):
                self._return(node, value, around)
            case ast.If() | ast.For() | ast.While() | ast.With():
                self._block(node, around)
            case _ if not isinstance(node, _NOTHING):
                raise Unreadable

    def _block(self, node: ast.If | ast.For | ast.While | ast.With, around: _Around) -> None:
        if isinstance(node, ast.If):
            for at, block in enumerate((node.body, node.orelse)):
                inner = self._under(around, node.test, node.lineno)
                inner.branch = (*around.branch, (id(node), at))
                self.read(block, inner)
        elif isinstance(node, ast.With):
            for item in node.items:
                reads = self._reads(item.context_expr, around)
                for name in _names(item.optional_vars):
                    self._add(node, Step(name, name, node.lineno, reads, changes=True), around)
            self.read(node.body, around)
        else:
            self._repeat(node, around)

    def _repeat(self, node: ast.For | ast.While, around: _Around) -> None:
        if node.orelse:
            raise Unreadable
        test = node.iter if isinstance(node, ast.For) else node.test
        is_outermost = self._loop is None
        if is_outermost:
            self._loop, self._loop_line = id(node), node.lineno
            self.steps.after[id(node)] = []
        inner = self._under(around, test, node.lineno) if isinstance(node, ast.While) else around
        inner = _Around(inner.reads, inner.guards, inner.branch, looped=True)
        if isinstance(node, ast.For):
            reads = self._reads(test, around)
            for name in _names(node.target):
                # It is no value that anybody would look for, but others rest on it.
                self._add(node, Step(name, name, node.lineno, reads, changes=True), inner)
        self.read(node.body, inner)
        if is_outermost:
            self._loop = None

    def _assign(
        self, node: ast.stmt, targets: Iterable[ast.expr], value: ast.expr, around: _Around
    ) -> None:
        reads = self._reads(value, around)
        for target in targets:
            for part in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
                if isinstance(part, ast.Name):
                    passes = self._passed(value)
                    step = Step(part.id, part.id, node.lineno, reads, passes=passes)
                    self._add(node, step, around)
                else:
                    self._change(node, part, reads, around)

    def _return(self, node: ast.Return, value: ast.expr, around: _Around) -> None:
        reads = list(around.reads)
        for at, part in enumerate(value.elts if isinstance(value, ast.Tuple) else ()):
            place = f"({at})"
            inner = self._reads(part, around)
            step = Step(place, place, part.lineno, inner, passes=self._passed(part))
            self._add(part, step, around)
            reads.append(place)
        if not isinstance(value, ast.Tuple):
            reads = list(self._reads(value, around))
        step = Step(RETURNED, RETURNED, node.lineno, tuple(reads), passes=self._passed(value))
        self._add(node, step, around)

    def _passed(self, value: ast.expr) -> str:
        """Return the variable, or the key of an item, that an expression is no more than."""
        if isinstance(value, ast.Name):
            return value.id
        return _key(value) if self._item(value) is not None else ""

    def _change(
        self, node: ast.stmt, target: ast.expr, reads: tuple[str, ...], around: _Around
    ) -> None:
        """Note that a part of a variable is set, or that it is changed in place."""
        place = self._item(target)
        if place is not None:
            step = Step(_key(target), place, node.lineno, reads)
            if isinstance(node, ast.AugAssign):
                step = Step(step.name, place, node.lineno, (*reads, place), changes=True)
            self._add(node, step, around)
            return
        root: ast.expr = target
        while isinstance(root, (ast.Subscript, ast.Attribute)):
            root = root.value
        if not isinstance(root, ast.Name) or root.id not in self._locals:
            raise Unreadable
        inside = self._reads(target, around)
        reads = tuple(dict.fromkeys((*reads, *inside, root.id)))
        for name in self._alike(root.id):
            self._add(node, Step(name, name, node.lineno, reads, changes=True), around)

    def _alike(self, name: str) -> list[str]:
        """Return the variables that may hold the same object, this one first."""
        found = [name]
        for each in found:
            for step in self.steps.all:
                pair = (step.place, step.passes)
                if each in pair and set(pair) <= self._locals:
                    found += [other for other in pair if other not in found]
        return found

    def _expression(self, node: ast.Expr, around: _Around) -> None:
        """Note what a call whose value nobody keeps may change: its object and its arguments."""
        call = node.value
        if isinstance(call, ast.Constant):
            return
        if not isinstance(call, ast.Call):
            raise Unreadable
        changed: list[ast.expr] = [*call.args, *(keyword.value for keyword in call.keywords)]
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            changed = []
        if isinstance(call.func, ast.Attribute):
            changed = [] if call.func.attr in _ADDING else changed
            changed.append(call.func.value)
        reads = self._reads(call, around)
        for part in changed:
            root: ast.expr = part
            while isinstance(root, (ast.Subscript, ast.Attribute)):
                root = root.value
            if isinstance(root, ast.Name) and root.id in self._locals:
                for name in self._alike(root.id):
                    step = Step(name, name, node.lineno, (*reads, root.id), changes=True)
                    self._add(node, step, around)

    def _under(self, around: _Around, test: ast.expr, line: int) -> _Around:
        reads = tuple(dict.fromkeys((*around.reads, *self._reads(test, around))))
        return _Around(reads, (*around.guards, line), around.branch, around.looped)

    def _reads(self, expression: ast.expr, around: _Around) -> tuple[str, ...]:
        """Return the places that an expression reads; items that it writes out become steps."""
        found: dict[str, None] = dict.fromkeys(around.reads)
        self._collect(expression, frozenset(), found, around)
        return tuple(found)

    def _collect(
        self, node: ast.AST, bound: frozenset[str], found: dict[str, None], around: _Around
    ) -> None:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load) and node.id not in bound | self._imported:
                found[node.id if node.id in self._locals else f"?{node.id}"] = None
            return
        item = self._item(node) if isinstance(node, ast.Subscript) else None
        if item is not None and root_of(item) not in bound:
            found[item] = None
            return
        if isinstance(node, _SCOPES):
            bound |= {
                inner.id
                for inner in ast.walk(node)
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
            }
        if isinstance(node, ast.Dict) and not bound:
            self._write_out(node, found, around)
            return
        for child in ast.iter_child_nodes(node):
            self._collect(child, bound, found, around)

    def _write_out(self, node: ast.Dict, found: dict[str, None], around: _Around) -> None:
        """Make a step of each item that a dictionary writes out under a fixed key."""
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                for part in (key, value):
                    if part is not None:
                        self._collect(part, frozenset(), found, around)
                continue
            reads = self._reads(value, around)
            place = f"{{{key.value}}}{value.lineno}.{value.col_offset}"
            passes = self._passed(value)
            step = Step(key.value, place, value.lineno, reads, passes=passes)
            self._add(value, step, around)
            found[place] = None

    def _item(self, node: ast.expr) -> str | None:
        """Return the place of an item under a fixed key, None for anything else."""
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
            return None
        key = node.slice
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            return None
        return f"{node.value.id}[{key.value}]" if node.value.id in self._locals else None

    def _add(self, node: ast.AST, step: Step, around: _Around) -> None:
        step.guards, step.branch, step.looped = around.guards, around.branch, around.looped
        step.loop = self._loop_line if around.looped else 0
        at = len(self.steps.all)
        self.steps.all.append(step)
        is_target = isinstance(node, (ast.For, ast.With))
        if step.looped and step.changes and not is_target:
            assert self._loop is not None
            self.steps.after[self._loop].append(at)
        elif not is_target:
            self.steps.of.setdefault(id(node), []).append(at)

    def settle(self) -> None:
        """Find which steps can be told, and after which a place has its last value."""
        tellable = {at for steps in self.steps.of.values() for at in steps}
        late = {at for steps in self.steps.after.values() for at in steps}
        for at, step in enumerate(self.steps.all):
            same = [s for s in self.steps.all if s.place == step.place]
            step.ordinal, step.count = same.index(step), len(same)
            later = same[step.ordinal + 1 :] if not _comes_out(step) else []
            step.last = all(_exclude(step, other) for other in later)
            step.told = at in tellable or (at in late and step.last)
            if at in late:
                step.looped = False


def _comes_out(step: Step) -> bool:
    return step.place == RETURNED or step.place.startswith("(")


def _exclude(one: Step, other: Step) -> bool:
    """Tell whether two steps stand in different branches of one condition."""
    mine = dict(one.branch)
    return any(mine.get(condition, at) != at for condition, at in other.branch)


def _key(node: ast.expr) -> str:
    assert isinstance(node, ast.Subscript)
    assert isinstance(node.slice, ast.Constant)
    return str(node.slice.value)


def _names(target: ast.expr | None) -> list[str]:
    """Return the names that a loop or a `with` sets."""
    if target is None:
        return []
    found = [node for node in ast.walk(target) if isinstance(node, ast.expr)]
    if not all(isinstance(node, (ast.Name, ast.Tuple, ast.List)) for node in found):
        raise Unreadable
    return [node.id for node in found if isinstance(node, ast.Name)]


def _inner(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        yield from ast.walk(statement)


def _must_be_plain(node: ast.AST) -> None:
    if isinstance(node, _UNREADABLE):
        raise Unreadable
    if isinstance(node, ast.Name) and node.id in _BEYOND:
        raise Unreadable
    if isinstance(node, ast.Attribute) and node.attr in _BEYOND_ATTRIBUTES:
        raise Unreadable
