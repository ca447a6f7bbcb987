"""What went wrong while a submission was loaded: keys and values, never sentences."""

from __future__ import annotations

from .places import Cell

_MOST_PROBLEMS = 50
_LONGEST_VALUE = 300
_CLASS_NAME = type.__dict__["__name__"].__get__

Plain = list[object]


def printable(text: object) -> str:
    """Return text that can be encoded and is not endless, whatever an object's `str` does."""
    try:
        clean = str(text)[:_LONGEST_VALUE].encode("utf-8", "replace").decode("utf-8")
    except BaseException:  # noqa: BLE001 - a student's __str__ may raise anything
        return ""
    return clean.replace("\0", "?")


def type_name(value: object) -> str:
    """Return the name of a value's class, past a metaclass that answers for it."""
    return printable(_CLASS_NAME(type(value)))


def described(error: BaseException) -> str:
    """Return an exception's type and text."""
    name, text = type_name(error), printable(error)
    return f"{name}: {text}" if text else name


class Problems:
    """Collects problems in the order they were met, each once, up to a cap."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Plain] = {}
        self._left_out = 0

    def add(self, kind: str, cell: Cell, line: int | None, **values: object) -> None:
        """Note a problem: `kind` is a key of the catalogue's table of load phrases."""
        said = {key: printable(value) for key, value in values.items()}
        key = (kind, cell.file, cell.number, line, *said.values())
        if key in self._found:
            return
        if len(self._found) >= _MOST_PROBLEMS:
            self._left_out += 1
            return
        self._found[key] = [kind, printable(cell.file), cell.number, line, said]

    def __bool__(self) -> bool:
        return bool(self._found)

    def plain(self, last: Cell) -> list[Plain]:
        """Return the problems as lists; a last one counts those over the cap."""
        found = list(self._found.values())
        if self._left_out:
            more = {"count": str(self._left_out)}
            found.append(["more", printable(last.file), None, None, more])
        return found
