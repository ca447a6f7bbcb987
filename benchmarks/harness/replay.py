"""Make the calls that a grading made, in this interpreter: `replay.py SUBMISSION CALLS`.

Prints as JSON the seconds of each function, in three objects: `training` has the calls in which an
optimizer took steps, `building` those that made the models which such a call was given, `other` all
other calls of the submission's functions. The evaluator's are among the first two, as "timed steps"
and "evaluator: build". Everything is imported before the clock runs.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from gradewright.beside.keras_models import OPERATIONS
from gradewright.performance import inside
from gradewright.sandbox.base import Handle

# The process that met a call: whether it was the evaluator's, and its number.
Process = tuple[bool, int]
Place = tuple[Process, int]
_PARTS = ("training", "building", "other")
# What is counted of the evaluator's calls, and under which name.
_OF_EVALUATOR = {"train": "timed steps", "build": "evaluator: build"}


@dataclass(slots=True)
class Call:
    """A call that was made: its name in the answer, and the handles that it took and returned."""

    name: str
    seconds: float
    trains: bool
    took: set[Place]
    made: set[Place]


def main() -> None:
    """Replay and print."""
    submission, heard = sys.argv[1:]
    namespace: dict[str, Any] = {"keras": keras}
    exec(Path(submission).read_text(encoding="utf-8"), namespace)
    calls = list(_replayed(namespace, pickle.loads(Path(heard).read_bytes())))
    print(json.dumps(_sorted(calls)))


def _replayed(namespace: dict[str, Any], heard: list[Any]) -> Iterator[Call]:
    """Make the calls in order."""
    kept: dict[Place, Any] = {}
    steps = _count_steps()
    for process, function, *given, seed, outcome in heard:
        theirs = vars(inside) if process[0] else namespace
        target = OPERATIONS.get(function) or theirs[function]
        args, kwargs = _resolved(process, given, kept)
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002 - as the worker does
        before, started = len(steps), time.perf_counter()
        value = target(*args, **kwargs)
        seconds = time.perf_counter() - started
        made = dict(_places(process, outcome.value, value))
        kept |= made
        name = _OF_EVALUATOR.get(function, "") if process[0] else function
        took = {place for place, _ in _places(process, given, given)}
        yield Call(name, seconds, len(steps) > before, took, set(made))


def _sorted(calls: list[Call]) -> dict[str, dict[str, float]]:
    """Return the seconds of each function, by what its calls were there for."""
    trained = {place for call in calls if call.trains for place in call.took}
    found: dict[str, dict[str, float]] = {part: defaultdict(float) for part in _PARTS}
    for call in calls:
        part = "training" if call.trains else "building" if call.made & trained else "other"
        is_asked = part != "other" or call.name not in _OF_EVALUATOR.values()
        if call.name and is_asked:
            found[part][call.name] += call.seconds
    return found


def _count_steps() -> list[None]:
    """Return a list that grows with each step of an optimizer; a compiled one counts once."""
    steps: list[None] = []
    apply = keras.optimizers.Optimizer.apply

    def counted(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
        steps.append(None)
        return apply(optimizer, *args, **kwargs)

    keras.optimizers.Optimizer.apply = counted
    return steps


def _resolved(process: Process, value: Any, kept: dict[Place, Any]) -> Any:
    """Return a value with the things themselves in the place of their handles."""
    if isinstance(value, Handle):
        return kept[process, value.id]
    if isinstance(value, dict):
        return {key: _resolved(process, item, kept) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_resolved(process, item, kept) for item in value)
    return value


def _places(process: Process, told: Any, value: Any) -> Iterator[tuple[Place, Any]]:
    """Yield each handle in what was told, with the thing that stands in its place in `value`."""
    if isinstance(told, Handle):
        yield (process, told.id), value
    elif isinstance(told, dict):
        for key, item in told.items():
            yield from _places(process, item, value[key])
    elif isinstance(told, (list, tuple)):
        for item, own in zip(told, value, strict=True):
            yield from _places(process, item, own)


if __name__ == "__main__":
    main()
