"""A cell's outputs as pieces to show: text, pictures, and quiet notes in place of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html

from gradewright.phrases import say
from gradewright.reports.notebook_cells import text_of
from gradewright.reports.sound_images import KINDS, data_url
from gradewright.words.printable import clean, one_line

_LONGEST = 10_000  # characters of one text
_MOST = 30  # outputs of one cell
_COLOUR = re.compile(r"\x1b\[([0-9;]{0,40})m")
_NAMED = re.compile(r"[0-9]{1,2}|10[0-7]")
_NAMES = {
    "text/html": "HTML",
    "image/svg+xml": "SVG",
    "text/latex": "LaTeX",
    "application/javascript": "JavaScript",
}


@dataclass(frozen=True, slots=True)
class Output:
    """One piece: `text` as HTML, or `image` as a data link, or `note` in plain words."""

    text: Markup | None = None
    image: Markup | None = None
    note: str = ""
    error: bool = False


def shown_outputs(outputs: tuple[dict[str, Any], ...]) -> Iterator[Output]:
    """Yield what to show of a cell's outputs, in order."""
    for output in outputs[:_MOST]:
        kind = output.get("output_type")
        if kind == "stream":
            yield from _text(text_of(output.get("text")), error=output.get("name") == "stderr")
        elif kind == "error":
            yield from _text(_traceback(output), error=True)
        elif isinstance(output.get("data"), dict):
            yield from _rich(output["data"])
    if len(outputs) > _MOST:
        yield Output(note=say("report.copy_outputs_cut", count=len(outputs) - _MOST))


def terminal_html(text: str) -> Markup:
    """Return terminal text as HTML: plain colours kept, every other escape dropped."""
    pieces = _COLOUR.split(text)
    for i, piece in enumerate(pieces):
        pieces[i] = f"\x1b[{_named_only(piece)}m" if i % 2 else clean(piece)
    html = ansi2html("".join(pieces))  # type: ignore[no-untyped-call]
    return Markup(html)  # noqa: S704 - ansi2html escapes the text itself


def _named_only(codes: str) -> str:
    """Return the codes of the sixteen named colours and of bold and the like; others reset."""
    parts = codes.split(";")
    if "38" in parts or "48" in parts:  # a colour by number: it may vanish on our background
        return "0"
    return ";".join(part for part in parts if _NAMED.fullmatch(part))


def _text(text: str, *, error: bool = False) -> Iterator[Output]:
    """Yield a text, cut where it is too long."""
    if text.strip():
        yield Output(text=terminal_html(text[:_LONGEST]), error=error)
    if len(text) > _LONGEST:
        yield Output(note=say("report.cut", count=f"{len(text) - _LONGEST:,}"))


def _traceback(output: dict[str, Any]) -> str:
    lines = output.get("traceback")
    if isinstance(lines, list) and lines:
        return "\n".join(line for line in lines if isinstance(line, str))
    return f"{text_of(output.get('ename'))}: {text_of(output.get('evalue'))}"


def _rich(data: dict[str, Any]) -> Iterator[Output]:
    """Yield the one form of a display that can be shown."""
    for kind in KINDS:
        source = data_url(kind, data.get(kind))
        if source:
            yield Output(image=source)
            return
    text = text_of(data.get("text/plain"))
    if text.strip():
        yield from _text(text)
    elif data:
        kind = next(iter(data))
        name = _NAMES.get(kind, one_line(kind, 60))
        yield Output(note=say("report.copy_left_out", kind=name))
