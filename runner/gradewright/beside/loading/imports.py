"""Import statements of a submission: what is missing costs nothing until it is used."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.util import find_spec, resolve_name
from types import ModuleType
from typing import Any

from .bindings import bound_name
from .newer import HERE, newer_name
from .placeholders import (
    LazyModule,
    MissingModuleError,
    Placeholder,
    Source,
    load,
    missing,
    once,
)
from .places import Cell
from .problems import Problems, described, printable
from .quiet import is_quiet
from .running import StatementTimeout

Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which imported names are needed; the others are not paid for.

    `names` None: all. `unknown` are needed names that nothing seems to bind, so that an
    `import *` may be what brings them; None: such an import is always made. `plain` False:
    `import x` waits for its first use anyway.
    """

    names: Collection[str] | None = None
    unknown: Collection[str] | None = None
    plain: bool = True

    def now(self, node: Import, name: str, module: str) -> bool:
        """Tell whether a name must hold the real object as soon as it is bound."""
        if is_quiet(module) or (not self.plain and isinstance(node, ast.Import)):
            return False
        return self.names is None or name in self.names

    def stars(self, namespace: dict[str, Any]) -> bool:
        """Tell whether an `import *` may be needed, by what the namespace still lacks."""
        return self.unknown is None or any(name not in namespace for name in self.unknown)

    def kind(self, kind: str, names: list[str]) -> str:
        """Return the key for a failed import: a milder one where nothing graded needs it."""
        if self.names is None or any(name in self.names for name in names):
            return kind
        return kind + "_unused"


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a module could not be imported; `reason` is empty where there is none."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Importer:
    """Executes top-level import statements in one namespace.

    `owns` tells whether a module is the submission's or the course's own.
    """

    namespace: dict[str, Any]
    problems: Problems
    wanted: Wanted
    owns: Callable[[str], bool]

    def run(self, node: Import, cell: Cell) -> None:
        """Bind the names of one import statement: real objects, or stand-ins for them."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._module(node, alias, cell)
        elif node.module is None:
            self._siblings(node, cell)
        elif node.names[0].name == "*":
            self._star(node, cell)
        else:
            self._names(node, cell)

    def _module(self, node: Import, alias: ast.alias, cell: Cell) -> None:
        name, module = bound_name(node, alias), alias.name
        bind = _named if alias.asname or isinstance(node, ast.ImportFrom) else _rooted
        if _loaded(module) is not None:
            self.namespace[name] = bind(module)
        elif self.wanted.now(node, name, module):
            found = _import(module)
            if isinstance(found, Failed):
                self._fail(found, module, [name], node, cell)
            else:
                self.namespace[name] = bind(module)
        elif not self._exists(module):
            self._fail(Failed(), module, [name], node, cell)
        else:
            earlier = self.namespace.get(name) if bind is _rooted else None
            source = self._later(module, lambda: bind(module), node, cell)
            self.namespace[name] = LazyModule(
                module, once(_after(earlier, source), self.namespace, name)
            )

    def _siblings(self, node: ast.ImportFrom, cell: Cell) -> None:
        """Execute `from . import a, b`: each name is a module."""
        for alias in node.names:
            module = self._absolute(node, alias.name)
            self._module(node, ast.alias(module, alias.asname or alias.name), cell)

    def _names(self, node: ast.ImportFrom, cell: Cell) -> None:
        module = self._absolute(node, node.module or "")
        names = [bound_name(node, alias) for alias in node.names]
        if _loaded(module) is None and not any(
            self.wanted.now(node, name, module) for name in names
        ):
            self._names_later(module, node, cell)
            return
        found = _import(module)
        if isinstance(found, Failed):
            self._fail(found, module, names, node, cell)
            return
        for alias, name in zip(node.names, names, strict=True):
            self._name(found, module, alias.name, name, node, cell)

    def _name(
        self, found: ModuleType, module: str, attribute: str, name: str, node: Import, cell: Cell
    ) -> None:
        try:
            self.namespace[name] = _attribute(found, module, attribute)
        except StatementTimeout:
            raise
        except BaseException:  # noqa: BLE001 - a module's own __getattr__ may raise anything
            needs = newer_name(module, attribute)
            kind = self.wanted.kind("newer_name" if needs else "missing_name", [name])
            said = {"needs": needs, "here": HERE} if needs else {}
            self.problems.add(kind, cell, node.lineno, module=module, name=attribute, **said)
            message = _no_name(module, attribute, cell, node.lineno)
            self.namespace[name] = Placeholder(f"{module}.{attribute}", missing(message))

    def _names_later(self, module: str, node: ast.ImportFrom, cell: Cell) -> None:
        if not self._exists(module):
            names = [bound_name(node, alias) for alias in node.names]
            self._fail(Failed(), module, names, node, cell)
            return
        for alias in node.names:
            name = bound_name(node, alias)
            source = self._later(module, _getter(module, alias.name), node, cell)
            label = f"{module}.{alias.name}"
            self.namespace[name] = Placeholder(label, once(source, self.namespace, name))

    def _star(self, node: ast.ImportFrom, cell: Cell) -> None:
        module = self._absolute(node, node.module or "")
        if not (_loaded(module) or self.owns(module) or self.wanted.stars(self.namespace)):
            if not self._exists(module):
                self.problems.add("missing_star_unused", cell, node.lineno, module=module)
            return
        found = _import(module)
        if isinstance(found, Failed):
            kind = "broken_star" if found.reason else "missing_star"
            self.problems.add(kind, cell, node.lineno, module=module, reason=found.reason)
            return
        public = getattr(found, "__all__", None)
        if public is None:
            public = [name for name in vars(found) if not name.startswith("_")]
        for name in public:
            self._name(found, module, name, name, node, cell)

    def _fail(
        self, failed: Failed, module: str, names: list[str], node: Import, cell: Cell
    ) -> None:
        kind = self.wanted.kind("broken_module" if failed.reason else "missing_module", names)
        said = {"module": module, "names": ", ".join(names)}
        if failed.reason:
            said["reason"] = failed.reason
        self.problems.add(kind, cell, node.lineno, **said)
        message = _no_module(module, failed, cell, node.lineno)
        for name in names:
            self.namespace[name] = Placeholder(f"{name} of {module}", missing(message))

    def _later(self, module: str, find: Callable[[], Any], node: Import, cell: Cell) -> Source:
        line = node.lineno

        def source() -> Any:
            found = _import(module)
            if isinstance(found, Failed):
                raise MissingModuleError(_no_module(module, found, cell, line))
            return find()

        return source

    def _exists(self, module: str) -> bool:
        """Tell whether a module can be found, as far as that is known without importing it."""
        root = module.partition(".")[0]
        if _loaded(root) is not None:
            return True
        try:
            spec = find_spec(root)
            if spec is None or root == module or is_quiet(root):
                return spec is not None
            # a folder that is no package, such as `google`, may lack the part asked for
            places = spec.submodule_search_locations
            if spec.origin is not None or places is None:
                return True
            child = ".".join(module.split(".")[:2])
            return self.owns(root) or PathFinder.find_spec(child, list(places)) is not None
        except Exception:  # noqa: BLE001 - finders of other packages may raise anything
            return False

    def _absolute(self, node: ast.ImportFrom, module: str) -> str:
        """Return a module's full name; beside a script, `.utils` is the file utils.py."""
        package = self.namespace.get("__package__")
        if not node.level or not package:
            return module
        try:
            return resolve_name("." * node.level + module, package)
        except ImportError:
            return module


