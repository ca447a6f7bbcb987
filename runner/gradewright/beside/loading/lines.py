"""Where logical lines begin in source that Python's own parser refuses.

Brackets, strings and backslashes are followed as far as needed to tell a new line of code from
a line that continues one. After an unclosed bracket the next top-level `def`, `class` or import
starts afresh.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]

_TOKEN = re.compile(r"""#|'{3}|"{3}|'|"|[\[({]|[\])}]""")
_CLOSING = {quote: re.compile(r"\\.|" + quote, re.DOTALL) for quote in ("'", '"', "'" * 3, '"' * 3)}
_FRESH = re.compile(r"(?:async\s+def|def|class|import)\s+\w|from\s+[\w.]+\s+import\b|@[A-Za-z_]")
_BEGINS = re.compile(r"[A-Za-z_][\w.]*\s*(?:=(?!=)|\()|(?:for|if|while|with|try)\b.*:\s*$")
_OPENS_BLOCK = re.compile(r".*:\s*(?:#.*)?")
_COMPOUND = re.compile(r"@|(?:async|def|class|if|elif|else|for|while|try|except|with|match)\b")
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b|[\])}]")


@dataclass(slots=True)
class Scanner:
    """What is still open after the lines fed so far."""

    depth: int = 0
    quote: str = ""
    joined: bool = False

    @property
    def open(self) -> bool:
        """Tell whether the next line continues this one."""
        return self.depth > 0 or bool(self.quote) or self.joined

    def feed(self, line: str) -> None:
        """Follow one physical line (without its newline)."""
        self.joined = False
        at = self._leave_string(line, 0) if self.quote else 0
        while 0 <= at < len(line):
            token = _TOKEN.search(line, at)
            if token is None or token[0] == "#":
                break
            at = self._take(token, line)
        if not self.quote and at >= 0 and line.endswith("\\"):
            self.joined = True

    def _take(self, token: re.Match[str], line: str) -> int:
        if token[0] in _CLOSING:
            self.quote = token[0]
            return self._leave_string(line, token.end())
        self.depth = max(0, self.depth + (1 if token[0] in "[({" else -1))
        return token.end()

    def _leave_string(self, line: str, at: int) -> int:
        """Return where the open string ends, or -1 when the line ends first."""
        for token in _CLOSING[self.quote].finditer(line, at):
            if token[0] == self.quote:
                self.quote = ""
                return token.end()
        if len(self.quote) == 1 and not line.endswith("\\"):
            self.quote = ""
        return -1


def logical_lines(lines: list[str], alone: Callable[[str], bool]) -> Iterator[Span]:
    """Yield (start, stop) of each logical line; a line that `alone` accepts is taken unread."""
    start = 0
    while start < len(lines):
        stop = start + 1
        if alone(lines[start]):
            while lines[stop - 1].endswith("\\") and stop < len(lines):
                stop += 1
        else:
            stop = _follow(lines, start)
        yield start, stop
        start = stop


def _follow(lines: list[str], start: int) -> int:
    scanner = Scanner()
    scanner.feed(lines[start])
    stop = start + 1
    while scanner.open and stop < len(lines):
        if not scanner.quote and _FRESH.match(lines[stop]):
            break
        scanner.feed(lines[stop])
        stop += 1
    return stop


def top_level_pieces(lines: list[str]) -> list[Span]:
    """Split source at the lines where a top-level statement begins, decorators included."""
    starts = [0]
    decorated, inside = False, False
    for start, stop in logical_lines(lines, lambda _: False):
        line = lines[start]
        if not line.strip() or line.lstrip()[0] == "#":
            continue
        indented = line[0] in " \t\f"
        if not (indented and inside):
            if not decorated and not _CONTINUES.match(line):
                starts.append(start)
            decorated = line[0] == "@"
            # an indented line where no block is open breaks only itself
            inside = indented or bool(_OPENS_BLOCK.fullmatch(lines[stop - 1]))
    return _spans(starts, len(lines))


def rough_pieces(lines: list[str], span: Span) -> list[Span]:
    """Split a piece that cannot be read wherever a top-level statement seems to begin.

    For pieces in which an unclosed string or bracket hides where statements end.
    """
    starts = [span[0]]
    decorated = False
    # without its `else` a block would mean something else, so it stays with it
    block = _OPENS_BLOCK.fullmatch(lines[span[0]]) or _COMPOUND.match(lines[span[0]])
    for at in range(*span):
        stray = not block and _CONTINUES.match(lines[at])
        if stray or _FRESH.match(lines[at]) or _BEGINS.match(lines[at]):
            if not decorated:
                starts.append(at)
            decorated = lines[at][0] == "@"
    return _spans(starts, span[1])


def _spans(starts: list[int], end: int) -> list[Span]:
    ordered = sorted(set(starts))
    return [(a, b) for a, b in zip(ordered, [*ordered[1:], end], strict=True) if a < b]
