"""A kind of import contract: each room lists what it may import, and nothing else is allowed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

_ROOT = "gradewright"


class AllowedContract(Contract):
    """Rules such as `reports: results words jinja2`, one a room.

    A room is a module or package of gradewright. What it may import are other rooms, single modules
    of these, and other packages; itself and Python's own modules always. A room within a room, such
    as `sandbox.inside`, is another one. Every module belongs to a room.
    """

    type_name = "allowed"
    rules = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        """Look at every import there is."""
        broken = sorted(self._broken(graph))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports that no rule allows."""
        for line in check.metadata["broken"]:
            output.print_error(line)

    def _broken(self, graph: ImportGraph) -> Iterator[str]:
        rules: Any = self.rules
        allowed = parsed(rules)
        for module in graph.find_descendants(_ROOT):
            room = _room(module, allowed)
            if room is None:
                yield f"{module} belongs to no room"
                continue
            for imported in graph.find_modules_directly_imported_by(module):
                if not _may(imported, room, allowed):
                    yield f"{module} imports {imported}, which {room} does not list"


def parsed(rules: list[str]) -> dict[str, list[str]]:
    """Return what each room may import."""
    pairs = (rule.partition(":") for rule in rules)
    return {room.strip(): named.split() for room, _, named in pairs}


def _room(module: str, rooms: dict[str, list[str]]) -> str | None:
    """Return the innermost room that a module is in."""
    inside = module.removeprefix(f"{_ROOT}.")
    return max((room for room in rooms if _is_in(inside, room)), key=len, default=None)


def _is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def _may(imported: str, room: str, allowed: dict[str, list[str]]) -> bool:
    if not imported.startswith(f"{_ROOT}."):
        package = imported.partition(".")[0]
        return package in {_ROOT, *allowed[room]} or package in sys.stdlib_module_names
    theirs, inside = _room(imported, allowed), imported.removeprefix(f"{_ROOT}.")
    if theirs == room:
        return True
    return any(_is_in(inside, name) and _room(name, allowed) == theirs for name in allowed[room])
