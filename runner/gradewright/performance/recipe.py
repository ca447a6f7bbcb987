"""A recipe: the course author's own code that trains models, and what it is called with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipe:
    """A function of a Python file. The file is run where the models are, never in the judge.

    It is called with Keras models, then plain values, then settings by name, and returns plain
    values: numbers, texts, arrays, and lists and dictionaries of them.
    """

    source: str
    function: str

    @classmethod
    def of(cls, function: str | Callable[..., Any], reference: Path) -> Recipe:
        """Return the recipe that is a function of the reference's by name, or one of a module's.

        Raises:
            OSError: the file cannot be read.
        """
        if isinstance(function, str):
            return cls(reference.read_text(encoding="utf-8-sig"), function)
        file = Path(str(sys.modules[function.__module__].__file__))
        return cls(file.read_text(encoding="utf-8-sig"), function.__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """What a recipe is called with besides the models.

    `seed` seeds Python, NumPy and Keras before; fresh weights are drawn by it, too.
    """

    data: tuple[Any, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    seed: int = 0
