"""Formulas as one line of plain text, which a terminal and a screen reader can show.

Letters and signs are Unicode's; what stands above, below and under a root is written in a line:
`z_i = (e^(x_i))/(∑_(j=1)^k e^(x_j))`.
"""

# ruff: noqa: RUF001 - these are the signs of mathematics

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from gradewright.reports.formulas import tree_of

_WORD = r"∂?[^\W_]+"
_TIGHT = re.compile(rf"{_WORD}|\d+\.\d+|\([^()]*\)")
_TIGHT_PART = re.compile(rf"{_WORD}(_[^\W_]+)?|[^\W_]+\([^()\s]*\)|\d+\.\d+|\([^()]*\)")
_SPACED = set("=+-×·⊙≤≥≠≈∼~∈→←⇒⇔<>≡∝∪∩⊂⊆±")
_OPENING, _CLOSING = set("([{⌊⌈⟨/"), set(")]}⌋⌉⟩,;.!/")
_LARGE = set("∑∏∫")
_SAME = str.maketrans({"−": "-", "⋅": "·", "⊤": "T", "′": "'", "\u2002": " ", "\xa0": " "})
_ACCENTS = {"^": "\u0302", "¯": "\u0304", "~": "\u0303", "˙": "\u0307", "→": "\u20d7"}
_WIDE, _GAP = 1.0, "\u2003"  # em; what is wider separates formulas

_FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$]+?)(?<!\\)\$", re.DOTALL)
_FENCED = re.compile(
    r"(^ *(?P<fence>```+|~~~+)[^\n]*\n.*?^ *(?P=fence) *$|`[^`\n]+`)", re.DOTALL | re.MULTILINE
)


def in_words(source: str) -> str:
    """Return a formula in LaTeX as one line of text; one that cannot be read as its source."""
    tree = tree_of(source, block=False)
    if tree is None:
        return source.strip()
    text = re.sub(r" +([,;.!)\]])", r"\1", re.sub(r" {2,}", " ", _row([tree])))
    return re.sub(rf"[ {_GAP}]*{_GAP}[ {_GAP}]*", "    ", text).strip()


def without_formulas(markdown: str) -> str:
    """Return Markdown with its formulas in words; code stays as it is."""
    pieces = _FENCED.split(markdown)
    # Of three pieces the first is prose, the second code, and the third the code's fence.
    prose = [_FORMULA.sub(_replaced, piece) for piece in pieces[::3]]
    code = pieces[1::3]
    return "".join(p + c for p, c in zip(prose, [*code, ""], strict=True))


def _replaced(found: re.Match[str]) -> str:
    if found["block"] is None:
        return in_words(found["inline"])
    return f"    {in_words(found['block'])}"


def _row(elements: list[ET.Element]) -> str:
    """Return elements side by side, with the blanks that a reader needs to tell them apart."""
    text, is_sign, is_word = "", True, False
    for element in _flat(elements):
        name, piece = _name(element), _text(element)
        if name == "mspace":
            text += _GAP if _em(element) >= _WIDE else " "
        elif name in {"mi", "mo"} and piece in _SPACED:
            is_sign = not _can_be_followed(text)
            blank = " " if text[-1:] in {",", ";"} else ""
            text += f"{blank}{piece}" if is_sign else f" {piece} "
            is_word = False
        elif piece:
            is_named = len(piece) > 1 and name in {"mi", "mtext"}
            apart = not is_sign and _is_apart(text, piece, is_named or is_word)
            text += f" {piece}" if apart else piece
            is_sign, is_word = False, name != "mo" and len(piece) > 1
    return text.strip(" ")


def _flat(elements: list[ET.Element]) -> Iterator[ET.Element]:
    """Yield elements, and in the place of a row what it holds."""
    for element in elements:
        if _name(element) in {"math", "mrow", "mstyle", "mpadded"}:
            yield from _flat(list(element))
        else:
            yield element


def _can_be_followed(text: str) -> bool:
    """Tell whether something stands there that a sign stands behind, not one that it begins."""
    last = text.rstrip()[-1:]
    return bool(last) and last not in _SPACED | _OPENING and last not in ",;|"


def _is_apart(text: str, piece: str, is_long: bool) -> bool:
    """Tell whether a blank belongs between what stands there and the next piece."""
    last = text[-1:]
    if not last or last.isspace() or last in _OPENING or piece[0] in _CLOSING:
        return False
    if last in ",;" or piece[0] in _LARGE:
        return True
    if piece[0] in _OPENING:
        return re.search(r"[∑∏∫]\S*$|(^| )-?\d+/\w+$", text) is not None
    return is_long or last in ")]"


def _text(element: ET.Element) -> str:
    """Return one element as text."""
    made = _STRUCTURES.get(_name(element))
    if made is not None:
        return made([_row([part]) for part in element])
    if _name(element) == "mtable":
        return "; ".join(", ".join(_row(list(cell)) for cell in row) for row in element)
    if len(element):
        return _row(list(element))
    return (element.text or "").strip().translate(_SAME)


def _script(text: str) -> str:
    """Return what stands above or below something: in brackets, unless it is one word."""
    close = re.sub(r" ([=+·×-]) ", r"\1", text)
    return close if _TIGHT.fullmatch(close) or len(close) == 1 else f"({close})"


def _part(text: str) -> str:
    """Return a side of a fraction: in brackets, unless it is one factor."""
    return text if _TIGHT_PART.fullmatch(text) or len(text) == 1 else f"({text})"


def _power(parts: list[str]) -> str:
    base, sign = parts
    return base + sign if set(sign) == {"'"} else f"{base}^{_script(sign)}"


def _over(parts: list[str]) -> str:
    base, sign = parts
    return base + _ACCENTS[sign] if sign in _ACCENTS and len(base) == 1 else _power(parts)


def _both(parts: list[str]) -> str:
    return f"{parts[0]}_{_script(parts[1])}^{_script(parts[2])}"


_STRUCTURES: dict[str, Callable[[list[str]], str]] = {
    "mfrac": lambda parts: f"{_part(parts[0])}/{_part(parts[1])}",
    "msqrt": lambda parts: f"√({' '.join(parts)})",
    "mroot": lambda parts: f"({parts[0]})^(1/{parts[1]})",
    "msub": lambda parts: f"{parts[0]}_{_script(parts[1])}",
    "munder": lambda parts: f"{parts[0]}_{_script(parts[1])}",
    "msup": _power,
    "mover": _over,
    "msubsup": _both,
    "munderover": _both,
}


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _em(space: ET.Element) -> float:
    """Return the width of a space in em."""
    found = re.match(r"(\d*\.?\d+)em", space.get("width", ""))
    return float(found[1]) if found else 0.0
