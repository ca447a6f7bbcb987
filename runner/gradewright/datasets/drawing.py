"""Draw images by arithmetic: planes of coordinates, outlines, soft edges.

Only `+ - * /`, square roots and comparisons are used, which IEEE arithmetic rounds alike on every
processor; sines and exponentials are not. So a drawn data set is the same bytes everywhere.

An outline is an array that is negative inside a figure and positive outside, in the unit of the
coordinates: `np.minimum` of two unites the figures, `np.maximum(a, -b)` cuts b out of a.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[Any]  # float32, (n, 1, 1) or (n, side, side)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the pixels of `n` images lie: `u` to the right, `v` down, (n, side, side).

    One unit is `scale` pixels, (n, 1, 1). Numbers that vary are drawn from `rng`.
    """

    rng: np.random.Generator
    u: Plane
    v: Plane
    scale: Plane

    def vary(self, low: float, high: float) -> Plane:
        """Return one number for each image, uniform in low..high, (n, 1, 1)."""
        return vary(self.rng, len(self.u), low, high)

    def choose(self, chance: float) -> npt.NDArray[np.bool_]:
        """Return True for about this share of the images, (n, 1, 1)."""
        return self.vary(0, 1) < chance

    def cover(self, outline: Plane) -> Plane:
        """Return how much of each pixel lies inside an outline, 0 to 1."""
        inside: Plane = np.clip(np.float32(0.5) - outline * self.scale, 0, 1)
        return inside


def vary(rng: np.random.Generator, n: int, low: float, high: float) -> Plane:
    """Return `n` numbers, uniform in low..high, (n, 1, 1)."""
    return np.float32(low) + np.float32(high - low) * rng.random((n, 1, 1), np.float32)


def pixels(n: int, side: int, x: Plane | float, y: Plane | float) -> tuple[Plane, Plane]:
    """Return the coordinates of `n` images' pixels, counted from the centres (x, y)."""
    line = np.arange(side, dtype=np.float32) - np.float32((side - 1) / 2)
    shape = (n, side, side)
    return np.broadcast_to(line, shape) - x, np.broadcast_to(line[:, None], shape) - y


def turn(x: Plane, y: Plane, tangent: Plane) -> tuple[Plane, Plane]:
    """Return coordinates turned by the angle whose half has this tangent."""
    below = 1 + tangent * tangent
    cos, sin = (1 - tangent * tangent) / below, 2 * tangent / below
    return cos * x + sin * y, cos * y - sin * x


def ellipse(u: Plane, v: Plane, wide: Plane | float, high: Plane | float) -> Plane:
    """Return the outline of an ellipse about the origin, given its half axes."""
    radius: Plane = np.sqrt((u / wide) ** 2 + (v / high) ** 2)
    outline: Plane = (radius - 1) * np.minimum(wide, high)
    return outline


def box(u: Plane, v: Plane, wide: Plane | float, high: Plane | float) -> Plane:
    """Return the outline of a box about the origin, given half its width and height."""
    outline: Plane = np.maximum(abs(u) - wide, abs(v) - high)
    return outline


def trapezoid(
    u: Plane,
    v: Plane,
    rows: tuple[Plane | float, Plane | float],
    halves: tuple[Plane | float, Plane | float],
) -> Plane:
    """Return the outline of a trapezoid between two rows, given half its width at each."""
    (top, bottom), (upper, lower) = rows, halves
    half = upper + (lower - upper) * (v - top) / (bottom - top)
    outline: Plane = np.maximum(abs(u) - half, np.maximum(top - v, v - bottom))
    return outline


def stroke(
    u: Plane,
    v: Plane,
    start: tuple[Plane | float, Plane | float],
    end: tuple[Plane | float, Plane | float],
    radius: Plane | float,
) -> Plane:
    """Return the outline of a thick line with round ends."""
    du, dv = end[0] - start[0], end[1] - start[1]
    along = ((u - start[0]) * du + (v - start[1]) * dv) / (du * du + dv * dv)
    along = np.clip(along, 0, 1)
    across: Plane = np.sqrt((u - start[0] - along * du) ** 2 + (v - start[1] - along * dv) ** 2)
    return across - radius
