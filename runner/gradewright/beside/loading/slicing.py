"""Choose the statements of a submission that its graded functions need.

Needed names start with the graded functions. Every statement that binds or changes a needed
name is needed, and so are the global names that its code uses. A call of the submission's own
functions counts for what it does to global names, and a statement that makes files is needed
where the functions work with files.
"""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .bindings import bound_name
from .calls import Calls
from .files import FileUse, file_use
from .mainblock import gives_none
from .names import names_used_at_definition, used_names
from .problems import Problems
from .quiet import is_quiet
from .reading import Statement, compiled, quietly
from .reuse import Meaning, Reuses
from .words import words

_GIVEN = words("display get_ipython __name__ __file__ __doc__")


@dataclass(slots=True)
class Slice:
    """What to run of a submission.

    `run` holds the statements that are needed, `spare` the definitions that are not: they run
    where nothing has to be paid for it. `optional` are those of `run` that may fail: they make
    files that may be of use. `needed` are the names the graded functions reach, `imported` those
    of them that an import gives their last value, `bound` all that any statement binds. `meanings`
    are needed names that later statements use for something else.
    """

    run: set[int] = field(default_factory=set)
    spare: set[int] = field(default_factory=set)
    optional: set[int] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    bound: frozenset[str] = frozenset()
    meanings: dict[str, Meaning] = field(default_factory=dict)

    @property
    def unknown(self) -> set[str]:
        """Return the needed names that are bound nowhere, so that `import *` may bring them."""
        known = self.bound | _GIVEN
        return {name for name in self.needed if name not in known and not hasattr(builtins, name)}


def choose(statements: list[Statement], functions: Iterable[str], problems: Problems) -> Slice:
    """Return the slice of `statements` that the graded `functions` need."""
    with quietly():
        return _Chooser(statements, tuple(functions), problems).slice()


def all_meanings(
    statements: list[Statement], functions: Iterable[str], problems: Problems
) -> dict[str, Meaning]:
    """Return every name of a whole submission that later statements use for something else."""
    binders = _index(statements)
    reuses = Reuses(statements, tuple(functions), binders, problems)
    found = {name: reuses.meaning(name) for name in binders}
    return {name: meaning for name, meaning in found.items() if meaning is not None}


def _index(statements: list[Statement]) -> defaultdict[str, list[int]]:
    binders: defaultdict[str, list[int]] = defaultdict(list)
    for at, statement in enumerate(statements):
        for name in dict.fromkeys(statement.effects.binds):
            binders[name].append(at)
    return binders


