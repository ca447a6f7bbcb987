"""Make the calls that a grading made, in this interpreter: `replay.py SUBMISSION CALLS`.

Prints the seconds of each function as JSON. Everything is imported before the clock runs.
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

from gradewright.sandbox.base import Handle
from gradewright.sandbox.inside.models import OPERATIONS


def main() -> None:
    """Replay and print."""
    submission, heard = sys.argv[1:]
    namespace: dict[str, Any] = {"keras": keras}
    exec(Path(submission).read_text(encoding="utf-8"), namespace)
    calls = pickle.loads(Path(heard).read_bytes())
    kept: dict[tuple[int, int], Any] = {}
    spent: dict[str, float] = defaultdict(float)
    for process, function, *given, seed, outcome in calls:
        target = OPERATIONS.get(function) or namespace[function]
        args, kwargs = _resolved(process, given, kept)
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002 - as the worker does
        started = time.perf_counter()
        value = target(*args, **kwargs)
        spent[function] += time.perf_counter() - started
        _keep(process, outcome.value, value, kept)
    print(json.dumps(spent))


def _resolved(process: int, value: Any, kept: dict[tuple[int, int], Any]) -> Any:
    """Return a value with the things themselves in the place of their handles."""
    if isinstance(value, Handle):
        return kept[process, value.id]
    if isinstance(value, dict):
        return {key: _resolved(process, item, kept) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_resolved(process, item, kept) for item in value)
    return value


def _keep(process: int, told: Any, value: Any, kept: dict[tuple[int, int], Any]) -> None:
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
