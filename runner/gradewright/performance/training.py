"""The training of one model on one batch, timed by the judge."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradewright.performance.artefact import Artefact
from gradewright.performance.workshop import Workshop, blame
from gradewright.wire import Handle

_IDLE_CALLS = 11
_LEAST_SECONDS = 0.01
_LEAST_CALLS = 5


class Training:
    """Trains `stride` steps a call; the call returns the loss, for which the device must finish.

    What a call costs by itself is measured by calls that do nothing, and taken off. Both clocks
    are the judge's.
    """

    def __init__(self, workshop: Workshop, artefact: Artefact, model: Handle, batch: Any) -> None:
        self._workshop, self._artefact = workshop, artefact
        self._model, self._batch = model, batch
        self.stride = 1
        self.overhead = 0.0

    def prepare(self, warm_up: int, most: int) -> None:
        """Warm up, measure what a call costs, and choose how many steps, at most `most`, one takes.

        Fast steps are bundled: a call should last 10 ms, and twenty times what it costs by itself.
        """
        self._train(max(warm_up, 1))
        idle = [self._timed("idle", self._model)[0] for _ in range(_IDLE_CALLS)]
        self.overhead = float(np.median(idle))
        step = min(self.seconds() for _ in range(3))
        wanted = max(_LEAST_SECONDS, 20 * self.overhead) / max(step, 1e-6)
        self.stride = int(min(max(round(wanted), 1), max(most, 1)))

    def calls(self, steps: int) -> int:
        """Return how many timed calls take about so many steps."""
        return max(math.ceil(steps / self.stride), _LEAST_CALLS)

    def seconds(self) -> float:
        """Train one bundle of steps; return the time of one step in seconds, never below 0."""
        return max(self._train(self.stride) - self.overhead, 0.0) / self.stride

    def _train(self, steps: int) -> float:
        seconds, loss = self._timed("train", self._model, self._batch, steps)
        if not isinstance(loss, float):
            blame(self._artefact, "odd_answer")
        return seconds

    def _timed(self, function: str, *args: Any) -> tuple[float, Any]:
        outcome = self._workshop.call(function, self._artefact, *args)
        return outcome.seconds, self._workshop.value(self._artefact, outcome)
