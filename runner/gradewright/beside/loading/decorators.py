"""Decorators of packages that are not available: what changes no value is left off.

`@njit`, `@jax.jit` or `@beartype` make a function faster or check its types. Without them it
gives the same values.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from .bindings import Defined, bound_name
from .newer import newer_name
from .problems import Problems
from .quiet import is_quiet
from .reading import Statement
from .words import words

_OF_INTEREST = re.compile(r"^[ \t]*@|jit|prange", re.MULTILINE)
# without these a function would be another one
_CHANGING = words(
    "curry custom_jvp custom_vjp delayed dispatch elementwise_grad fixture grad guvectorize "
    "hessian jacfwd jacobian jacrev parametrize pmap remote task value_and_grad vectorize vmap"
)
# these are also called as in `fast = njit(slow)`
_PASSING = words("beartype cfunc jit jitclass njit profile typechecked")


@dataclass(frozen=True, slots=True)
class _Lost:
    """An imported name that is not available: its module, and what it is there ("" the whole)."""

    module: str
    attribute: str


def leave_off(statements: list[Statement], owns: Callable[[str], bool], problems: Problems) -> None:
    """Take decorators that are not available, and change no value, off all definitions.

    Args:
        statements: the submission's, not compiled yet; their trees are changed.
        owns: whether a module is the submission's or the course's own.
        problems: where each is noted that was left off.
    """
    cells = {id(statement.cell): statement.cell for statement in statements}
    if not any(_OF_INTEREST.search(cell.source) for cell in cells.values()):
        return
    lost = dict(_lost_names(statements, owns))
    if not lost:
        return
    for statement in statements:
        if statement.kind != "import":
            _Leaver(statement, lost, problems).visit(statement.node)


def _lost_names(
    statements: list[Statement], owns: Callable[[str], bool]
) -> Iterator[tuple[str, _Lost]]:
    own = {name for s in statements if s.kind != "import" for name in s.effects.binds}
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ImportFrom) and (node.level or node.names[0].name == "*"):
            continue
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        for alias in node.names:
            name = bound_name(node, alias)
            module, attribute = alias.name, ""
            if isinstance(node, ast.ImportFrom):
                module, attribute = node.module or "", alias.name
            if name not in own and _is_lost(module, attribute, owns):
                yield name, _Lost(module, attribute)


def _is_lost(module: str, attribute: str, owns: Callable[[str], bool]) -> bool:
    if attribute and newer_name(module, attribute):
        return True
    root = module.partition(".")[0]
    if root in sys.modules or is_quiet(root) or owns(root):
        return False
    try:
        return find_spec(root) is None
    except (ImportError, ValueError):
        return False


class _Leaver(ast.NodeTransformer):
    """Changes one statement."""

    def __init__(self, statement: Statement, lost: dict[str, _Lost], problems: Problems) -> None:
        self.statement, self.lost, self.problems = statement, lost, problems

    def _definition(self, node: Defined) -> Defined:
        kept = []
        for decorator in node.decorator_list:
            name = self._lost_in(decorator)
            if name is None or _last_word(decorator) in _CHANGING:
                kept.append(decorator)
                continue
            self.problems.add(
                "decorator_left_off",
                self.statement.cell,
                decorator.lineno,
                decorator="@" + ast.unparse(_called(decorator)),
                module=self.lost[name].module,
                name=node.name,
            )
        node.decorator_list = kept
        self.generic_visit(node)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _definition  # noqa: N815

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Make `njit(f)` and `jit(nopython=True)(f)` the function itself."""
        self.generic_visit(node)
        if len(node.args) != 1 or not isinstance(node.args[0], (ast.Name, ast.Lambda)):
            return node
        if self._lost_in(node.func) and _last_word(node.func) in _PASSING:
            return node.args[0]
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Make numba's `prange` a `range`."""
        lost = self.lost.get(node.id)
        if lost and (lost.module, lost.attribute) == ("numba", "prange"):
            node.id = "range"
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Make `numba.prange` a `range`."""
        root = node.value
        if node.attr == "prange" and isinstance(root, ast.Name):
            lost = self.lost.get(root.id)
            if lost and (lost.module, lost.attribute) == ("numba", ""):
                return ast.copy_location(ast.Name("range", node.ctx), node)
        self.generic_visit(node)
        return node

    def _lost_in(self, node: ast.expr) -> str | None:
        """Return a lost name that an expression uses."""
        inner = ast.walk(node)
        return next((n.id for n in inner if isinstance(n, ast.Name) and n.id in self.lost), None)


def _called(node: ast.expr) -> ast.expr:
    """Return `jax.jit` of itself, of `jax.jit(f)` and of `partial(jax.jit, …)`."""
    while isinstance(node, ast.Call):
        partial = getattr(node.func, "attr", getattr(node.func, "id", "")) == "partial"
        node = node.args[0] if partial and node.args else node.func
    return node


def _last_word(node: ast.expr) -> str:
    node = _called(node)
    return str(getattr(node, "attr", getattr(node, "id", "")))
