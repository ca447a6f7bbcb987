"""Child processes that are kept ready, so that a check need not wait for imports."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gradewright.selfcheck.terminal.worker import Worker


class Pool:
    """Keeps some workers ready; whoever takes one, ends it."""

    def __init__(self, make: Callable[[], Worker]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._spare: list[Worker] = []
        self._taken: list[Worker] = []
        self._is_closed = False

    def fill(self, size: int = 1) -> None:
        """Start workers until so many are kept."""
        with self._lock:
            self._spare = [worker for worker in self._spare if worker.is_alive]
            while not self._is_closed and len(self._spare) < size:
                self._spare.append(self._make())

    def take(self) -> Worker:
        """Return the worker that was started first, a new one where there is none."""
        with self._lock:
            self._taken = [worker for worker in self._taken if worker.is_alive]
            alive = [worker for worker in self._spare if worker.is_alive]
            worker = alive[0] if alive else self._make()
            self._spare = alive[1:]
            self._taken.append(worker)
            if self._is_closed:
                worker.kill()
            return worker

    def give_back(self, worker: Worker) -> None:
        """Keep a worker that did well for the next check."""
        with self._lock:
            if worker in self._taken:
                self._taken.remove(worker)
            self._spare.insert(0, worker)

    def close(self) -> None:
        """End all of them, those that were taken, too."""
        with self._lock:
            self._is_closed = True
            for worker in (*self._spare, *self._taken):
                worker.kill()
