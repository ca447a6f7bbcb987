"""Fresh inputs that the graders of this assignment share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sets import some_labels


@dataclass(frozen=True, slots=True)
class Case:
    """Parameters and examples, as `propagate` takes them."""

    w: np.ndarray
    b: float
    X: np.ndarray
    Y: np.ndarray

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Return w, b, X, Y."""
        return self.w, self.b, self.X, self.Y

    @property
    def sizes(self) -> dict[str, int]:
        """Return the sizes that may turn up as a wrong factor."""
        return {"m": self.X.shape[1]}


def fresh_case(rng: np.random.Generator, n: int, m: int) -> Case:
    """Return random floats; activations stay clear of 0 and 1, and the bias clear of 0."""
    w = rng.normal(size=(n, 1)) / np.sqrt(n)
    b = float(rng.choice([-1, 1]) * rng.uniform(0.4, 1.2))
    return Case(w, b, rng.normal(size=(n, m)), some_labels(rng, m).astype(float))


def integer_case(rng: np.random.Generator, n: int, m: int) -> Case:
    """Return random integers, the weighted sums odd and thus never 0, and at most 2 n + 1."""
    w = 2 * rng.choice([-1, 1], size=(n, 1))
    return Case(w, int(rng.choice([-1, 1])), rng.integers(-1, 2, size=(n, m)), some_labels(rng, m))


def several_cases(rng: np.random.Generator) -> list[Case]:
    """Return cases of several sizes: few and many examples, one feature, one example, integers.

    The size that comes twice shows whether a function remembers its last call.
    """
    sizes = [(3, 7), (5, 2), (1, 4), (4, 1), (3, 7)]
    return [*(fresh_case(rng, n, m) for n, m in sizes), integer_case(rng, 3, 5)]
