"""Every hostile submission earns what it earned, and its author is told why."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ATTACKS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "attacks.toml").read_text("utf-8"))
WORLDS = ("namespaces-as-root", "namespaces-as-user", "landlock-as-user")
CASES = [(world, name) for world in WORLDS for name in ATTACKS]
CASES += [("process-as-user", name) for name, attack in ATTACKS.items() if attack.get("accident")]


def case(world: str, name: str) -> Any:
    # One process grades a world's crowd, for the tests here and in test_hostile_run.
    marks = (pytest.mark.slow(seconds=120), pytest.mark.xdist_group(world))
    return pytest.param(world, name, id=f"{world}-{name}", marks=marks)


def part_of(attack: dict[str, Any], world: str) -> str:
    if world.startswith("process"):
        return "accidents"
    return "alone" if attack.get("alone") else "crowd"


@pytest.mark.parametrize(("world", "name"), [case(*each) for each in CASES])
def test_an_attack_earns_nothing_that_it_did_not_earn(parts: Any, world: str, name: str) -> None:
    attack = ATTACKS[name]
    attack = attack | attack.get(world.partition("-")[0], {})
    run = parts(world, part_of(attack, world))
    entry = run.students[name]
    assert entry["status"] == attack.get("status", "graded"), entry["message"]
    exact = entry["score"] == attack["earns"]
    assert exact or (attack.get("up_to") and entry["score"] < attack["earns"]), run.shown(name)
    missing = [words for words in attack["says"] if words not in run.shown(name)]
    assert missing == [], run.shown(name)


def test_there_are_many_attacks_and_each_is_in_the_table() -> None:
    kept = {path.stem for path in (HERE / "corpus").glob("*.py")}
    assert kept <= ATTACKS.keys()
    assert len(ATTACKS) >= 80


FILES = sorted(HERE.glob("corpus/*.py")) + sorted(HERE.glob("holes/*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_attack_says_what_it_does(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith('"""')
    assert first.endswith('."""')
