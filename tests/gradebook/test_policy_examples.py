"""The tables of docs/gradebook.md are run: every rule has one, and every row is right."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from datetime import UTC, datetime
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from gradewright.gradebook import policy

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gradebook.md"
# What follows from the others in a line, or is put together of them.
WITHOUT = {
    "lateness.days_begun",
    "penalty.fraction_taken",
    "attempts.mean",
    "by_hand.waiting",
}
_TABLE = re.compile(r"<!-- rule: (\S+) -->\n((?:\|.*\n)+)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


def rules() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(policy.__path__):
        content = vars(importlib.import_module(f"{policy.__name__}.{module.name}"))
        found |= {
            f"{module.name}.{name}"
            for name, thing in content.items()
            if isinstance(thing, FunctionType) and thing.__module__.endswith(f".{module.name}")
        }
    return found


def rows(text: str) -> list[tuple[str, list[str]]]:
    return [
        (name, [cell.strip() for cell in line.strip("|").split("|")])
        for name, table in _TABLE.findall(text)
        for line in table.splitlines()[2:]
    ]


def value(cell: str) -> Any:
    """Return what a cell says: none, yes, no, a moment, JSON with moments in it, or a word."""
    words = {"none": None, "yes": True, "no": False}
    if cell in words:
        return words[cell]
    if _MOMENT.fullmatch(cell):
        return datetime.fromisoformat(cell).replace(tzinfo=UTC)
    if cell[0] in "[{" or cell[0].isdigit():
        plain = json.loads(_MOMENT.sub(lambda match: f'"{match[0]}"', cell))
        return (
            [value(v) if isinstance(v, str) and _MOMENT.fullmatch(v) else v for v in plain]
            if (isinstance(plain, list))
            else plain
        )
    return cell


ROWS = rows(PAGE.read_text("utf-8"))


@pytest.mark.parametrize(("name", "cells"), ROWS, ids=[f"{n}({', '.join(c)})" for n, c in ROWS])
def test_an_example(name: str, cells: list[str]) -> None:
    module, _, function = name.partition(".")
    rule = getattr(importlib.import_module(f"{policy.__name__}.{module}"), function)
    *given, expected = map(value, cells)
    got = rule(*given)
    assert (list(got) if isinstance(got, tuple) else got) == (
        pytest.approx(expected) if isinstance(expected, (int, float)) else expected
    )


def test_every_rule_has_a_table() -> None:
    assert {name for name, _ in ROWS} == rules() - WITHOUT
    assert not WITHOUT - rules()
