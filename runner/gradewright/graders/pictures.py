"""The `picture` of graders: draw values that came back into the report.

What is drawn was checked by the grader before; still, whatever does not fit a record of numbers
(an infinity, a thousand series) is cut down here, so that no picture costs a submission its report.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gradewright.results import (
    ImageGrid,
    Images,
    Matrix,
    Picture,
    Plot,
    Series,
    Visibility,
)

Whose = Literal["student", "reference", "printed", "data"]
Look = Literal["line", "dashes", "points", "rings"]

_POINTS = 1000
_SERIES = 40
_IMAGES = 200
_PIXELS = 128
_LARGEST = 1e300


@dataclass(frozen=True, slots=True)
class Place:
    """The test that draws or measures: its id, its question, and who may see it."""

    test: str
    question: str
    visibility: Visibility


class Pictures:
    """Draws for one test."""

    def __init__(self, place: Place, keep: Callable[[Picture], None]) -> None:
        self._place, self._keep = place, keep

    def _add(self, title: str, caption: str, **part: Any) -> None:
        place = self._place
        self._keep(Picture(place.test, place.question, title, caption, place.visibility, **part))

    def plot(
        self,
        title: str,
        series: Sequence[Series],
        *,
        x: str = "",
        y: str = "",
        caption: str = "",
        equal: bool = False,
        x_names: Sequence[str] = (),
    ) -> None:
        """Draw lines and clouds of points over common axes.

        Args:
            title: what is shown.
            series: made with `line` and `points`; at most 40.
            x: the name of the x axis.
            y: that of the y axis.
            caption: a sentence below the plot.
            equal: whether both axes have one scale.
            x_names: categories: the names of the places 0, 1, 2 and so on of the x axis.
        """
        shown = tuple(series)[:_SERIES]
        self._add(title, caption, plot=Plot(x, y, shown, equal, tuple(map(str, x_names))))

    def matrix(
        self,
        title: str,
        counts: npt.ArrayLike,
        names: Sequence[Any],
        *,
        rows: str = "",
        columns: str = "",
        caption: str = "",
    ) -> None:
        """Show a square table of counts, such as a confusion matrix.

        Args:
            title: what is shown.
            counts: (n, n) whole numbers.
            names: the names of the n rows and columns.
            rows: what a row is, in words.
            columns: what a column is.
            caption: a sentence below the table.

        Raises:
            ValueError: `counts` is not (n, n) for n names.
        """
        table = np.asarray(counts)
        if table.shape != (len(names), len(names)):
            raise ValueError(f"counts of shape {table.shape} for {len(names)} names")
        plain = tuple(tuple(int(count) for count in row) for row in table)
        self._add(title, caption, matrix=Matrix(rows, columns, tuple(map(str, names)), plain))

    def images(
        self,
        title: str,
        grids: Mapping[str, npt.ArrayLike],
        *,
        columns: int = 10,
        captions: Mapping[str, Sequence[Any]] | None = None,
        caption: str = "",
    ) -> None:
        """Show grids of images.

        Args:
            title: what is shown.
            grids: by name, (n, h, w), (n, h, w, 1) or (n, h, w, 3), uint8 or floats from 0 to 1;
                200 images of 128 by 128 pixels at most.
            columns: images a row.
            captions: by the grid's name, a text an image.
            caption: a sentence below the grids.

        Raises:
            ValueError: an array has another shape.
        """
        texts = captions or {}
        laid_out = tuple(
            _grid(name, np.asarray(images), columns, texts.get(name, ()))
            for name, images in grids.items()
        )
        self._add(title, caption, images=Images(laid_out))


def line(
    name: str,
    ys: npt.ArrayLike,
    xs: npt.ArrayLike | None = None,
    *,
    whose: Whose = "student",
    look: Look = "line",
    group: str = "",
) -> Series:
    """Return a line for `picture.plot`.

    What is not a finite number becomes a gap; more than 1000 points are thinned evenly.

    Args:
        name: for the legend.
        ys: heights (n,).
        xs: places (n,), by default 0, 1, 2 and so on; of two lengths the shorter counts.
        whose: "student", "reference", "printed" or "data": its colour.
        look: "line" or "dashes".
        group: all of one group share a colour.

    Raises:
        ValueError: `ys` or `xs` hold what is no number; check what came first.
    """
    heights = _numbers(ys)
    places = np.arange(heights.size, dtype=float) if xs is None else _numbers(xs)
    size = min(heights.size, places.size)
    kept = [i for i in _thinned(size) if _is_drawable(places[i])]
    return Series(
        name,
        whose,
        look,
        tuple(float(places[i]) for i in kept),
        tuple(float(heights[i]) if _is_drawable(heights[i]) else None for i in kept),
        group,
    )


def points(
    name: str,
    xs: npt.ArrayLike,
    ys: npt.ArrayLike,
    *,
    whose: Whose = "student",
    look: Look = "points",
    group: str = "",
) -> Series:
    """Return a cloud of points for `picture.plot`; those that are not finite are left out.

    Args:
        name: for the legend.
        xs: places (n,).
        ys: heights (n,).
        whose: "student", "reference", "printed" or "data": its colour.
        look: "points" or "rings".
        group: all of one group share a colour.

    Raises:
        ValueError: `ys` or `xs` hold what is no number; check what came first.
    """
    cloud = line(name, ys, xs, whose=whose, look=look, group=group)
    pairs = [(x, y) for x, y in zip(cloud.xs, cloud.ys, strict=True) if y is not None]
    return Series(name, whose, look, tuple(x for x, _ in pairs), tuple(y for _, y in pairs), group)


def _numbers(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64).ravel()


def _is_drawable(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= _LARGEST


def _thinned(size: int) -> list[int]:
    """Return at most `_POINTS` indices, evenly spread, the first and the last among them."""
    if size <= _POINTS:
        return list(range(size))
    return [round(i) for i in np.linspace(0, size - 1, _POINTS)]


def _grid(name: str, images: npt.NDArray[Any], columns: int, captions: Sequence[Any]) -> ImageGrid:
    """Lay images out in one PNG file, row by row.

    Raises:
        ValueError: the array has the wrong shape.
    """
    from PIL import Image

    pixels = _bytes_of(images[:_IMAGES])
    count, height, width = pixels.shape[:3]
    columns = max(1, min(columns, count))
    rows = -(-count // columns)
    blank = np.zeros((rows * columns, *pixels.shape[1:]), np.uint8)
    blank[:count] = pixels
    sheet = blank.reshape(rows, columns, height, width, -1).swapaxes(1, 2)
    sheet = sheet.reshape(rows * height, columns * width, -1)
    file = io.BytesIO()
    Image.fromarray(sheet[..., 0] if sheet.shape[-1] == 1 else sheet).save(file, "PNG")
    png = base64.b64encode(file.getvalue()).decode("ascii")
    texts = tuple(str(text) for text in captions[:count])
    return ImageGrid(name, png, count, columns, (height, width), texts)


def _bytes_of(images: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return images as bytes; floats from 0 to 1 are brought to 0 to 255, and clipped."""
    colours = images.ndim == 4 and images.shape[-1] in (1, 3)
    small = images.ndim in (3, 4) and 0 < max(images.shape[1:3]) <= _PIXELS
    if not (images.ndim == 3 or colours) or not small or not images.size:
        raise ValueError(f"images of shape {images.shape} cannot be laid out")
    if images.dtype == np.uint8:
        return images
    floats = np.nan_to_num(images.astype(np.float64), posinf=1.0, neginf=0.0)
    return np.rint(np.clip(floats, 0.0, 1.0) * 255).astype(np.uint8)
