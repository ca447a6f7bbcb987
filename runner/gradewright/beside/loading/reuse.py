"""Names of functions and modules that are used again for something else.

A notebook may say `model = model(X, Y)` in its last cell, or `for predict in results:`. Its
functions were right when they were used, so they are graded with what the names meant before.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from .bindings import definition_nodes
from .names import used_names
from .placeholders import is_stand_in
from .problems import Problems
from .reading import Statement, compiled, quietly

_VALUES = (
    ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp,
    ast.DictComp, ast.GeneratorExp, ast.BinOp, ast.UnaryOp, ast.Compare,
)  # fmt: skip
_OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.AugAssign, ast.For, ast.comprehension)
_PLAIN = (FunctionType, BuiltinFunctionType, MethodType, type, ModuleType)


@dataclass(slots=True)
class Meaning:
    """What a name means to the functions that use it.

    `at` is the last statement that makes it a function, a class or a module; None: it is Python's
    own. `reuses` are the later ones that surely make something else of it.
    """

    at: int | None
    reuses: frozenset[int]


class Reuses:
    """Finds the names of a submission whose meaning a later statement takes away."""

    def __init__(
        self,
        statements: list[Statement],
        graded: Collection[str],
        binders: dict[str, list[int]],
        problems: Problems,
    ) -> None:
        self._statements = statements
        self._graded = frozenset(graded)
        self._binders = binders
        self._problems = problems
        self._found: dict[str, Meaning | None] = {}

    def meaning(self, name: str) -> Meaning | None:
        """Return what a name means, where a statement may take that away; None for others."""
        if name not in self._found:
            self._found[name] = self._meaning(name)
        return self._found[name]

    def _meaning(self, name: str) -> Meaning | None:
        binders = self._binders.get(name, [])
        makers = self._makers(binders)
        if not binders or (not makers and not callable(getattr(builtins, name, None))):
            return None
        makers += [at for at in binders if _makes_function(self._statements[at].node, name)]
        last = max(makers) if makers else None
        later = [at for at in binders if last is None or at > last]
        if not later or not self._keeps(name, last, later[0]):
            return None
        is_class = last is not None and isinstance(self._statements[last].node, ast.ClassDef)
        sure = (at for at in later if _is_reuse(self._statements[at].node, name, is_class))
        return Meaning(last, frozenset(sure))

    def _makers(self, binders: list[int]) -> list[int]:
        """Return the definitions and imports, but for a module that takes a function's name."""
        makers: list[int] = []
        is_defined = False
        for at in binders:
            statement = self._statements[at]
            if statement.kind == "other" or (is_defined and isinstance(statement.node, ast.Import)):
                continue
            is_defined |= statement.kind == "definition"
            makers.append(at)
        return makers

    def _keeps(self, name: str, last: int | None, later: int) -> bool:
        """Tell whether the functions need what a name meant before, by how they use it."""
        if name in self._graded and last is not None:
            return True
        is_module = last is not None and self._statements[last].kind == "import"
        is_kind = last is None and isinstance(getattr(builtins, name), type)
        calls = values = 0
        for at, statement in enumerate(self._statements):
            if statement.kind != "definition" or not self._uses(statement, name):
                continue
            found = [use for node in ast.walk(statement.node) for use in _uses(node, name)]
            # Python's own is what a name means only where nothing has hidden it yet.
            calls += found.count("call") if last is not None or at < later else 0
            calls += found.count("part") if is_module else 0
            # `x.dtype == float` computes nothing with it, and so do annotations.
            calls += is_kind and at < later
            values += found.count("value") + (0 if is_module or is_kind else found.count("item"))
            values += 0 if is_kind else found.count("compared")
        return calls > 0 and values == 0

    def _uses(self, statement: Statement, name: str) -> bool:
        with quietly():
            code = compiled(statement, self._problems)
        return code is not None and name in used_names(code)


def _uses(node: ast.AST, name: str) -> Iterator[str]:
    """Yield how a node uses a name: calls it, takes a part or an item of it, or computes with it.

    To hand it on, as in `map(name, x)`, tells nothing.
    """
    if isinstance(node, ast.Call) and _is(node.func, name):
        yield "call"
    elif isinstance(node, ast.Attribute) and _is(node.value, name):
        yield "part"
    elif isinstance(node, ast.Subscript) and _is(node.value, name):
        yield "item"
    elif isinstance(node, ast.Compare) and any(_is(c, name) for c in ast.iter_child_nodes(node)):
        yield "compared"
    elif isinstance(node, _OPERATIONS) and any(_is(c, name) for c in ast.iter_child_nodes(node)):
        yield "value"


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def _makes_function(node: ast.stmt, name: str) -> bool:
    """Tell whether an assignment surely makes a function: `f = lambda ...`, `f = jit(f)`."""
    value = _assigned(node, name)
    if isinstance(value, ast.Lambda):
        return True
    if not isinstance(value, ast.Call) or _called(value) == name:
        return False
    return any(_is(given, name) for given in [*value.args, *(k.value for k in value.keywords)])


