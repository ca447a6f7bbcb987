"""A wrong variant as a difference: what it defines otherwise than a correct solution."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradewright.authoring.module import Statement, statements_of
from gradewright.errors import CourseError
from gradewright.grading.collected import syntax_error

_OVER = re.compile(r"^#[ \t]*over:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_WITHOUT = re.compile(r"^#[ \t]*without:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_WHOLE = "Or hand in the whole file, without `# over:`"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a variant's file says: the base that it is over, what it takes out, what it defines.

    `head` is its docstring with the comments below, as the whole shows them.
    """

    file: Path
    over: str
    without: tuple[str, ...]
    head: str
    lines: tuple[str, ...]
    statements: tuple[Statement, ...]

    def error(self, line: int, found: str, allowed: str) -> CourseError:
        """Return the error for a line of this file."""
        return CourseError(self.file, f"line {line}", found, allowed)

    def text_of(self, statement: Statement) -> str:
        """Return a statement with the comments directly above."""
        return "\n".join(self.lines[statement.first : statement.last])


def over_of(file: Path) -> str:
    """Return the name of the base that a variant is a difference over; "" for a whole file."""
    if file.suffix != ".py":
        return ""
    match = _OVER.search(_head(file.read_text(encoding="utf-8-sig", errors="replace")))
    return match[1] if match else ""


def _head(text: str) -> str:
    """Return the lines before a module's first statement."""
    try:
        statements = statements_of(text)
    except (SyntaxError, ValueError):
        return text
    lines = text.split("\n")
    until = statements[0].line - 1 if statements else len(lines)
    return "\n".join(lines[:until])


def read_difference(file: Path) -> Difference:
    """Read the file of a variant that has a line `# over:`.

    Raises:
        CourseError: it is no Python, or defines a name twice.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        statements = statements_of(text)
    except (SyntaxError, ValueError) as error:
        raise syntax_error(file, error) from error
    lines = text.split("\n")
    head = _head(text)
    over, without = _OVER.search(head), _WITHOUT.search(head)
    names = re.split(r"[,\s]+", without[1]) if without else []
    # A remark about the first statement goes with it, the header does not.
    last_mark = max((m.end() for m in (over, without) if m), default=0)
    header = head.count("\n", 0, last_mark) + 1
    kept = [_below(statement, header) for statement in statements]
    until = kept[0].first if kept else len(lines)
    shown = [line for line in lines[:until] if not _OVER.match(line) and not _WITHOUT.match(line)]
    difference = Difference(
        file,
        over[1] if over else "",
        tuple(name for name in names if name),
        "\n".join(shown).strip(),
        tuple(lines),
        tuple(kept),
    )
    _check_names(difference)
    return difference


def _below(statement: Statement, header: int) -> Statement:
    first = max(statement.first, min(header, statement.line - 1))
    return Statement(
        statement.names, statement.binds, statement.line, first, statement.last, statement.tree
    )


def _check_names(difference: Difference) -> None:
    lines: dict[str, int] = {}
    for statement in difference.statements:
        for name in statement.names:
            if name in lines:
                found = f"{name}, which line {lines[name]} defines, too"
                raise difference.error(statement.line, found, f"one definition a name. {_WHOLE}")
            lines[name] = statement.line


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement of the base, and in which of its pieces it stands."""

    piece: int
    statement: Statement


