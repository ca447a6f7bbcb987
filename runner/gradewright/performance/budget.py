"""What training may use and must reach, as `assignment.toml` states it for device and data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradewright.course.records import Assignment
from gradewright.errors import CourseError


@dataclass(frozen=True, slots=True)
class Budget:
    """The numbers of one table `[budget.<device>.<data>]`: `budget["steps"]`, `"steps" in budget`.

    Attributes:
        name: device and data set, as in "cpu/mnist".
        file: the `assignment.toml` that states it.
        numbers: what the table holds; lists come as tuples, so that pairs can be a scale.
    """

    name: str
    file: Path
    numbers: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        """Return a number, or a tuple of numbers or pairs.

        Raises:
            CourseError: the table has no such key.
        """
        if key not in self.numbers:
            table = f"[budget.{self.name.replace('/', '.')}]"
            raise CourseError(self.file, f"{table} {key}", "nothing", "a number or a list of pairs")
        return self.numbers[key]

    def __contains__(self, key: object) -> bool:
        return key in self.numbers

    def get(self, key: str, default: Any = None) -> Any:
        """Return a number, or the default where the table has none."""
        return self.numbers.get(key, default)


def find_budget(assignment: Assignment, data: str, kind: str, wanted: str = "") -> Budget:
    """Return the budget for a data set.

    Args:
        assignment: its `budgets` are looked through.
        data: the data set's name in the tables, e.g. "mnist".
        kind: the kind of the device at hand; the processor's budget stands in where a GPU or TPU
            has none of its own.
        wanted: "full" for the course's own settings, "" for what suits the device.

    Raises:
        CourseError: there is no budget for that data set.
    """
    file = assignment.folder / "assignment.toml"
    kinds = ("full",) if wanted == "full" else (kind, "cpu")
    for name in kinds:
        numbers = assignment.budgets.get(name, {}).get(data)
        if numbers is not None:
            plain = {key: _frozen(value) for key, value in numbers.items()}
            return Budget(f"{name}/{data}", file, plain)
    known = [f"{name}.{key}" for name in assignment.budgets for key in assignment.budgets[name]]
    allowed = f"a table with numbers (there are: {', '.join(known) or 'none'})"
    raise CourseError(file, f"[budget.{kinds[0]}.{data}]", "nothing", allowed)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
