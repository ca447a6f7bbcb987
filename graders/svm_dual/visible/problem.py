"""A problem for the support vector machine."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, slots=True)
class Problem:
    """Training points, labels, price of the slack, and the kernel matrix of the points."""

    X: np.ndarray
    y: np.ndarray
    C: float
    K: np.ndarray


def lifted(rng, problem):
    """Return the problem with a diagonal added to its kernel, which makes it well conditioned."""
    size = np.mean(np.diag(problem.K))
    diagonal = size * rng.uniform(0.1, 0.6, size=problem.y.size)
    return replace(problem, K=problem.K + np.diag(diagonal))
