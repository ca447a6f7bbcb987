"""The form of a model: what a training of it from fresh weights rests on.

Two models of one form are the same to such a training, whatever they are named, whatever seeds
their initializers were given, and whatever weights came with them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from gradewright.performance.artefact import Artefact
from gradewright.performance.naming import plain_names, renamed, renamed_settings
from gradewright.performance.workshop import blame

# A list of more numbers than shapes and steps need may be weights that the form brings along.
_MOST_NUMBERS = 16


@dataclass(frozen=True, slots=True)
class Form:
    """Architecture and compile settings as JSON, with names by class and place, and no seeds.

    `compiled` is "" where the settings do not matter or there are none.
    """

    architecture: str
    compiled: str


def form_of(artefact: Artefact, *, compiled: bool = True) -> Form:
    """Return the form of a model that was checked.

    Args:
        artefact: the model; its weights are not looked at.
        compiled: whether its compile settings are part of the form.

    Raises:
        CheckFailed: the student's model holds numbers that could be weights.
        MachineryError: the reference's does.
    """
    tree = json.loads(artefact.architecture)
    settings = json.loads(artefact.compiled) if compiled and artefact.compiled else None
    if _longest([tree, settings]) > _MOST_NUMBERS:
        blame(artefact, "carries_numbers", most=_MOST_NUMBERS)
    names = plain_names(tree)
    architecture = json.dumps(_without_seeds(renamed(tree, names)), sort_keys=True)
    if settings is None:
        return Form(architecture, "")
    settings = renamed_settings(settings, names, plain_names(settings))
    return Form(architecture, json.dumps(_without_seeds(settings), sort_keys=True))


def _without_seeds(value: Any) -> Any:
    """Return a copy of a tree in which every seed is left to be drawn."""
    if isinstance(value, dict):
        return {key: None if key == "seed" else _without_seeds(item) for key, item in value.items()}
    return [_without_seeds(item) for item in value] if isinstance(value, list) else value


def _longest(value: Any) -> int:
    """Return how many numbers the longest list of a tree holds, lists in it included."""
    if isinstance(value, dict):
        return max(map(_longest, value.values()), default=0)
    if not isinstance(value, list):
        return 0
    return max(_numbers(value), max(map(_longest, value), default=0))


def _numbers(value: Any) -> int:
    """Return how many numbers a value is, or a list holds, objects in it left out."""
    if isinstance(value, list):
        return sum(map(_numbers, value))
    return int(isinstance(value, (int, float)) and not isinstance(value, bool))
