"""Run the statements of a submission, in slices or whole, and note what fails."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from .imports import Importer
from .magics import AUTOMAGICS
from .names import names_used_at_definition
from .placeholders import is_stand_in
from .places import source_line
from .problems import Problems
from .reading import Statement
from .reuse import Keeper
from .running import Failure, failure, run_code
from .slicing import Slice


@dataclass(slots=True)
class Executor:
    """Runs compiled statements in one namespace; `done` collects the indices of those that ran.

    `seconds` is the soft time limit of each statement that is not an import. `keeper` gives names
    back what they meant to the functions, where statements have used them again.
    """

    statements: list[Statement]
    namespace: dict[str, Any]
    importer: Importer
    problems: Problems
    seconds: float
    done: set[int] = field(default_factory=set)
    keeper: Keeper | None = None

    def run_slice(self, chosen: Slice) -> None:
        """Run what was chosen in the order of the source.

        A statement that misses a name is tried again at the end: cells are not always in the
        order that the student ran them in.
        """
        failed: dict[int, Failure | None] = {}
        for at in range(len(self.statements)):
            if at in chosen.run or (at in chosen.spare and not self._costs(at, chosen)):
                if (found := self._run(at)) is not None:
                    failed[at] = found
            elif at in chosen.spare:
                failed[at] = None
        for at, found in failed.items():
            again = self._retry(at, found, chosen)
            if at not in chosen.optional:
                self._report(at, again)
        self._restore()

    def run_whole(self) -> None:
        """Run every statement; an error ends its cell, and of a script all but definitions."""
        stopped = None
        for at, statement in enumerate(self.statements):
            if statement.cell is stopped and (stopped.number or statement.kind == "other"):
                continue
            found = self._run(at)
            if found is not None and not self._was_automagic(at, found):
                self._report(at, found)
                stopped = statement.cell
        self._restore()

    def _restore(self) -> None:
        if self.keeper is not None:
            self.keeper.restore()

    def run_module(self) -> None:
        """Run every statement; an error costs only its own."""
        for at in range(len(self.statements)):
            self._report(at, self._run(at))

    def run_strictly(self) -> None:
        """Run every statement as Python would: the first error is raised."""
        for statement in self.statements:
            if statement.kind == "import":
                self.importer.run(_import_node(statement), statement.cell)
            elif statement.code is not None:
                exec(statement.code, self.namespace)  # noqa: S102 - a support module of the course

    def _run(self, at: int) -> Failure | None:
        statement = self.statements[at]
        found = self._import(statement) if statement.kind == "import" else self._exec(statement)
        if found is None and not statement.broken:
            self.done.add(at)
        if self.keeper is not None:
            self.keeper.watch(at, statement)
        return found

    def _exec(self, statement: Statement) -> Failure | None:
        if statement.code is None:
            return None
        seconds = 0 if _is_instant(statement.node) else self.seconds
        return run_code(statement.code, self.namespace, statement.line, seconds)

    def _import(self, statement: Statement) -> Failure | None:
        try:
            self.importer.run(_import_node(statement), statement.cell)
        except BaseException as error:  # noqa: BLE001 - an import may run anything
            return failure(error, statement.line, self.seconds)
        return None

    def _costs(self, at: int, chosen: Slice) -> bool:
        """Tell whether a definition nobody needs asks for something that was left out."""
        code = self.statements[at].code
        if code is None:
            return True
        return any(
            is_stand_in(self.namespace[name]) if name in self.namespace else name in chosen.bound
            for name in names_used_at_definition(code)
        )

    def _retry(self, at: int, found: Failure | None, chosen: Slice) -> Failure | None:
        binds = self.statements[at].effects.binds
        if any(name in self.namespace for name in binds):
            return found
        if found is None:
            return None if self._costs(at, chosen) else self._run(at)
        return self._run(at) if found.error == "NameError" else found

    def _report(self, at: int, found: Failure | None) -> None:
        if found is None:
            return
        statement = self.statements[at]
        kind, said = found.kind, {"reason": found.reason}
        if kind == "statement_timeout":
            said = {"seconds": found.reason}
        elif statement.kind == "definition":
            kind, said["name"] = "definition_failed", ", ".join(statement.effects.binds)
        text = source_line(statement.cell, found.line)
        self.problems.add(kind, statement.cell, found.line, **said, text=text)

    def _was_automagic(self, at: int, found: Failure) -> bool:
        """Tell whether a line such as `ls` or `pip list` was a command to IPython."""
        statement = self.statements[at]
        if found.error != "NameError" or not isinstance(statement.node, ast.Expr):
            return False
        text = source_line(statement.cell, statement.line)
        if not text or text.split()[0] not in AUTOMAGICS:
            return False
        self.problems.add("magic_skipped", statement.cell, statement.line, magic=text)
        return True


def _is_instant(node: ast.stmt) -> bool:
    """Tell whether a statement runs no code of the student's: most definitions do not."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return False
    return not (node.args.defaults or node.args.kw_defaults)


def _import_node(statement: Statement) -> ast.Import | ast.ImportFrom:
    node = statement.node
    assert isinstance(node, (ast.Import, ast.ImportFrom))
    return node
