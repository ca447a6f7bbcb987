"""Choose the statements of a submission that its graded functions need.

Needed names start with the graded functions. Every statement that binds or changes a needed
name is needed, and so are the global names that its code uses.
"""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .bindings import bound_name
from .names import used_names
from .problems import Problems
from .quiet import is_quiet
from .reading import Statement, compiled, quietly
from .words import words

_GIVEN = words("display get_ipython __name__ __file__ __doc__")


@dataclass(slots=True)
class Slice:
    """What to run of a submission.

    `run` holds the statements that are needed, `spare` the definitions that are not: they run
    where nothing has to be paid for it. `needed` are the names the graded functions reach,
    `imported` those of them that an import gives their last value, `bound` all that any
    statement binds.
    """

    run: set[int] = field(default_factory=set)
    spare: set[int] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    bound: frozenset[str] = frozenset()

    @property
    def unknown(self) -> set[str]:
        """Return the needed names that are bound nowhere, so that `import *` may bring them."""
        known = self.bound | _GIVEN
        return {name for name in self.needed if name not in known and not hasattr(builtins, name)}


def choose(statements: list[Statement], functions: Iterable[str], problems: Problems) -> Slice:
    """Return the slice of `statements` that the graded `functions` need."""
    with quietly():
        return _Chooser(statements, problems).slice(functions)


class _Chooser:
    def __init__(self, statements: list[Statement], problems: Problems) -> None:
        self._statements = statements
        self._problems = problems
        self._binders: defaultdict[str, list[int]] = defaultdict(list)
        self._changers: defaultdict[str, list[int]] = defaultdict(list)
        for at, statement in enumerate(statements):
            for name in statement.effects.binds:
                self._binders[name].append(at)
            for name in statement.effects.changes:
                self._changers[name].append(at)
        self._chosen = Slice(bound=frozenset(self._binders))

    def slice(self, functions: Iterable[str]) -> Slice:
        chosen = self._chosen
        self._need(functions)
        self._need_settings()
        if chosen.unknown:
            self._take(at for at, each in enumerate(self._statements) if _block_with_star(each))
        for at, statement in enumerate(self._statements):
            if statement.kind == "import":
                chosen.run.add(at)
            elif statement.kind == "definition" and at not in chosen.run:
                chosen.spare.add(at)
                compiled(statement, self._problems)
        chosen.imported = {name for name in chosen.needed if self._is_import(name)}
        return chosen

    def _need(self, names: Iterable[str]) -> None:
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self._chosen.needed:
                continue
            self._chosen.needed.add(name)
            new = [at for at in self._binding(name) if at not in self._chosen.run]
            self._chosen.run.update(new)
            for at in new:
                waiting += self._uses(self._statements[at])

    def _binding(self, name: str) -> list[int]:
        """Return the statements that give a name its value, changes to it included."""
        binders = self._binders.get(name, [])
        own = any(self._statements[at].kind != "import" for at in binders)
        return binders + self._changers.get(name, []) if own else binders

    def _uses(self, statement: Statement) -> set[str]:
        if statement.kind == "import":
            return set()
        code = compiled(statement, self._problems)
        return set() if code is None else used_names(code)

    def _take(self, places: Iterable[int]) -> None:
        for at in places:
            if at not in self._chosen.run:
                self._chosen.run.add(at)
                self._need(self._uses(self._statements[at]))

    def _need_settings(self) -> None:
        """Take calls that set a switch of a module which is needed, and of the import path."""
        modules = {name for name in self._chosen.needed if self._is_library(name)}
        self._take(
            at
            for at, statement in enumerate(self._statements)
            if statement.effects.settings in modules or statement.effects.settings == "sys.path"
        )

    def _is_import(self, name: str) -> bool:
        binders = self._binders.get(name)
        return binders is not None and self._statements[binders[-1]].kind == "import"

    def _is_library(self, name: str) -> bool:
        nodes = [self._statements[at].node for at in self._binders.get(name, [])]
        return bool(nodes) and all(_brings_library(node, name) for node in nodes)


def _brings_library(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not is_quiet(node.module or "")
    if not isinstance(node, ast.Import):
        return False
    return all(not is_quiet(a.name) for a in node.names if bound_name(node, a) == name)


def _block_with_star(statement: Statement) -> bool:
    return statement.effects.stars and statement.kind == "other"
