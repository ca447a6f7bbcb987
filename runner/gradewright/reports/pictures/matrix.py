"""A table of counts as a table: the diagonal in one tone, what is off it in another."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.results import Matrix
from gradewright.words.numbers import short_number, signed
from gradewright.words.printable import one_line

_MOST = 30
# Per cent of its row from which on a count is shaded more strongly: on the diagonal, and off it.
_RIGHT, _WRONG = (70, 90), (3, 10)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A count and the class that shades it."""

    text: str
    shade: str


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The table: names of its axes, of its columns, and a row of cells a name.

    `left_out` counts the names for which there is no room.
    """

    rows_name: str
    columns_name: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell, ...]], ...]
    left_out: int


def matrix_view(matrix: Matrix) -> MatrixView:
    """Return what the table shows; missing counts of a ragged matrix stay empty."""
    names = tuple(one_line(name, 24) for name in matrix.names[:_MOST])
    return MatrixView(
        rows_name=one_line(matrix.rows, 60),
        columns_name=one_line(matrix.columns, 60),
        names=names,
        rows=tuple((name, _row(matrix, place, len(names))) for place, name in enumerate(names)),
        left_out=len(matrix.names[_MOST:]),
    )


def _row(matrix: Matrix, row: int, size: int) -> tuple[MatrixCell, ...]:
    """Return a row's cells, each shaded by its share of the row."""
    counts = [_count(matrix, row, column) for column in range(size)]
    total = sum(count for count in counts if count is not None and count > 0)
    return tuple(_cell(count, total, row == column) for column, count in enumerate(counts))


def _count(matrix: Matrix, row: int, column: int) -> int | None:
    if row >= len(matrix.counts) or column >= len(matrix.counts[row]):
        return None
    return matrix.counts[row][column]


def _cell(count: int | None, total: int, right: bool) -> MatrixCell:
    if count is None:
        return MatrixCell("", "")
    if count <= 0:
        return MatrixCell(_text(count), "zero")
    steps, tone = (_RIGHT, "y") if right else (_WRONG, "n")
    level = 1 + sum(100 * count >= step * total for step in steps)
    return MatrixCell(_text(count), f"{tone}{level}")


def _text(count: int) -> str:
    """Return a count; one that would burst its cell is shortened."""
    if abs(count) < 10**9:
        return signed(f"{count:,}")
    return short_number(float(max(min(count, 10**300), -(10**300))), 2)
