"""Draw the stand-in for Fashion-MNIST: ten kinds of garments in grey, 28x28.

The kinds are Fashion-MNIST's own and overlap as theirs do: a shirt differs from a T-shirt, a
pullover and a coat by its collar, buttons and sleeves, and each of these varies.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gradewright.datasets.drawing import (
    Plane,
    Sheet,
    box,
    ellipse,
    pixels,
    stroke,
    trapezoid,
    turn,
    vary,
)

SIDE = 28


def draw_garments(per_class: int, seed: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return images (10 * per_class, 28, 28) and their labels, shuffled; ground is 0."""
    rng = np.random.default_rng(seed)
    images = np.concatenate([_draw(rng, per_class, garment) for garment in _GARMENTS])
    labels = np.repeat(np.arange(len(_GARMENTS)), per_class)
    order = rng.permutation(len(labels))
    return images[order], labels[order]


def _draw(
    rng: np.random.Generator, n: int, garment: Callable[[Sheet], tuple[Plane, Plane]]
) -> npt.NDArray[np.uint8]:
    """Return `n` images of one kind."""
    sheet = _sheet(rng, n)
    outline, dark = garment(sheet)
    grey = vary(rng, n, 60, 245) * _cloth(sheet) * (1 - vary(rng, n, 0.1, 0.5) * sheet.cover(dark))
    grey = grey + rng.integers(-16, 17, (n, SIDE, SIDE), np.int8)
    images: npt.NDArray[np.uint8] = np.clip(grey * sheet.cover(outline), 0, 255).astype(np.uint8)
    return images


def _sheet(rng: np.random.Generator, n: int) -> Sheet:
    """Return coordinates in which a garment fills -1..1, a little shifted, stretched and turned."""
    x, y = pixels(n, SIDE, vary(rng, n, -1.2, 1.2), vary(rng, n, -1.2, 1.2))
    x, y = turn(x, y, vary(rng, n, -0.06, 0.06))
    scale = np.float32(13) * vary(rng, n, 0.82, 1.02)
    return Sheet(rng, x / scale * vary(rng, n, 0.94, 1.12), y / scale, scale)


def _cloth(sheet: Sheet) -> Plane:
    """Return the cloth's brightness: plain or striped, lit from one side."""
    across = np.where(sheet.choose(0.5), sheet.u, sheet.v)
    waves = across * sheet.vary(2, 4) + sheet.vary(0, 1)
    stripes = np.where(sheet.choose(0.3), sheet.vary(0.2, 0.5), 0)
    light = 1 + sheet.vary(-0.18, 0.18) * sheet.u
    cloth: Plane = light * (1 - stripes * (waves - np.floor(waves) < 0.5))
    return cloth


def _none(sheet: Sheet) -> Plane:
    """Return the outline of nothing."""
    return np.ones_like(sheet.u)


def _line(sheet: Sheet) -> Plane:
    """Return the outline of a thin line down the middle, as of buttons or an open front."""
    return box(sheet.u, sheet.v, 0.03, 2.0)


def _top(sheet: Sheet, length: Plane, half: Plane, hand: tuple[Plane, Plane]) -> Plane:
    """Return the outline of a garment with sleeves: its length, half width and where a hand is."""
    u, v = abs(sheet.u), sheet.v
    body = trapezoid(u, v, (-0.85, length), (half, half * sheet.vary(0.92, 1.12)))
    sleeve = stroke(u, v, (half - 0.08, -0.66), hand, sheet.vary(0.13, 0.18))
    return np.minimum(body, sleeve)


def _neck(sheet: Sheet, deep: Plane) -> Plane:
    """Return the outline of the hole for the neck."""
    return ellipse(sheet.u, sheet.v + 0.88, sheet.vary(0.16, 0.26), deep)


def _t_shirt(sheet: Sheet) -> tuple[Plane, Plane]:
    half = sheet.vary(0.42, 0.56)
    hand = half + sheet.vary(0.16, 0.34), sheet.vary(-0.5, 0.1)
    outline = _top(sheet, sheet.vary(0.72, 0.9), half, hand)
    return np.maximum(outline, -_neck(sheet, sheet.vary(0.12, 0.26))), _none(sheet)


def _trouser(sheet: Sheet) -> tuple[Plane, Plane]:
    half, foot = sheet.vary(0.26, 0.38), sheet.vary(0.12, 0.2)
    waist = trapezoid(sheet.u, sheet.v, (-0.92, -0.45), (half * 0.9, half))
    leg = trapezoid(abs(sheet.u) - half * 0.56, sheet.v, (-0.6, 0.92), (half * 0.44, foot * 0.7))
    return np.minimum(waist, leg), _none(sheet)


def _pullover(sheet: Sheet) -> tuple[Plane, Plane]:
    half = sheet.vary(0.42, 0.54)
    hand = half + sheet.vary(0.16, 0.32), sheet.vary(0.3, 0.72)
    outline = _top(sheet, sheet.vary(0.68, 0.9), half, hand)
    return np.maximum(outline, -_neck(sheet, sheet.vary(0.02, 0.16))), _none(sheet)


def _dress(sheet: Sheet) -> tuple[Plane, Plane]:
    waist, hem = sheet.vary(0.16, 0.24), sheet.vary(0.3, 0.55)
    middle = sheet.vary(-0.3, 0.0)
    bodice = trapezoid(sheet.u, sheet.v, (-0.9, middle), (sheet.vary(0.2, 0.32), waist))
    skirt = trapezoid(sheet.u, sheet.v, (middle, 0.93), (waist, hem))
    outline = np.minimum(bodice, skirt)
    return np.maximum(outline, -_neck(sheet, sheet.vary(0.1, 0.3))), _none(sheet)


