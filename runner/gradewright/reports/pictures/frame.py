"""The frame of a plot: its axes, their ticks and labels, and where a point of the data stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from gradewright.reports.pictures.axis import Axis, axis, category_axis, equal_scales
from gradewright.reports.pictures.paths import Point
from gradewright.results import Plot
from gradewright.words.printable import one_line

WIDTH = 420.0
_CHARACTER = 7.8  # units wide at the most, which is on a telephone, where text is drawn larger
_LINE = 16.0
_TOP, _RIGHT = 14.0, WIDTH - 14.0
_HEIGHT = 200.0
_LOWEST, _HIGHEST = 150.0, 360.0  # of equal axes, whose height the numbers ask for
_LONGEST_NAME = 52
_MOST_LEFT = 130.0
_MOST_LINES = 3  # of a category's name
_FEW_NAMES = 8
_OVERHANG = 1.3  # how much wider than its share a category's longest word may be


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the drawing; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle of the data, the axes along it, and all that is written around it.

    `rows` and `columns` are the places of the ticks; `height` is that of the whole drawing.
    """

    left: float
    top: float
    right: float
    bottom: float
    x: Axis
    y: Axis
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    labels: tuple[Label, ...]
    height: int

    def point(self, x: float, y: float | None) -> Point | None:
        """Return where a point of the data is drawn, to a tenth; None for a gap."""
        if y is None or not math.isfinite(x) or not math.isfinite(y):
            return None
        across, up = self.x.place(x), self.y.place(y)
        if not (0.0 <= across <= 1.0 and 0.0 <= up <= 1.0):
            return None
        width, height = self.right - self.left, self.bottom - self.top
        return round(self.left + width * across, 1), round(self.bottom - height * up, 1)


@dataclass(frozen=True, slots=True)
class _Box:
    """Where the data stand: the frame before anything is written around it."""

    left: float
    top: float
    height: float
    x: Axis
    y: Axis

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def width(self) -> float:
        return _RIGHT - self.left


def frame(plot: Plot) -> Frame:
    """Lay out the axes of a plot."""
    box = _box(plot)
    beside = tuple(_beside(box))
    columns, below, lines = _below(plot, box)
    end = box.bottom + 4 + _LINE * lines
    return Frame(
        left=box.left,
        top=box.top,
        right=_RIGHT,
        bottom=box.bottom,
        x=box.x,
        y=box.y,
        rows=tuple(label.y - 4 for label in beside),
        columns=columns,
        labels=(*beside, *below, *_names(plot, end + _LINE - 3)),
        height=math.ceil(end + (_LINE + 3 if plot.x_label else 3)),
    )


def _box(plot: Plot) -> _Box:
    x, y = _axes(plot)
    left, height = _left(y, _HEIGHT), _HEIGHT
    if plot.equal and not plot.x_names:
        # Stretching can lengthen the labels, which take their width from the drawing.
        _, stretched, height = equal_scales(x, y, _RIGHT - left, _LOWEST, _HIGHEST)
        left = max(left, _left(stretched, height))
        x, y, height = equal_scales(x, y, _RIGHT - left, _LOWEST, _HIGHEST)
    return _Box(left, _TOP + (_LINE if plot.y_label else 0.0), height, x, y)


def _axes(plot: Plot) -> tuple[Axis, Axis]:
    """Return the axes over all points that are there."""
    points = [
        (x, y)
        for series in plot.series
        for x, y in zip(series.xs, series.ys, strict=False)
        if y is not None and math.isfinite(x) and math.isfinite(y)
    ]
    if plot.x_names:
        across = category_axis(len(plot.x_names))
        points = [(x, y) for x, y in points if 0.0 <= across.place(x) <= 1.0]
    else:
        across = axis(x for x, _ in points)
    return across, axis((y for _, y in points), pad=0.06, zero=not plot.equal)


def _left(y: Axis, height: float) -> float:
    """Return the room that the labels of the y axis need."""
    widest = max((len(tick.label) for tick in y.ticks(_count(height))), default=0)
    return min(_MOST_LEFT, round(14 + _CHARACTER * widest))


def _count(height: float) -> int:
    return max(2, round(height / 36))


def _beside(box: _Box) -> Iterator[Label]:
    for tick in box.y.ticks(_count(box.height)):
        row = round(box.bottom - box.height * tick.at, 1)
        yield Label(box.left - 7, row + 4, tick.label, "end")


def _below(plot: Plot, box: _Box) -> tuple[tuple[float, ...], tuple[Label, ...], int]:
    """Return the places of the ticks of the x axis, its labels, and the lines that they take."""
    along = _categories(plot, box) if plot.x_names else _numbers(plot, box)
    labels = tuple(
        Label(_inside(at, text), box.bottom + 2 + _LINE * line, text, "middle")
        for at, texts in along
        for line, text in enumerate(texts, start=1)
    )
    lines = max((len(texts) for _, texts in along), default=0)
    return tuple(at for at, _ in along), labels, lines


def _numbers(plot: Plot, box: _Box) -> list[tuple[float, list[str]]]:
    """Return as many ticks of a numbers' axis as their labels have room for."""
    whole = all(x.is_integer() for series in plot.series for x in series.xs if math.isfinite(x))
    for most in (8, 6, 5, 4, 3, 2):
        ticks = box.x.ticks(most, whole=whole)
        needed = sum(_CHARACTER * (len(tick.label) + 2) for tick in ticks)
        if needed <= box.width:
            break
    return [(round(box.left + box.width * tick.at, 1), [tick.label]) for tick in ticks]


def _inside(at: float, label: str) -> float:
    """Return the place of a label's middle so that it does not leave the drawing."""
    half = _CHARACTER * len(label) / 2
    return round(min(max(at, half), WIDTH - half), 1)


def _categories(plot: Plot, box: _Box) -> list[tuple[float, list[str]]]:
    """Return the names of the categories in lines; where they are many, every so manyth."""
    names = plot.x_names
    room = box.width / len(names)
    longest = max((len(word) for name in names for word in name.split()[:4]), default=0)
    overhang = _OVERHANG if len(names) <= _FEW_NAMES else 1.0
    every = math.ceil(_CHARACTER * (longest + 1) / (overhang * room))
    every = max(1, min(every, math.ceil(len(names) / 2)))
    letters = max(4, int(every * room / _CHARACTER))
    return [
        (round(box.left + room * (place + 0.5), 1), _lines(names[place], letters))
        for place in range(0, len(names), every)
    ]


def _lines(name: str, letters: int) -> list[str]:
    """Return a name in at most three lines; a single sign stays with the word behind it."""
    glued = re.sub(r"(?<!\S)(\S) (?=\S)", "\\1\u00a0", one_line(name, 4 * letters))
    longest = max(map(len, glued.split(" ")))
    lines = wrap(glued, max(letters, min(longest, int(_OVERHANG * letters)))) or [""]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][: letters - 1] + "…"]
    return lines


def _names(plot: Plot, below: float) -> Iterator[Label]:
    """Yield the names of the axes: y at the top left, x at the lower right."""
    if plot.y_label:
        yield Label(2, 12, one_line(plot.y_label, _LONGEST_NAME), "start")
    if plot.x_label:
        yield Label(_RIGHT, below, one_line(plot.x_label, _LONGEST_NAME), "end")
