"""A badge with the score: a picture, and the JSON of which shields.io makes one."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from gradewright.exports.told import Told
from gradewright.phrases import say
from gradewright.words.numbers import points
from gradewright.words.printable import one_line

_COLOURS = ((1.0, "2e7d32"), (0.75, "558b2f"), (0.5, "b26a00"), (0.0, "c62828"))
_GREY = "616161"
_PER_LETTER, _PAD = 7, 12
_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{all}">
<title>{all}</title>
<rect width="{left}" height="20" rx="3" fill="#424242"/>
<rect x="{left}" width="{right}" height="20" rx="3" fill="#{colour}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{middle_left}" y="14">{label}</text>
<text x="{middle_right}" y="14">{message}</text>
</g>
</svg>
"""


def badge_svg(told: Told) -> str:
    """Return the picture; it names assignment and score, and nothing of a student's."""
    label, message = one_line(told.title, 40), _message(told)
    left, right = _width(label), _width(message)
    return _TEMPLATE.format(
        all=escape(f"{label}: {message}", {'"': "&quot;"}),
        label=escape(label),
        message=escape(message),
        colour=_colour(told),
        left=left,
        right=right,
        width=left + right,
        middle_left=left // 2,
        middle_right=left + right // 2,
    )


def badge_json(told: Told) -> str:
    """Return the document for the endpoint badge of shields.io."""
    badge = {
        "schemaVersion": 1,
        "label": one_line(told.title, 40),
        "message": _message(told),
        "color": _colour(told),
    }
    return json.dumps(badge, ensure_ascii=False) + "\n"


def _message(told: Told) -> str:
    if told.status != "graded":
        return say("exports.badge_none")
    return f"{points(told.score)} / {points(told.max_score)}"


def _colour(told: Told) -> str:
    if told.status != "graded":
        return _GREY
    return next(colour for least, colour in _COLOURS if told.share >= least)


def _width(text: str) -> int:
    return _PAD + _PER_LETTER * len(text)