def _coat(sheet: Sheet) -> tuple[Plane, Plane]:
    half = sheet.vary(0.44, 0.56)
    hand = half + sheet.vary(0.16, 0.28), sheet.vary(0.45, 0.75)
    outline = _top(sheet, sheet.vary(0.74, 0.94), half, hand)
    lapel = stroke(abs(sheet.u), sheet.v, (0.2, -0.85), (0.02, sheet.vary(-0.4, -0.1)), 0.035)
    return outline, np.minimum(lapel, _line(sheet))


def _shirt(sheet: Sheet) -> tuple[Plane, Plane]:
    half, long = sheet.vary(0.42, 0.54), sheet.choose(0.6)
    reach = np.where(long, sheet.vary(0.18, 0.3), sheet.vary(0.18, 0.32))
    low = np.where(long, sheet.vary(0.3, 0.72), sheet.vary(-0.45, 0.1))
    outline = _top(sheet, sheet.vary(0.74, 0.9), half, (half + reach, low))
    collar = stroke(abs(sheet.u), sheet.v, (0.22, -0.8), (0.05, -0.62), 0.05)
    buttons = np.maximum(_line(sheet), np.float32(0.09) - abs(sheet.v * 4 - np.round(sheet.v * 4)))
    return outline, np.minimum(collar, np.where(sheet.choose(0.7), buttons, 1))


def _sole(sheet: Sheet, floor: Plane, thick: Plane | float) -> Plane:
    """Return the outline of a sole that stands on the row `floor`, toe to the left."""
    return box(sheet.u, sheet.v - floor + thick, sheet.vary(0.85, 0.96), thick)


def _sandal(sheet: Sheet) -> tuple[Plane, Plane]:
    floor, rise = sheet.vary(0.4, 0.6), sheet.vary(0.0, 0.45)
    v = sheet.v + rise * np.clip(sheet.u, 0, 1)
    outline = box(sheet.u, v - floor, 0.92, sheet.vary(0.06, 0.12))
    for foot in (-0.62, -0.2, 0.55):
        lean, high = sheet.vary(-0.2, 0.3), sheet.vary(0.3, 0.62)
        strap = stroke(sheet.u, v, (foot, floor), (foot + lean, floor - high), 0.06)
        outline = np.minimum(outline, strap)
    heel = stroke(sheet.u, sheet.v, (0.84, floor - rise), (0.82, floor), sheet.vary(0.05, 0.1))
    return np.minimum(outline, heel), _none(sheet)


def _sneaker(sheet: Sheet) -> tuple[Plane, Plane]:
    floor, high = sheet.vary(0.4, 0.58), sheet.vary(0.5, 0.68)
    wedge = (floor - high * (0.42 + 0.58 * np.clip(sheet.u + 0.35, 0, 0.75) / 0.75)) - sheet.v
    upper = np.maximum(wedge, np.maximum(abs(sheet.u) - 0.92, sheet.v - floor))
    toe = ellipse(sheet.u + 0.5, sheet.v - floor, 0.44, high * 0.5)
    body = np.minimum(np.maximum(upper, -0.5 - sheet.u), np.maximum(toe, sheet.v - floor))
    sole = _sole(sheet, floor + 0.12, 0.06)
    laces = stroke(sheet.u, sheet.v, (-0.35, floor - high * 0.4), (0.05, floor - high * 0.7), 0.06)
    return np.minimum(body, sole), np.minimum(laces, np.where(sheet.choose(0.5), sole, 1))


def _bag(sheet: Sheet) -> tuple[Plane, Plane]:
    top, half = sheet.vary(-0.35, 0.0), sheet.vary(0.68, 0.9)
    body = trapezoid(sheet.u, sheet.v, (top, sheet.vary(0.6, 0.85)), (half * 0.92, half))
    wide, high = half * sheet.vary(0.45, 0.75), sheet.vary(0.35, 0.6)
    handle = abs(ellipse(sheet.u, sheet.v - top, wide, high)) - 0.06
    flap = box(sheet.u, sheet.v - top - sheet.vary(0.15, 0.4), half, 0.03)
    return np.minimum(body, np.maximum(handle, sheet.v - top)), flap


def _boot(sheet: Sheet) -> tuple[Plane, Plane]:
    floor, top = sheet.vary(0.65, 0.82), sheet.vary(-0.9, -0.55)
    left = sheet.vary(-0.15, 0.1)
    shaft = np.maximum(
        np.maximum(left - sheet.u, sheet.u - 0.72), np.maximum(top - sheet.v, sheet.v - floor)
    )
    foot = ellipse(sheet.u + 0.1, sheet.v - floor, sheet.vary(0.72, 0.84), sheet.vary(0.45, 0.6))
    body = np.minimum(shaft, np.maximum(np.maximum(foot, sheet.v - floor), sheet.u - 0.72))
    heel = box(sheet.u - 0.52, sheet.v - floor - 0.05, 0.2, sheet.vary(0.1, 0.22))
    return np.minimum(body, heel), np.where(sheet.choose(0.4), heel, 1)


_GARMENTS: tuple[Callable[[Sheet], tuple[Plane, Plane]], ...] = (
    _t_shirt,
    _trouser,
    _pullover,
    _dress,
    _coat,
    _sandal,
    _shirt,
    _sneaker,
    _bag,
    _boot,
)
