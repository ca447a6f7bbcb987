"""Time spent in chosen functions, each second counted for the innermost of them only."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Name = Callable[..., str]


@dataclass(slots=True)
class Lap:
    """What one submission took: seconds and calls of every stage."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> float:
        """Return the seconds of all stages."""
        return sum(self.seconds.values())


class Clock:
    """Counts the seconds of nested stages, lap by lap."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self.now = now
        self.laps: list[Lap] = []
        self._lap = Lap()
        self._inner: list[float] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block for a stage, but for what stages inside it take."""
        started = self.now()
        self._inner.append(0.0)
        try:
            yield
        finally:
            spent = self.now() - started
            self._lap.seconds[name] += spent - self._inner.pop()
            self._lap.calls[name] += 1
            if self._inner:
                self._inner[-1] += spent

    def lap(self) -> None:
        """End the lap: what comes now is counted for the next."""
        self.laps.append(self._lap)
        self._lap = Lap()

    def watch(self, owner: Any, attribute: str, name: str | Name) -> None:
        """Replace a function or method by one that counts its time.

        `name` is the stage, or a function that gives it from the call's arguments.

        Raises:
            AttributeError: the owner has no such function.
        """
        function = getattr(owner, attribute)

        @functools.wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            with self.stage(name if isinstance(name, str) else name(*args, **kwargs)):
                return function(*args, **kwargs)

        setattr(owner, attribute, watched)