class _Chooser:
    def __init__(
        self, statements: list[Statement], functions: tuple[str, ...], problems: Problems
    ) -> None:
        self._statements = statements
        self._functions = functions
        self._problems = problems
        self._binders = _index(statements)
        self._changers: defaultdict[str, list[int]] = defaultdict(list)
        self._setters: defaultdict[str, list[int]] = defaultdict(list)
        for at, statement in enumerate(statements):
            for name in statement.effects.changes:
                self._changers[name].append(at)
            for name in statement.effects.assigns:
                self._setters[name].append(at)
        self._calls = Calls(statements, functions, self._uses)
        self._reuses = Reuses(statements, functions, self._binders, problems)
        self._chosen = Slice(bound=frozenset(self._binders))

    def slice(self) -> Slice:
        chosen = self._chosen
        self._need(self._functions)
        self._need_settings()
        if chosen.unknown:
            self._take(at for at, each in enumerate(self._statements) if _may_bind_any(each))
            self._take(self._calls.dynamic())
        for at, statement in enumerate(self._statements):
            if statement.kind == "import":
                chosen.run.add(at)
            elif statement.kind == "definition" and at not in chosen.run:
                chosen.spare.add(at)
                compiled(statement, self._problems)
        self._need_files()
        chosen.imported = {name for name in chosen.needed if self._is_import(name)}
        return chosen

    def _need(self, names: Iterable[str]) -> None:
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self._chosen.needed:
                continue
            self._chosen.needed.add(name)
            for at in self._binding(name):
                waiting += self._add(at)

    def _add(self, at: int) -> set[str]:
        """Let a statement run, and return the names that it uses."""
        if at in self._chosen.run:
            return set()
        self._chosen.run.add(at)
        statement = self._statements[at]
        used = self._uses(statement)
        if statement.kind == "other":
            used |= self._reused_before(at, statement)
        return used

    def _reused_before(self, at: int, statement: Statement) -> set[str]:
        """Take the statements whose new meaning of a name this one reads, as the notebook did."""
        code = compiled(statement, self._problems)
        used: set[str] = set()
        for name in names_used_at_definition(code) if code is not None else ():
            meaning = self._reuses.meaning(name)
            earlier = [r for r in meaning.reuses if r < at] if meaning is not None else []
            if earlier:
                used |= self._add(max(earlier))
        return used

    def _binding(self, name: str) -> list[int]:
        """Return the statements that give a name its value, changes to it included."""
        binders = self._meant(name)
        changers = self._changers.get(name, [])
        if all(self._statements[at].kind == "import" for at in binders):
            changers = self._setters.get(name, []) if self._is_library(name) else []
        meaning = self._chosen.meanings.get(name)
        if meaning is not None and meaning.reuses:
            changers = [at for at in changers if at < min(meaning.reuses)]
        called = self._calls.setting_up(name)
        if self._is_empty(binders) and not hasattr(builtins, name):
            called += self._calls.making(name)
        return [*binders, *changers, *called]

    def _meant(self, name: str) -> list[int]:
        """Return the statements that bind a name to what the functions mean by it."""
        binders = self._binders.get(name, [])
        meaning = self._reuses.meaning(name)
        if meaning is None:
            return binders
        self._chosen.meanings[name] = meaning
        return [at for at in binders if at not in meaning.reuses]

    def _is_empty(self, binders: list[int]) -> bool:
        """Tell whether a name gets no value but None, so that a call has to give it one."""
        return all(gives_none(self._statements[at].node) for at in binders)

    def _uses(self, statement: Statement) -> set[str]:
        if statement.kind == "import":
            return set()
        code = compiled(statement, self._problems)
        used = set() if code is None else used_names(code)
        for text in statement.effects.texts:
            used |= _used_by_text(text)
        return used

    def _take(self, places: Iterable[int]) -> None:
        for at in places:
            self._need(self._add(at))

    def _need_settings(self) -> None:
        """Take calls that set a switch of a module which is needed, and of the import path."""
        modules = {name for name in self._chosen.needed if self._is_library(name)}
        self._take(
            at
            for at, statement in enumerate(self._statements)
            if statement.effects.settings in modules or statement.effects.settings == "sys.path"
        )

    def _need_files(self) -> None:
        """Where the needed functions work with files, take statements that make them.

        One that has a path in common with the functions is needed; any other may be of use, and is
        taken unless it would have the work done that is graded.
        """
        wanted = FileUse()
        for at in self._chosen.run:
            wanted.add(self._file_use(at))
        if not wanted.words:
            return
        for at, statement in enumerate(self._statements):
            if statement.kind != "other" or at in self._chosen.run:
                continue
            use = self._file_use(at)
            if use.makes:
                self._take_for_files(at, shared=use.shares_path(wanted))

    def _file_use(self, at: int) -> FileUse:
        """Return what a statement, and the functions that it calls, may do with files."""
        statement = self._statements[at]
        code = compiled(statement, self._problems)
        found = FileUse() if code is None else file_use(code)
        if statement.kind == "other" and code is not None:
            through = self._calls.through(names_used_at_definition(code))
            # What the graded functions write where a cell calls them is not for them to read.
            for name in () if through & {*self._functions} else through:
                for binder in self._binders.get(name, ()):
                    inner = compiled(self._statements[binder], self._problems)
                    if inner is not None:
                        found.add(file_use(inner))
        return found

    def _take_for_files(self, at: int, *, shared: bool) -> None:
        before = set(self._chosen.run), set(self._chosen.needed), dict(self._chosen.meanings)
        self._take([at])
        new = {each for each in self._chosen.run - before[0] if self._is_work(each)}
        if new and not shared:
            self._chosen.run, self._chosen.needed, self._chosen.meanings = before
        elif not shared:
            self._chosen.optional |= self._chosen.run - before[0]

    def _is_work(self, at: int) -> bool:
        """Tell whether a statement calls a graded function, or trains."""
        statement = self._statements[at]
        code = compiled(statement, self._problems)
        if statement.kind != "other" or code is None:
            return False
        called = self._calls.through(names_used_at_definition(code))
        return bool(called & {*self._functions}) or "fit" in code.co_names

    def _is_import(self, name: str) -> bool:
        binders = self._meant(name)
        return bool(binders) and self._statements[binders[-1]].kind == "import"

    def _is_library(self, name: str) -> bool:
        nodes = [self._statements[at].node for at in self._meant(name)]
        return bool(nodes) and all(_brings_library(node, name) for node in nodes)


def _brings_library(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not is_quiet(node.module or "")
    if not isinstance(node, ast.Import):
        return False
    return all(not is_quiet(a.name) for a in node.names if bound_name(node, a) == name)


def _may_bind_any(statement: Statement) -> bool:
    """Tell whether a statement that is no plain import may bind any name."""
    return (statement.effects.stars and statement.kind == "other") or statement.effects.dynamic


def _used_by_text(text: str) -> set[str]:
    try:
        return used_names(compile(text, "<exec>", "exec", dont_inherit=True))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
