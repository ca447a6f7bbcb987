"""Make the calls that a grading made, in this interpreter: `replay.py SUBMISSION CALLS`.

Prints as JSON the seconds of each function, of the evaluator's those of the training steps that
were timed, and which of them trained: an optimizer took steps in them. Everything is imported
before the clock runs.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import keras
import numpy as np

from gradewright.performance import evaluating
from gradewright.sandbox.base import Handle
from gradewright.sandbox.inside.models import OPERATIONS

# The process that met a call: whether it was the evaluator's, and its number.
Process = tuple[bool, int]
Kept = dict[tuple[Process, int], Any]


def main() -> None:
    """Replay and print."""
    submission, heard = sys.argv[1:]
    namespace: dict[str, Any] = {"keras": keras}
    exec(Path(submission).read_text(encoding="utf-8"), namespace)
    calls = pickle.loads(Path(heard).read_bytes())
    kept: Kept = {}
    spent: dict[str, float] = defaultdict(float)
    steps = _count_steps()
    training: set[str] = set()
    for process, function, *given, seed, outcome in calls:
        is_evaluator, _number = process
        theirs = vars(evaluating) if is_evaluator else namespace
        target = OPERATIONS.get(function) or theirs[function]
        args, kwargs = _resolved(process, given, kept)
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002 - as the worker does
        before, started = len(steps), time.perf_counter()
        value = target(*args, **kwargs)
        seconds = time.perf_counter() - started
        if not is_evaluator or function == "train":
            name = "timed steps" if is_evaluator else function
            spent[name] += seconds
            training |= {name} if len(steps) > before else set()
        _keep(process, outcome.value, value, kept)
    print(json.dumps({"seconds": spent, "training": sorted(training)}))


def _count_steps() -> list[None]:
    """Return a list that grows with each step of an optimizer; a compiled one counts once."""
    steps: list[None] = []
    apply = keras.optimizers.Optimizer.apply

    def counted(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
        steps.append(None)
        return apply(optimizer, *args, **kwargs)

    keras.optimizers.Optimizer.apply = counted
    return steps


def _resolved(process: Process, value: Any, kept: Kept) -> Any:
    """Return a value with the things themselves in the place of their handles."""
    if isinstance(value, Handle):
        return kept[process, value.id]
    if isinstance(value, dict):
        return {key: _resolved(process, item, kept) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_resolved(process, item, kept) for item in value)
    return value


def _keep(process: Process, told: Any, value: Any, kept: Kept) -> None:
    """Remember under each handle in what was told the thing that it stands for here."""
    if isinstance(told, Handle):
        kept[process, told.id] = value
    elif isinstance(told, dict):
        for key, item in told.items():
            _keep(process, item, value[key], kept)
    elif isinstance(told, (list, tuple)):
        for item, own in zip(told, value, strict=True):
            _keep(process, item, own, kept)


if __name__ == "__main__":
    main()