def _loaded(module: str) -> ModuleType | None:
    return sys.modules.get(module)


def _named(module: str) -> Any:
    return sys.modules[module]


def _rooted(module: str) -> Any:
    return sys.modules[module.partition(".")[0]]


def _after(earlier: object, source: Source) -> Source:
    """Return a source that first does what an earlier lazy import of the same name would.

    After `import a.b` and `import a.c`, the one name `a` stands for both.
    """
    if not isinstance(earlier, LazyModule):
        return source

    def both() -> Any:
        load(earlier)
        return source()

    return both


def _getter(module: str, attribute: str) -> Callable[[], Any]:
    return lambda: _attribute(sys.modules[module], module, attribute)


def _attribute(found: ModuleType, module: str, attribute: str) -> Any:
    """Return what `from module import attribute` binds: an attribute, or a module inside."""
    try:
        return getattr(found, attribute)
    except AttributeError:
        if not hasattr(found, "__path__"):
            raise
        return importlib.import_module(f"{module}.{attribute}")


def _import(module: str) -> ModuleType | Failed:
    try:
        return importlib.import_module(module)
    except StatementTimeout:
        raise
    except ModuleNotFoundError as error:
        if error.name and (module + ".").startswith(error.name + "."):
            return Failed()
        return Failed(printable(error))
    except BaseException as error:  # noqa: BLE001 - an import may run anything
        return Failed(described(error))


def _no_module(module: str, failed: Failed, cell: Cell, line: int) -> str:
    why = f"cannot be imported ({failed.reason})" if failed.reason else "is not available"
    return (
        f"this needs the module {module} (imported in {cell.spoken(line)}), which {why} while "
        "grading; the graded functions must work without it"
    )


def _no_name(module: str, name: str, cell: Cell, line: int) -> str:
    return (
        f"this needs {name} of the module {module} (imported in {cell.spoken(line)}), which has "
        "no such name while grading; the graded functions must work without it"
    )
