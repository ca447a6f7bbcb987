"""How each series of a plot looks: its tone, its mark, and what lies in front of what.

The student's series are strong and in front; the reference is a broad, pale ghost behind them, so
that both are seen where they coincide; figures printed in the course are hollow diamonds. Tones
differ for the colour-blind, and clouds of points differ in shape as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradewright.results import Series

TONES = 10
_GHOSTS = 3
_DEPTH = {"data": 0, "reference": 1, "printed": 2, "student": 3}
_LINES = {"line": "line", "dashes": "line dashes"}
_SHAPES = ("dot", "square", "triangle", "diamond", "cross")


@dataclass(frozen=True, slots=True)
class Style:
    """How a series is drawn: `tone` and `line` are CSS classes, `mark` names a marker.

    `line` is empty for mere points. Series of a higher `depth` are drawn later, in front; `slot`
    counts the tones that were taken before.
    """

    tone: str
    line: str
    mark: str
    depth: int
    slot: int


def styles(series: Sequence[Series]) -> tuple[Style, ...]:
    """Return the style of each series of a plot.

    Each kind of series (whose, look) takes the tones in turn, so that the reference's second line
    is the ghost of the student's second. Series of one kind and name share a tone, and so do all
    of one group, whatever their kind.
    """
    seen: dict[tuple[str, str], list[str]] = {}
    slots: dict[str, int] = {}
    found = []
    for one in series:
        kind = seen.setdefault((one.whose, one.look), [])
        key = one.group or one.name
        if key not in kind:
            kind.append(key)
        slot = kind.index(key) + (one.whose == "data")
        found.append(_style(one, slots.setdefault(one.group, slot) if one.group else slot))
    return tuple(found)


def _style(one: Series, slot: int) -> Style:
    line = _LINES.get(one.look, "")
    rings = one.look == "rings"
    depth = 2 * _DEPTH[one.whose] + rings
    if one.whose == "reference":
        tone = f"r{slot % _GHOSTS}"
        return Style(tone, f"ghost {line}" if line else "", f"{tone}-{_ghost(rings)}", depth, slot)
    if one.whose == "printed":
        return Style("p0", f"fine {line}" if line else "", "p0-printed", depth, slot)
    tone = f"c{slot % TONES}"
    thin = "fine " if one.whose == "data" else ""
    shape = "ring" if rings else _SHAPES[slot % len(_SHAPES)]
    return Style(tone, thin + line if line else "", f"{tone}-{shape}", depth, slot)


def _ghost(rings: bool) -> str:
    return "halo" if rings else "ghost"