def _is_reuse(node: ast.stmt, name: str, is_class: bool) -> bool:
    """Tell whether a statement surely makes something of a name that is no function."""
    simple = list(definition_nodes(node, name))
    if not simple or isinstance(node, ast.Import):
        # the target of a loop, or of `with`; a module
        return True
    return all(_is_value(each, name, is_class) for each in simple)


def _is_value(node: ast.stmt, name: str, is_class: bool) -> bool:
    if isinstance(node, ast.AugAssign):
        return True
    value = _assigned(node, name)
    if isinstance(value, ast.Call):
        return _called(value) == name and not is_class
    return isinstance(value, _VALUES)


def _assigned(node: ast.stmt, name: str) -> ast.expr | None:
    """Return the value that an assignment gives to a name; of several names, their source."""
    if isinstance(node, ast.AnnAssign):
        return node.value
    if not isinstance(node, ast.Assign):
        return None
    whole = any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    return node.value if whole or isinstance(node.value, ast.Call) else None


def _called(call: ast.expr) -> str:
    """Return the name at the bottom of a call such as `np.random.rand(3)` or `f(1)(2)`."""
    while isinstance(call, (ast.Call, ast.Attribute, ast.Subscript)):
        call = call.func if isinstance(call, ast.Call) else call.value
    return call.id if isinstance(call, ast.Name) else ""


@dataclass(slots=True)
class Keeper:
    """Watches names while statements run, and gives them their meaning back at the end."""

    namespace: dict[str, Any]
    meanings: dict[str, Meaning]
    reused: dict[str, set[int]] = field(default_factory=dict)
    _good: dict[str, Any] = field(default_factory=dict)
    _lost: set[str] = field(default_factory=set)

    def watch(self, at: int, statement: Statement) -> None:
        """Look at what a statement that ran has made of the names it binds."""
        for name in statement.effects.binds:
            meaning = self.meanings.get(name)
            if meaning is None or name not in self.namespace:
                continue
            value = self.namespace[name]
            if at not in meaning.reuses and self._means(name, value, statement):
                self._good[name] = value
                self._lost.discard(name)
            elif name in self._good or meaning.at is None:
                self._lost.add(name)
                self.reused.setdefault(name, set()).add(at)

    def __post_init__(self) -> None:
        """Start with the statements that are known to take a meaning away, run or not."""
        self.reused.update({n: set(m.reuses) for n, m in self.meanings.items() if m.reuses})

    def restore(self) -> None:
        """Let every name mean again what the functions use it for."""
        for name in self._lost:
            if name in self._good:
                self.namespace[name] = self._good[name]
            else:
                del self.namespace[name]

    def _means(self, name: str, value: Any, statement: Statement) -> bool:
        """Tell whether a value can be what the functions mean by a name."""
        if statement.kind != "other" or is_stand_in(value) or isinstance(value, _PLAIN):
            return True
        good = self._good.get(name)
        if isinstance(good, type):
            return isinstance(value, good)
        return callable(value) and not _is_thing(value)


def _is_thing(value: Any) -> bool:
    """Tell whether an object that can be called is more than a function: a model, a stand-in."""
    module = type(value).__module__
    if isinstance(module, str) and module.startswith(__name__.partition(".")[0] + "."):
        return True
    kind = type(value)
    return any(hasattr(kind, part) for part in ("trainable_variables", "state_dict", "__len__"))


def note_reused(statements: list[Statement], keeper: Keeper, problems: Problems) -> None:
    """Note each name that is used for something else after the functions were written."""
    for name, places in keeper.reused.items():
        at = keeper.meanings[name].at
        _note(name, None if at is None else statements[at], statements[min(places)], problems)


def _note(name: str, earlier: Statement | None, later: Statement, problems: Problems) -> None:
    if earlier is None:
        problems.add("reused_builtin", later.cell, later.line, name=name)
        return
    number = earlier.cell.number
    problems.add(
        "reused_file" if number is None else "reused",
        later.cell,
        later.line,
        name=name,
        earlier_file=earlier.cell.file,
        earlier_cell="" if number is None else number,
        earlier_line=earlier.line,
    )
