"""The pictures of a student's page: which of them are shown, and what each one is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gradewright.reports.pictures.grids import GridView, grid_views
from gradewright.reports.pictures.matrix import MatrixView, matrix_view
from gradewright.reports.pictures.plot import PlotView, plot_view
from gradewright.results import Picture
from gradewright.words.printable import one_line

_MOST = 8  # pictures of one question
# A page of plots stays below its 150 kB: so many points share it, each plot's own at most.
_POINTS_OF_PAGE, _POINTS_OF_PLOT = 8_000, 2_000


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture: exactly one of its three parts is set, or none where it was empty."""

    anchor: str
    title: str
    caption: str
    plot: PlotView | None
    matrix: MatrixView | None
    grids: tuple[GridView, ...]


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of one question, and how many are left out for want of room."""

    pictures: tuple[PictureView, ...] = ()
    left_out: int = 0


def galleries(pictures: Iterable[Picture], visible: set[str]) -> dict[str, Gallery]:
    """Return the gallery of each question that has pictures, by the question's id.

    A picture is shown when it says so itself and its test is among those that are `visible`.
    """
    shown = [p for p in pictures if p.visibility == "visible" and p.test in visible]
    grouped: dict[str, list[Picture]] = {}
    for picture in shown:
        grouped.setdefault(picture.question, []).append(picture)
    plots = sum(picture.plot is not None for picture in shown)
    most = min(_POINTS_OF_PLOT, _POINTS_OF_PAGE // max(1, plots))
    return {
        question: Gallery(
            tuple(
                _view(picture, f"p-{place}-{number}", most)
                for number, picture in enumerate(mine[:_MOST], start=1)
            ),
            len(mine[_MOST:]),
        )
        for place, (question, mine) in enumerate(grouped.items(), start=1)
    }


def _view(picture: Picture, anchor: str, most: int) -> PictureView:
    return PictureView(
        anchor=anchor,
        title=one_line(picture.title, 120),
        caption=one_line(picture.caption, 600),
        plot=plot_view(picture.plot, most) if picture.plot else None,
        matrix=matrix_view(picture.matrix) if picture.matrix else None,
        grids=grid_views(picture.images.grids) if picture.images else (),
    )