class _Rebuilding:
    """Puts the statements of a difference into the pieces of its base."""

    def __init__(self, difference: Difference, pieces: Sequence[str], *, is_script: bool) -> None:
        self.difference, self.is_script = difference, is_script
        self.pieces = [piece.split("\n") for piece in pieces]
        self.places = [
            _Place(number, statement)
            for number, piece in enumerate(pieces)
            for statement in self._statements(piece)
        ]
        # Lines of a piece to be replaced, from first up to last, by a text; in any order.
        self.edits: list[tuple[int, int, int, str]] = []

    def _statements(self, piece: str) -> list[Statement]:
        """Return a piece's statements; of a cell that is no Python there are none to replace."""
        try:
            return statements_of(piece)
        except (SyntaxError, ValueError) as error:
            if not self.is_script:
                return []
            found = f"{self.difference.over}, which is no Python ({error})"
            raise self.difference.error(1, found, "a correct variant") from error

    def run(self) -> list[str]:
        """Return the pieces of the whole."""
        replaced = [self._replaced(statement) for statement in self.difference.statements]
        for statement, place in zip(self.difference.statements, replaced, strict=True):
            if place is not None:
                self._edit(place, self.difference.text_of(statement), statement.line)
        for number, statement in enumerate(self.difference.statements):
            if replaced[number] is None:
                self._add(statement, replaced[:number], replaced[number:])
        self._take_out()
        for piece, first, last, text in sorted(self.edits, key=lambda e: e[:2], reverse=True):
            self.pieces[piece][first:last] = text.split("\n") if text else []
        return ["\n".join(lines) for lines in self.pieces]

    def _at(self, place: _Place) -> str:
        """Return where a statement of the base stands, as messages say it."""
        cell = "" if self.is_script else f"code cell {place.piece + 1}, "
        return f"{cell}line {place.statement.line} of {self.difference.over}"

    def _replaced(self, statement: Statement) -> _Place | None:
        """Return the statement of the base that one of the difference takes the place of.

        Raises:
            CourseError: it cannot be told which.
        """
        found = [p for p in self.places if p.statement.binds & statement.names]
        if not statement.names:
            self._check_nameless(statement)
            return None
        if not found:
            return None
        if len(found) > 1:
            said = f"{statement.what}, bound in {' and in '.join(map(self._at, found))}"
            raise self.difference.error(statement.line, said, f"names that it binds once. {_WHOLE}")
        if found[0].statement.names != statement.names:
            theirs = ", ".join(sorted(found[0].statement.binds))
            said = f"{statement.what}, where {self._at(found[0])} binds {theirs}"
            allowed = "a statement that binds the same names"
            if statement.is_import:
                allowed += ", or an import of nothing but new ones"
            raise self.difference.error(statement.line, said, f"{allowed}. {_WHOLE}")
        return found[0]

    def _check_nameless(self, statement: Statement) -> None:
        same = ast.dump(statement.tree)
        for place in self.places:
            if not place.statement.names and ast.dump(place.statement.tree) == same:
                said = f"{self._at(place)} again"
                allowed = f"only what differs: a statement without a name is added. {_WHOLE}"
                raise self.difference.error(statement.line, said, allowed)

    def _add(
        self, statement: Statement, before: Sequence[_Place | None], after: Sequence[_Place | None]
    ) -> None:
        """Add a statement that takes no other's place, where its neighbours say.

        It goes above the one that follows it in the difference, where there is none below the one
        that precedes it, and to the end where it is alone. Imports join those of the base.
        """
        text = self.difference.text_of(statement)
        imports = [place for place in self.places if place.statement.is_import]
        below = next((place for place in after if place is not None), None)
        above = next((place for place in reversed(before) if place is not None), None)
        if statement.is_import and imports:
            place = _end_of_run(imports, self.places)
            self._insert(place.piece, place.statement.last, text)
        elif statement.is_import:
            self._insert(0, self._start(0), text)
        elif below is not None:
            gap = _gap(statement, below.statement)
            self._insert(below.piece, below.statement.first, text + gap)
        elif above is not None:
            gap = _gap(statement, above.statement)
            self._insert(above.piece, above.statement.last, gap + text)
        else:
            gap = _gap(statement, statement)
            self._insert(len(self.pieces) - 1, len(self.pieces[-1]), gap + text)

    def _start(self, piece: int) -> int:
        """Return the first line of a piece's first statement."""
        firsts = [place.statement.first for place in self.places if place.piece == piece]
        return min(firsts, default=0)

    def _insert(self, piece: int, at: int, text: str) -> None:
        for number, (other, first, last, known) in enumerate(self.edits):
            if other == piece and first == last == at:
                self.edits[number] = (piece, at, at, f"{known}\n{text}")
                return
        self.edits.append((piece, at, at, text))

    def _take_out(self) -> None:
        """Take out what the difference says that it is without."""
        line = next((n for n, t in enumerate(self.difference.lines, 1) if _WITHOUT.match(t)), 1)
        gone = set(self.difference.without)
        for name in self.difference.without:
            found = [place for place in self.places if name in place.statement.binds]
            names = ", ".join(sorted({n for p in self.places for n in p.statement.names}))
            if not found:
                said = f"without: {name}, which {self.difference.over} does not define"
                raise self.difference.error(line, said, f"some of {names}")
            for place in found:
                if not place.statement.names or not place.statement.names <= gone:
                    theirs = ", ".join(sorted(place.statement.binds))
                    said = f"without: {name}, where {self._at(place)} binds {theirs}"
                    raise self.difference.error(line, said, f"all of its names. {_WHOLE}")
                self._edit(place, "", line)

    def _edit(self, place: _Place, text: str, line: int) -> None:
        """Put a text in the place of a statement of the base, which has its lines for itself."""
        mine, piece = place.statement, place.piece
        for other in self.places:
            theirs = other.statement
            is_beside = theirs.first < mine.last and mine.first < theirs.last
            if other.piece == piece and theirs is not mine and is_beside:
                said = f"{mine.what}, which shares {self._at(place)} with {theirs.what}"
                raise self.difference.error(line, said, f"statements in own lines. {_WHOLE}")
        edit = (piece, mine.first, mine.last, text)
        if edit not in self.edits:
            self.edits.append(edit)


def rebuilt_script(difference: Difference, base: str) -> str:
    """Return the whole that a difference makes of a script.

    Raises:
        CourseError: which statement of the base it replaces cannot be told.
    """
    (text,) = _Rebuilding(difference, [base], is_script=True).run()
    tree, lines = ast.parse(text), text.split("\n")
    if ast.get_docstring(tree) is not None:
        lines = lines[tree.body[0].end_lineno or 0 :]
    return "\n".join([difference.head, *lines]).strip("\n") + "\n"


def rebuilt_cells(difference: Difference, cells: Sequence[str]) -> list[str]:
    """Return the code cells that a difference makes of a notebook's.

    Raises:
        CourseError: which statement of the base it replaces cannot be told.
    """
    return _Rebuilding(difference, cells, is_script=False).run()


def _gap(one: Statement, other: Statement) -> str:
    """Return the empty lines between two statements: two around functions and classes."""
    return "\n\n" if one.is_definition or other.is_definition else ""


def _end_of_run(imports: Sequence[_Place], places: Sequence[_Place]) -> _Place:
    """Return the last of the imports that stand together at the first one."""
    start = places.index(imports[0])
    last = imports[0]
    for place in places[start:]:
        if place.piece != last.piece or not place.statement.is_import:
            break
        last = place
    return last
