"""Path data of lines and clouds of points: short texts, gaps kept, nothing outside the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

Point: TypeAlias = tuple[float, float]

_T = TypeVar("_T")

_FEW = 24  # points that a line shows one by one
_SPARSE = 7  # marks on a longer line that only its marks tell from others


def runs(points: Iterable[Point | None]) -> list[list[Point]]:
    """Return the stretches between gaps (None), without points that repeat the one before."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        elif not found[-1] or found[-1][-1] != point:
            found[-1].append(point)
    return [run for run in found if run]


def line_path(stretches: Sequence[Sequence[Point]], most: int) -> str:
    """Return the path through each stretch of two or more points, of about `most` points."""
    long = [stretch for stretch in stretches if len(stretch) > 1]
    long = _every(long, max(1, most // 2))
    total = sum(map(len, long))
    share = min(1.0, most / total) if total else 1.0
    return "".join(_line(_thinned(stretch, max(4, int(share * len(stretch))))) for stretch in long)


def dots_path(points: Sequence[Point], most: int) -> str:
    """Return a path with a vertex at each point, on a grid of half a unit, at most `most`."""
    grid = dict.fromkeys((round(2 * x) / 2, round(2 * y) / 2) for x, y in points)
    return _line(_every(list(grid), most))


def dots_on(stretches: Sequence[Sequence[Point]]) -> list[Point]:
    """Return the points of a line that get a mark: all of a few, else those that stand alone."""
    if sum(map(len, stretches)) <= _FEW:
        return [point for stretch in stretches for point in stretch]
    return alone(stretches)


def alone(stretches: Sequence[Sequence[Point]]) -> list[Point]:
    """Return the points between two gaps, which no line shows."""
    return [stretch[0] for stretch in stretches if len(stretch) == 1]


def sparse(stretches: Sequence[Sequence[Point]], slot: int) -> list[Point]:
    """Return some points of a line, spread along it, others for another `slot`."""
    points = [point for stretch in stretches for point in stretch]
    step = len(points) / _SPARSE
    return [points[int((i + slot % 5 / 5) * step)] for i in range(_SPARSE)] if points else []


def number(value: float) -> str:
    """Return a coordinate, never negative, with at most one decimal."""
    return f"{max(0.0, value):.1f}".removesuffix(".0")


def _line(points: Sequence[Point]) -> str:
    if not points:
        return ""
    if len(points) == 1:
        return f"M{number(points[0][0])} {number(points[0][1])}h0"
    return "M" + " ".join(f"{number(x)} {number(y)}" for x, y in points)


def _every(items: Sequence[_T], most: int) -> list[_T]:
    """Return at most `most` items, evenly spread."""
    if len(items) <= most:
        return list(items)
    return [items[len(items) * i // most] for i in range(most)]


def _thinned(points: Sequence[Point], most: int) -> list[Point]:
    """Return about `most` points of a line, the highest and lowest of each part among them."""
    if len(points) <= most:
        return list(points)
    parts = max(1, most // 4)
    edges = [len(points) * i // parts for i in range(parts + 1)]
    kept: dict[int, Point] = {}
    for low, high in pairwise(edges):
        places = range(low, high)
        marked = (
            low,
            min(places, key=lambda i: points[i][1]),
            max(places, key=lambda i: points[i][1]),
            high - 1,
        )
        kept |= {i: points[i] for i in sorted(marked)}
    return list(kept.values())
