"""What a top-level call of a submission's own functions does to the names outside them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from .bindings import Defined, Effects, note_effects
from .dynamic import note_global_call
from .reading import Statement
from .words import words

# Code that makes global names without an assignment uses one of these.
_TELLTALES = words("globals vars locals exec __main__ builtins modules __name__")


@dataclass(slots=True)
class Reach:
    """What a call does, the functions that it calls in turn included.

    `makes`: global names that get a value. `changes`: global names whose objects are altered.
    `dynamic`: it makes names that cannot be told beforehand. `through`: the functions called.
    """

    makes: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    dynamic: bool = False
    through: set[str] = field(default_factory=set)

    def add(self, other: Reach) -> None:
        """Take in what another call does."""
        self.makes |= other.makes
        self.changes |= other.changes
        self.dynamic |= other.dynamic


class Calls:
    """The statements that call the submission's own functions, and what that does.

    `light` calls do not come through a graded function: what they do is set-up, not the work.
    Syntax trees are walked only where the names in the code, or the text, give a reason to.
    """

    def __init__(
        self,
        statements: list[Statement],
        graded: Collection[str],
        uses: Callable[[Statement], set[str]],
    ) -> None:
        self._graded = frozenset(graded)
        self._bodies: defaultdict[str, list[Defined]] = defaultdict(list)
        self._used: defaultdict[str, set[str]] = defaultdict(set)
        data: set[str] = set()
        for statement in statements:
            if isinstance(statement.node, Defined):
                self._bodies[statement.node.name].append(statement.node)
                self._used[statement.node.name] |= uses(statement)
            if statement.kind == "other" or isinstance(statement.node, ast.ClassDef):
                data.update(statement.effects.binds)
        self._acting = {name for name, used in self._used.items() if used & (data | _TELLTALES)}
        self._acting |= {name for name in self._bodies if self._declares(name)}
        self._own: dict[str, Reach] = {}
        self._acting = {name for name in self._acting if self._acts(name)}
        self.reaches: dict[int, Reach] = {}
        self._methods = set(self._set_up_methods())
        wanted = self._leading_to_acts() | self._methods | _TELLTALES
        hints = re.compile("|".join(map(re.escape, sorted(wanted)))).search
        for at, statement in enumerate(statements):
            if statement.kind == "other" and hints(statement.cell.source):
                self._look_at(at, statement.node)

    def _declares(self, name: str) -> bool:
        """Tell whether a function has a `global` line, as far as its own lines go."""
        return any(
            isinstance(part, ast.Global) for body in self._bodies[name] for part in body.body
        )

    def _acts(self, name: str) -> bool:
        own = self._of(name)
        return bool(own.makes or own.changes or own.dynamic)

    def _leading_to_acts(self) -> set[str]:
        """Return the functions whose calls may come through one that acts on global names."""
        return {name for name in self._bodies if self._reach([name]).through & self._acting}

    def _look_at(self, at: int, node: ast.stmt) -> None:
        """Note what a statement may call: also what it hands on, as in `Thread(target=f)`."""
        called, changed, own = [], set(), Effects()
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and inner.id in self._bodies:
                called.append(inner.id)
            elif isinstance(inner, ast.Call):
                method = inner.func
                if isinstance(method, ast.Attribute) and method.attr in self._methods:
                    changed.add(getattr(method.value, "id", ""))
                note_global_call(inner, getattr(method, "attr", getattr(method, "id", "")), own)
        if called or changed or own.outer or own.dynamic:
            self.reaches[at] = reach = self._reach(called)
            reach.changes |= changed
            reach.makes |= set(own.outer)
            reach.dynamic |= own.dynamic

    def _set_up_methods(self) -> Iterator[str]:
        """Yield the methods that give their object attributes without a loop: no training."""
        for body in (body for bodies in self._bodies.values() for body in bodies):
            for method in body.body if isinstance(body, ast.ClassDef) else ():
                inner = list(ast.walk(method))
                loops = any(isinstance(node, (ast.For, ast.While)) for node in inner)
                sets = any(
                    isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
                    for node in inner
                )
                if isinstance(method, ast.FunctionDef) and sets and not loops:
                    yield method.name

    def making(self, name: str) -> list[int]:
        """Return the statements whose calls give a global name a value."""
        return [at for at, reach in self.reaches.items() if name in reach.makes]

    def setting_up(self, name: str) -> list[int]:
        """Return the statements whose light calls give a name a value, or alter its object."""
        return [
            at
            for at, reach in self.reaches.items()
            if name in reach.makes | reach.changes and self._is_light(reach)
        ]

    def dynamic(self) -> list[int]:
        """Return the statements whose calls make names that cannot be told beforehand."""
        return [at for at, reach in self.reaches.items() if reach.dynamic]

    def through(self, names: Iterable[str]) -> set[str]:
        """Return these names and the functions that calls of them come through."""
        return self._reach([name for name in names if name in self._bodies]).through | {*names}

    def _is_light(self, reach: Reach) -> bool:
        return not reach.through & self._graded

    def _reach(self, called: Iterable[str]) -> Reach:
        whole, waiting = Reach(), list(called)
        while waiting:
            name = waiting.pop()
            if name not in whole.through:
                whole.through.add(name)
                own = self._of(name)
                whole.add(own)
                waiting += own.through
        return whole

    def _of(self, name: str) -> Reach:
        """Return what the body of a function, or a class, does by itself."""
        if name not in self._own:
            self._own[name] = reach = Reach()
            if name in self._acting:
                for body in self._bodies[name]:
                    reach.add(_read(body))
            reach.through = {each for each in self._used[name] if each in self._bodies}
        return self._own[name]


def _read(body: Defined) -> Reach:
    found = Effects()
    declared: set[str] = set()
    own: set[str] = set()
    for node in ast.walk(body):
        if isinstance(node, ast.Global):
            declared.update(node.names)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        else:
            note_effects(node, found)
    makes = declared & set(found.binds) | set(found.outer)
    changes = set(found.changes) - own - (set(found.binds) - declared)
    return Reach(makes, changes, found.dynamic or bool(found.texts))
