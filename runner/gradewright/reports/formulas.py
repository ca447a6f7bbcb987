"""Formulas as MathML, which browsers typeset themselves: no script, no font, nothing to load.

What a student wrote between dollar signs is converted by a library and then built anew from the
elements and attributes that formulas need: nothing else can come through.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert
from markupsafe import Markup, escape

_LONGEST = 1500
# Environments that the library does not know, written as one that it does.
_ALIGNED = re.compile(r"(\\(?:begin|end)\{)(?:aligned|split)(\})")
_DEEPEST = 60
_ELEMENTS = re.compile(
    "math|mrow|mi|mn|mo|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|msub|msup|msubsup|munder|mover"
    "|munderover|mtable|mtr|mtd|mpadded|mphantom|menclose"
)
_ATTRIBUTES = re.compile(
    "display|mathvariant|stretchy|fence|form|separator|accent|accentunder|lspace|rspace|minsize"
    "|maxsize|largeop|movablelimits|linethickness|columnalign|rowspacing|columnspacing"
    "|displaystyle|scriptlevel|width|height|depth|notation|symmetric"
)
_VALUE = re.compile(r"[\w .%+-]{0,40}", re.ASCII)
_LENGTHS = {
    "width": 40.0,
    "lspace": 10.0,
    "rspace": 10.0,
    "height": 5.0,
    "depth": 5.0,
    "minsize": 5.0,
    "linethickness": 0.5,
    "rowspacing": 3.0,
    "columnspacing": 10.0,
}  # the largest a student may ask for, in em
_LENGTH = re.compile(r"([+-]?)(\d*\.?\d+) *([a-z%]*)", re.ASCII)
_IN_EM = {"em": 1.0, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "pc": 1.0, "mu": 1 / 18}
_IN_EM |= {"cm": 2.4, "mm": 0.24, "in": 6.0}
_NAMESPACE = re.compile(r"\{[^}]*\}")


@lru_cache(maxsize=2000)
def typeset(source: str, *, block: bool) -> Markup:
    """Return a formula as MathML; one that cannot be converted is shown as its source."""
    text = source.strip()
    plain = Markup('<code class="math">{}</code>').format(text)
    tree = tree_of(text, block=block)
    if tree is None:
        return plain
    try:
        return Markup(_rebuilt(tree, 0))  # noqa: S704 - every piece was escaped
    except (ValueError, RecursionError):
        return plain


def tree_of(source: str, *, block: bool) -> ET.Element | None:
    """Return a formula as the library's MathML, None where it cannot be converted."""
    text = source.strip()
    if not text or len(text) > _LONGEST:
        return None
    known = _ALIGNED.sub(r"\1align*\2", text)
    try:
        return ET.fromstring(convert(known, display="block" if block else "inline"))  # noqa: S314 - the library's output, no entities: it writes none
    except Exception:  # noqa: BLE001 - the converter meets anything that students type
        return None


def _rebuilt(element: ET.Element, depth: int) -> str:
    """Return an element of a formula with what belongs to formulas.

    Raises:
        ValueError: it is something else, or nested too deep.
    """
    name = _NAMESPACE.sub("", element.tag)
    if not _ELEMENTS.fullmatch(name) or depth > _DEEPEST:
        raise ValueError(name)
    kept = "".join(
        f' {key}="{escape(_capped(key, value))}"'
        for key, value in element.attrib.items()
        if _ATTRIBUTES.fullmatch(key) and _VALUE.fullmatch(value)
    )
    inner = str(escape(element.text or ""))
    for child in element:
        inner += _rebuilt(child, depth + 1) + str(escape((child.tail or "").strip()))
    return f"<{name}{kept}>{inner}</{name}>"


def _capped(key: str, value: str) -> str:
    """Return the value of an attribute; lengths no larger than a page can bear."""
    if key not in _LENGTHS:
        return value
    return _LENGTH.sub(lambda found: _short(found, _LENGTHS[key]), value)


def _short(length: re.Match[str], most: float) -> str:
    """Return a length, or the largest one of its sign; negative ones reach a tenth as far."""
    sign, number, unit = length.groups()
    if unit == "%":
        return f"{sign}{min(float(number), 100.0):g}%"
    limit = most / 10 if sign == "-" else most
    within = float(number) * _IN_EM.get(unit, 1.0) <= limit
    return length[0] if within else f"{sign}{limit:g}em"
