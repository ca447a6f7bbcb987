"""Prompts of an interactive Python (`>>>`, `In [3]:`) that were pasted along with the code."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from .lines import Span, logical_lines

_STARTS = re.compile(r"[ \t]*(?:>>>(?: |$)|In ?\[[ \d*]*\]:(?: |$))")
_GOES_ON = re.compile(r"[ \t]*(?:\.\.\.(?: |$)|\.{3,}:(?: |$))")
_PROMPT = re.compile(rf"{_STARTS.pattern}|{_GOES_ON.pattern}")
_OUTPUT = re.compile(r"[ \t]*Out ?\[[ \d*]*\]:")


@dataclass(slots=True)
class Unprompted:
    """Source without prompts: the indices of lines that lost theirs, and of those that kept it."""

    lines: list[str]
    taken: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)


def without_prompts(text: str) -> Unprompted | None:
    """Take prompts off the source, or off each statement that has them on all its lines.

    Only for source that Python refuses. What the statements had printed goes, too, unless it
    reads like code. None where there is no prompt.
    """
    if ">>>" not in text and "]:" not in text:
        return None
    found = Unprompted(text.split("\n"))
    if _STARTS.match(text.lstrip("\n")):
        # as IPython does it, which takes off what there is
        bare = [_OUTPUT.sub("#", _PROMPT.sub("", line)) for line in found.lines]
        if _is_whole("\n".join(bare)):
            return Unprompted(bare, [at for at, line in enumerate(found.lines) if line != bare[at]])
    spans = list(logical_lines(found.lines, lambda _: False))
    at = 0
    while at < len(spans):
        if _OUTPUT.match(found.lines[spans[at][0]]):
            found.lines[spans[at][0]] = ""
        at = _take(found, spans, at) if _STARTS.match(found.lines[spans[at][0]]) else at + 1
    return found if found.taken or found.kept else None


def _take(found: Unprompted, spans: list[Span], at: int) -> int:
    """Take the prompts off the statement at `spans[at]`; return where the next one begins."""
    end = at + 1
    while end < len(spans) and _GOES_ON.match(found.lines[spans[end][0]]):
        end += 1
    places = range(spans[at][0], spans[end - 1][1])
    bare = [_bare(found.lines[place], first=place == places[0]) for place in places]
    whole = [line for line in bare if line is not None]
    if len(whole) < len(bare) or not _is_whole("\n".join(whole)):
        found.kept.append(places[0])
        return end
    found.lines[places[0] : places[-1] + 1] = whole
    found.taken += places
    return _drop_output(found, spans, end)


def _bare(line: str, *, first: bool) -> str | None:
    prompt = (_STARTS if first else _GOES_ON).match(line)
    return None if prompt is None else line[prompt.end() :]


def _drop_output(found: Unprompted, spans: list[Span], at: int) -> int:
    """Blank the lines up to the next prompt or empty line, where they are no code."""
    end = at
    while end < len(spans):
        line = found.lines[spans[end][0]]
        if not line.strip() or _STARTS.match(line):
            break
        end += 1
    places = range(spans[at][0], spans[end - 1][1]) if end > at else range(0)
    if not _is_whole("\n".join(found.lines[place] for place in places)):
        for place in places:
            found.lines[place] = ""
    return end


def _is_whole(text: str) -> bool:
    if text.lstrip()[:1] in {"%", "!"}:
        return True
    try:
        ast.parse(text + "\n")
    except Exception:  # noqa: BLE001 - the parser refuses in many ways
        return False
    return True
