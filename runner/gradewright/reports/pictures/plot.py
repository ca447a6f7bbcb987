"""A plot as the geometry of its SVG: paths, marks, labels, and the words for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.reports.pictures.frame import Frame, frame
from gradewright.reports.pictures.paths import (
    Point,
    alone,
    dots_on,
    dots_path,
    line_path,
    runs,
    sparse,
)
from gradewright.reports.pictures.styles import Style, styles
from gradewright.results import Plot, Series
from gradewright.words.numbers import column, short_number
from gradewright.words.printable import one_line

_MOST_SERIES = 60
_MOST_ENTRIES = 14
_MOST_NAMES = 24  # categories whose numbers are listed, too
_MANY, _DENSE = 60, 400  # points of a plot from which on marks are drawn smaller
_RANKS = {"student": 0, "reference": 1, "printed": 2, "data": 3}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series: the path of its line, the path whose vertices carry its marks."""

    style: Style
    line: str
    marks: str
    mark: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend; `mark` is empty for a line without marks."""

    name: str
    style: Style
    mark: str


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """The numbers of a plot over categories: a row a category, a column a series."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlotView:
    """Everything that the template draws, from the back to the front."""

    frame: Frame
    series: tuple[Drawn, ...]
    legend: tuple[Entry, ...]
    left_out: int
    description: str
    table: NumbersTable | None
    equal: bool

    @property
    def empty(self) -> bool:
        """Return whether nothing is drawn."""
        return not any(drawn.line or drawn.marks for drawn in self.series)

    @property
    def marks(self) -> set[str]:
        """Return the names of the markers that the drawing and its legend use."""
        return {drawn.mark for drawn in self.series if drawn.marks} | {
            entry.mark for entry in self.legend if entry.mark
        }


def plot_view(plot: Plot, most: int) -> PlotView:
    """Lay out a plot with at most about `most` points."""
    shown, looks = plot.series[:_MOST_SERIES], styles(plot.series[:_MOST_SERIES])
    box = frame(plot)
    total = sum(len(series.xs) for series in shown) or 1
    size = _size(sum(len(series.xs) for series in shown if series.look == "points"))
    drawn = [
        _drawn(series, style, box, max(40, most * len(series.xs) // total), size)
        for series, style in zip(shown, looks, strict=True)
    ]
    legend = _legend(shown, drawn)
    return PlotView(
        frame=box,
        series=tuple(sorted(drawn, key=lambda one: one.style.depth)),
        legend=legend[:_MOST_ENTRIES],
        left_out=len(legend[_MOST_ENTRIES:]),
        description=_description(plot, shown),
        table=_table(plot, shown),
        equal=plot.equal,
    )


def _size(points: int) -> str:
    """Return the ending of the marks' names that says how large they are drawn."""
    return "-small" if points > _DENSE else "-middle" if points > _MANY else ""


def _drawn(series: Series, style: Style, box: Frame, most: int, size: str) -> Drawn:
    places = [box.point(x, y) for x, y in zip(series.xs, series.ys, strict=False)]
    if not style.line:
        points = [place for place in places if place is not None]
        mark = style.mark + size if series.look == "points" else style.mark
        return Drawn(style, "", dots_path(points, most), mark)
    stretches = runs(places)
    dots = dots_path(_marked(stretches, series, style), most)
    return Drawn(style, line_path(stretches, most), dots, style.mark)


def _marked(stretches: list[list[Point]], series: Series, style: Style) -> list[Point]:
    """Return which points of a line get a mark: few on a ghost, some to tell lines apart."""
    if series.whose == "reference":
        return alone(stretches)
    dots = dots_on(stretches)
    if style.slot > 0 and not dots and series.look == "line":
        return sparse(stretches, style.slot)
    return dots


def _legend(shown: Sequence[Series], drawn: Sequence[Drawn]) -> tuple[Entry, ...]:
    """Return the legend, the student's series first; series that look alike share an entry."""
    ranked = sorted(zip(shown, drawn, strict=True), key=lambda pair: _RANKS[pair[0].whose])
    entries: dict[tuple[str, Style], Entry] = {}
    for series, one in ranked:
        name = one_line(series.name, 60)
        bare = one.style.line and (not one.marks or series.whose == "reference")
        if name:
            entry = Entry(name, one.style, "" if bare else one.style.mark)
            entries.setdefault((name, one.style), entry)
    return tuple(entries.values())


def _description(plot: Plot, shown: Sequence[Series]) -> str:
    """Return in words what the plot shows."""
    axes = say("report.plot_axes", x=one_line(plot.x_label), y=one_line(plot.y_label))
    lines = [_in_words(series) for series in shown[:_MOST_ENTRIES]]
    return " ".join([axes, *lines])


def _in_words(series: Series) -> str:
    numbers = _known(series.ys)
    name = one_line(series.name, 60)
    if not numbers:
        return say("report.plot_series_empty", name=name)
    return say(
        "report.plot_series",
        name=name,
        count=len(numbers),
        low=short_number(min(numbers)),
        high=short_number(max(numbers)),
        last=short_number(numbers[-1]),
    )


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _table(plot: Plot, shown: Sequence[Series]) -> NumbersTable | None:
    """Return the numbers over categories; None where there are none or too many."""
    if not 0 < len(plot.x_names) <= _MOST_NAMES or not 0 < len(shown) <= _MOST_ENTRIES:
        return None
    columns = [_column(series, len(plot.x_names)) for series in shown]
    return NumbersTable(
        head=tuple(one_line(series.name, 40) for series in shown),
        rows=tuple(
            (one_line(name, 60), tuple(texts[place] for texts in columns))
            for place, name in enumerate(plot.x_names)
        ),
    )


def _column(series: Series, size: int) -> list[str]:
    """Return the texts of a series' numbers, one a category; a dash where there is none."""
    found = dict(zip(series.xs, series.ys, strict=False))
    values = [found.get(float(place)) for place in range(size)]
    texts = iter(column(_known(values)))
    return ["\u2013" if value is None else next(texts) for value in values]
