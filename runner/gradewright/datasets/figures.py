"""Draw the stand-in for CIFAR-10: five figures in two patterns, in colour, 32x32.

A class is a figure with a pattern. Colours, place, size, slant, light and noise carry no
information, and neither does a patch of a few pixels alone: the pattern shows in some 5 pixels,
the figure only in 20. So layers whose view of the image grows with depth have something to find,
and a shallow net, which has to learn each place by itself, falls behind.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gradewright.datasets.drawing import Plane, Sheet, box, ellipse, pixels, trapezoid, turn, vary

SIDE = 32
NOISE = 24
CLASS_NAMES = (
    "striped disc",
    "striped square",
    "striped triangle",
    "striped cross",
    "striped ring",
    "checked disc",
    "checked square",
    "checked triangle",
    "checked cross",
    "checked ring",
)


def draw_figures(per_class: int, seed: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return images (10 * per_class, 32, 32, 3) and their labels, shuffled."""
    rng = np.random.default_rng(seed)
    images = np.concatenate(
        [
            _draw(rng, per_class, figure, pattern)
            for pattern in (_stripes, _checks)
            for figure in (_disc, _square, _triangle, _cross, _ring)
        ]
    )
    labels = np.repeat(np.arange(len(CLASS_NAMES)), per_class)
    order = rng.permutation(len(labels))
    return images[order], labels[order]


def _draw(
    rng: np.random.Generator,
    n: int,
    figure: Callable[[Sheet], Plane],
    pattern: Callable[[Sheet], npt.NDArray[np.bool_]],
) -> npt.NDArray[np.uint8]:
    """Return `n` images of one class."""
    scale = vary(rng, n, 8, 11.5)
    room = np.float32(SIDE / 2 - 0.5) - scale
    x, y = pixels(n, SIDE, room * vary(rng, n, -1, 1), room * vary(rng, n, -1, 1))
    u, v = turn(x, y, vary(rng, n, -0.2, 0.2))
    sheet = Sheet(rng, u / scale, v / scale, scale)
    inside = sheet.cover(figure(sheet))
    marks = pattern(Sheet(rng, x, y, scale))
    return _paint(rng, inside, marks)


def _paint(
    rng: np.random.Generator, inside: Plane, marks: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Return images (n, 32, 32, 3): a figure in two colours on a lit ground, with noise."""
    n = len(inside)
    x, y = pixels(n, SIDE, 0.0, 0.0)
    light = (vary(rng, n, -0.25, 0.25) * x + vary(rng, n, -0.25, 0.25) * y) / (SIDE / 2)
    images = rng.integers(-NOISE, NOISE + 1, (n, SIDE, SIDE, 3), np.int16)
    for channel in range(3):
        ground, figure, mark = _colours(rng, n)
        colour = np.where(marks, mark, figure)
        grey = 255 * (ground + light + (colour - ground) * inside)
        images[..., channel] += grey.astype(np.int16)
    painted: npt.NDArray[np.uint8] = np.clip(images, 0, 255).astype(np.uint8)
    return painted


def _colours(rng: np.random.Generator, n: int) -> tuple[Plane, Plane, Plane]:
    """Return one channel of three colours: ground, figure (far from the ground) and marks."""
    figure = vary(rng, n, 0, 0.4) + np.where(vary(rng, n, 0, 1) < 0.5, np.float32(0.6), 0)
    ground = np.clip(1 - figure + vary(rng, n, -0.2, 0.2), 0, 1)
    return ground, figure, np.float32(0.6) * ground + vary(rng, n, 0, 0.4)


def _stripes(sheet: Sheet) -> npt.NDArray[np.bool_]:
    """Return stripes, upright in half of the images."""
    across = np.where(sheet.choose(0.5), sheet.u, sheet.v)
    return _half(across / sheet.vary(4, 5) + sheet.vary(0, 1))


def _checks(sheet: Sheet) -> npt.NDArray[np.bool_]:
    """Return a chessboard."""
    period = sheet.vary(4, 5)
    columns = _half(sheet.u / period + sheet.vary(0, 1))
    return columns ^ _half(sheet.v / period + sheet.vary(0, 1))


def _half(wave: Plane) -> npt.NDArray[np.bool_]:
    """Return True in the first half of each period."""
    return wave - np.floor(wave) < 0.5


def _disc(sheet: Sheet) -> Plane:
    return ellipse(sheet.u, sheet.v, 1.0, 1.0)


def _square(sheet: Sheet) -> Plane:
    return box(sheet.u, sheet.v, 0.85, 0.85)


def _triangle(sheet: Sheet) -> Plane:
    v = np.where(sheet.choose(0.5), sheet.v, -sheet.v)
    return trapezoid(sheet.u, v, (-0.9, 0.75), (0.0, 1.0))


def _cross(sheet: Sheet) -> Plane:
    return np.minimum(box(sheet.u, sheet.v, 1.0, 0.33), box(sheet.u, sheet.v, 0.33, 1.0))


def _ring(sheet: Sheet) -> Plane:
    return abs(ellipse(sheet.u, sheet.v, 0.73, 0.73)) - 0.27
