"""The bottom of the screen: a bar of points, and the keys that make sense just now."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.selfcheck.terminal.style import Style
from gradewright.selfcheck.terminal.tally import Tally
from gradewright.words.numbers import points

_LONGEST_BAR = 40
_SHORTEST_BAR = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done now, by key; "" for what makes no sense."""

    keys: tuple[tuple[str, str], ...]

    def line(self, style: Style) -> str:
        """Return the keys on one line, with as many words as fit."""
        full = " · ".join(f"[{key}] {say(f'terminal.key_{word}')}" for key, word in self.keys)
        if len(full) < style.width:
            return style.cut(full, style.width - 1)
        short = " ".join(f"{key}:{say(f'terminal.key_short_{word}')}" for key, word in self.keys)
        return style.cut(short, style.width - 1)

    def __contains__(self, key: str) -> bool:
        """Tell whether a key does something now."""
        return any(key == each for each, _ in self.keys)


def bar(tally: Tally, style: Style) -> str:
    """Return a bar of the points that passed here, with its numbers."""
    numbers = say("terminal.bar", earned=points(tally.earned), here=points(tally.here))
    room = style.width - len(numbers) - 2
    size = min(_LONGEST_BAR, room)
    if size < _SHORTEST_BAR or not tally.here:
        return style.cut(numbers, style.width)
    filled = int(size * tally.earned / tally.here + 1e-9)
    full, empty = ("#", "-") if style.ascii else ("█", "░")
    return f"{style.paint('PASS', full * filled)}{empty * (size - filled)}  {numbers}"
