"""Grids of images, each cut into rows where its images have captions of their own."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.reports.sound_images import SoundImage, sound_image
from gradewright.results import ImageGrid
from gradewright.words.printable import one_line

_MOST_GRIDS = 12
_MOST_IMAGES = 400
_MOST_WIDE = 560  # CSS pixels: what a picture is enlarged to at the most
_MOST_TIMES = 6


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of images: its top edge in pixels of the file, and a caption an image.

    `share` says how much of the row is filled, 0 to 1.
    """

    top: float
    captions: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class GridView:
    """One file of images. Without captions `rows` is empty and the file is shown whole.

    `image` is None where the file is no sound PNG. `width` is the width to show it at, in CSS
    pixels; `row_height` the height of a row in pixels of the file.
    """

    name: str
    count: int
    columns: int
    image: SoundImage | None
    width: int
    row_height: float
    rows: tuple[GridRow, ...]

    @property
    def height(self) -> int:
        """Return the height to show the whole file at, in CSS pixels."""
        return round(self.width * self.image.height / self.image.width) if self.image else 0

    @property
    def tall(self) -> bool:
        """Return whether two such grids stand better beside than below each other."""
        return not self.rows and 2 * self.height > self.width


def grid_views(grids: tuple[ImageGrid, ...]) -> tuple[GridView, ...]:
    """Return what is shown of each grid."""
    return tuple(_view(grid) for grid in grids[:_MOST_GRIDS])


def _view(grid: ImageGrid) -> GridView:
    image = sound_image("image/png", grid.png)
    count = max(1, min(_MOST_IMAGES, grid.count))
    columns = max(1, min(grid.columns, count))
    height = -(-count // columns)
    row_height = image.height / height if image else 0.0
    captions = [one_line(text, 40) for text in grid.captions[:count]]
    captions += [""] * (count - len(captions))
    lines = [captions[first : first + columns] for first in range(0, count, columns)]
    rows = tuple(
        GridRow(round(row_height * place, 2), tuple(line), len(line) / columns)
        for place, line in enumerate(lines)
    )
    return GridView(
        name=one_line(grid.name, 60),
        count=count,
        columns=columns,
        image=image,
        width=_width(image.width) if image else 0,
        row_height=round(row_height, 2),
        rows=rows if any(captions) else (),
    )


def _width(pixels: int) -> int:
    """Return the largest whole multiple of the file's width that is not too wide."""
    return pixels * max(1, min(_MOST_TIMES, _MOST_WIDE // pixels))
