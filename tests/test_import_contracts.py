"""The import contracts of pyproject hold, and each of their rules can fail."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from tests.import_contracts import AllowedContract, parsed

ROOT = Path(__file__).parents[1]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
(CONTRACT,) = [c for c in LINTER["contracts"] if c["type"] == "allowed"]
ALLOWED = parsed(CONTRACT["rules"])
(LAYERS,) = [c["layers"] for c in LINTER["contracts"] if c["type"] == "layers"]


@pytest.fixture(scope="module")
def graph() -> Any:
    return grimp.build_graph("gradewright", include_external_packages=True, cache_dir=None)


def broken(graph: Any, rules: list[str]) -> list[str]:
    contract = AllowedContract("rooms", {}, {"rules": rules})
    found: list[str] = contract.check(graph, verbose=False).metadata["broken"]
    return found


def test_what_stands_is_allowed(graph: Any) -> None:
    assert broken(graph, CONTRACT["rules"]) == []


def forbidden(room: str) -> Iterator[str]:
    """Yield a module of every room, and a package, that a room may not import."""
    for other in [*ALLOWED, "tensorflow"]:
        if other != room and other not in ALLOWED[room]:
            yield other if other == "tensorflow" else f"gradewright.{other}"


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_an_import_that_a_room_does_not_list_is_found(graph: Any, room: str) -> None:
    for imported in forbidden(room):
        changed = deepcopy(graph)
        if imported not in changed.modules:
            changed.add_module(imported, is_squashed="." not in imported)
        changed.add_import(importer=f"gradewright.{room}", imported=imported)
        (line,) = broken(changed, CONTRACT["rules"])
        assert line == f"gradewright.{room} imports {imported}, which {room} does not list"


def test_a_module_without_a_room_is_found(graph: Any) -> None:
    rules = [rule for rule in CONTRACT["rules"] if not rule.startswith("words:")]
    assert "gradewright.words.places belongs to no room" in broken(graph, rules)


def test_no_room_may_import_from_above() -> None:
    floors = [[room.strip() for room in layer.replace("|", ":").split(":")] for layer in LAYERS]
    floor = {room: at for at, rooms in enumerate(floors) for room in rooms}
    for room, named in ALLOWED.items():
        top = room.partition(".")[0]
        for other in {name.partition(".")[0] for name in named} & floor.keys() - {top}:
            assert floor.get(top, -1) < floor[other], f"{room} imports {other}"
