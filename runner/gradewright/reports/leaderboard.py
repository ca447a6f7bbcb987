"""The leaderboard: a table a measurement, ranked by intervals, from the results of runs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from gradewright.phrases import say
from gradewright.reports.pages import render as render_page
from gradewright.results import Measurement, SubmissionResult
from gradewright.words.numbers import short_number
from gradewright.words.printable import one_line
from gradewright.words.units import unit_of

Name = Callable[[SubmissionResult], str]

WIDTH = 200.0
_EDGE = 6.0
_NOTCH = 1.57


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: who (the reference has no rank), the value and its bounds in words, and the drawing.

    `places` are where lower bound, value and upper bound stand in the drawing.
    """

    rank: int | None
    name: str
    value: str
    interval: str
    places: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Board:
    """The table of one measurement on one device, one data set and one budget.

    `mark` is where the reference stands in the drawings. `flagged` counts what is left out.
    """

    title: str
    better: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    mark: float | None
    flagged: int


@dataclass(frozen=True, slots=True, order=True)
class _Row:
    """What is ranked: a name, a value and its bounds."""

    name: str
    value: float
    low: float
    high: float


def render(title: str, submissions: Iterable[SubmissionResult], name: Name) -> str:
    """Return the page as one self-contained HTML document.

    Args:
        title: the assignment's.
        submissions: of one assignment; of several results of one student the newest counts.
        name: gives what a student is called on the page.
    """
    boards = boards_of(submissions, name)
    return render_page("leaderboard.html", assignment=title, boards=boards, width=WIDTH)


def boards_of(submissions: Iterable[SubmissionResult], name: Name) -> tuple[Board, ...]:
    """Return a board for everything that was measured alike."""
    newest: dict[tuple[str, str], SubmissionResult] = {}
    for result in submissions:
        key = result.student, result.student_id
        if result.status == "graded" and result.created >= _created(newest.get(key)):
            newest[key] = result
    groups: dict[tuple[object, ...], list[tuple[str, Measurement]]] = {}
    for result in newest.values():
        for one in _visible(result):
            alike = one.question, one.title, one.kind, one.unit, one.scaled, one.scale
            groups.setdefault((*alike, one.device, one.data, one.budget), []).append(
                (name(result), one)
            )
    return tuple(_board(group) for group in groups.values())


def _created(result: SubmissionResult | None) -> str:
    return "" if result is None else result.created


def _visible(result: SubmissionResult) -> Iterator[Measurement]:
    """Yield the measurements of tests whose values students may see."""
    tests = (test for question in result.questions for test in question.tests)
    shown = {test.id for test in tests if test.visibility == "visible"}
    return (one for one in result.measurements if one.test in shown)


def _board(group: Sequence[tuple[str, Measurement]]) -> Board:
    first = group[0][1]
    order = _Order(first)
    sound = [(name, one) for name, one in group if not one.flag and read(one) is not None]
    rows = [_Row(name, cast("float", read(one)), *bounds(one)) for name, one in sound]
    ranks = [1 + sum(order.is_better(other, row) for other in rows) for row in rows]
    ranked: list[tuple[int | None, _Row]] = sorted(
        zip(ranks, rows, strict=True),
        key=lambda pair: (pair[0], order.worth(pair[1].value), pair[1]),
    )
    reference = _reference([one for _, one in sound])
    if reference is not None:
        worth = order.worth(reference.value)
        ranked.insert(sum(order.worth(row.value) < worth for row in rows), (None, reference))
    drawing = _Drawing([row for _, row in ranked])
    return Board(
        title=one_line(first.title, 120),
        better=say(f"report.board_{order.way}"),
        facts=tuple(_facts(first)),
        entries=tuple(
            Entry(rank, row.name, _text(row.value, first), _bounds(row, first), drawing.of(row))
            for rank, row in ranked
        ),
        mark=drawing.place(reference.value) if reference else None,
        flagged=sum(bool(one.flag) for _, one in group),
    )


def read(measurement: Measurement) -> float | None:
    """Return what the scale of a measurement is read at."""
    return measurement.value if measurement.scaled == "value" else measurement.ratio


def bounds(measurement: Measurement) -> tuple[float, float]:
    """Return bounds of what the scale is read at; the value itself where nothing is known.

    What was recorded without bounds has them from its spread: 1.57 distances between the quartiles
    by the root of the count, which is what is drawn as the notch of a box plot.
    """
    value = read(measurement)
    assert value is not None
    if measurement.low is not None and measurement.high is not None:
        return measurement.low, measurement.high
    if measurement.spread is None or measurement.repeats < 2:
        return value, value
    half = _NOTCH * 2 * measurement.spread / math.sqrt(measurement.repeats)
    if measurement.scaled == "ratio":
        half = half / measurement.reference if measurement.reference else 0.0
    return value - half, value + half


class _Order:
    """What better means, by the scale: lower, higher, or nearer to where full marks are."""

    def __init__(self, measurement: Measurement) -> None:
        points = measurement.scale
        first, last = points[0][1], points[-1][1]
        self.way = "nearer" if first == last else "lower" if first > last else "higher"
        self._best = points[0][0]

    def worth(self, value: float) -> float:
        """Return a number that falls as a value gets better."""
        if self.way == "nearer":
            return abs(value - self._best)
        return value if self.way == "lower" else -value

    def is_better(self, one: _Row, other: _Row) -> bool:
        """Tell whether one is clearly better: the intervals do not overlap."""
        apart = one.high < other.low or other.high < one.low
        return apart and self.worth(one.value) < self.worth(other.value)


def _reference(measured: Sequence[Measurement]) -> _Row | None:
    """Return the row of the reference: 1 where ratios are ranked, else its usual value."""
    known = [one.reference for one in measured if one.reference is not None]
    if not known:
        return None
    value = 1.0 if measured[0].scaled == "ratio" else statistics.median(known)
    return _Row(say("report.board_reference"), value, value, value)


class _Drawing:
    """Places on a line from the lowest bound to the highest."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._low = min((row.low for row in rows), default=0.0)
        self._width = max((row.high for row in rows), default=1.0) - self._low

    def place(self, value: float) -> float:
        """Return where a value is."""
        share = (value - self._low) / self._width if self._width else 0.5
        return round(_EDGE + (WIDTH - 2 * _EDGE) * share, 1)

    def of(self, row: _Row) -> tuple[float, float, float]:
        """Return where the lower bound, the value and the upper bound are."""
        return self.place(row.low), self.place(row.value), self.place(row.high)


def _text(value: float, measurement: Measurement) -> str:
    if measurement.scaled == "ratio":
        return say("report.scale_times", ratio=short_number(value))
    return unit_of(measurement).text(value)


def _bounds(row: _Row, measurement: Measurement) -> str:
    if row.low == row.high:
        return ""
    is_ratio = measurement.scaled == "ratio"
    low = short_number(row.low) if is_ratio else unit_of(measurement).bare(row.low)
    return say("report.board_bounds", low=low, high=_text(row.high, measurement))


def _facts(measurement: Measurement) -> list[tuple[str, str]]:
    """Return what has to be alike for values to be compared."""
    found = [
        (say("report.measured_device"), one_line(measurement.device, 80)),
        (say("report.measured_data"), one_line(measurement.data, 80)),
        (say("report.measured_budget"), one_line(measurement.budget, 80)),
    ]
    return [(name, text) for name, text in found if text]
