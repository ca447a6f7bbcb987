"""From a cell's source to its top-level statements, keeping all that can be kept."""

from __future__ import annotations
import __future__

import ast
import posixpath
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType
from typing import Literal

from .bindings import Defined, Effects, effects
from .lines import Span, rough_pieces, top_level_pieces
from .magics import Note, open_cell, repair
from .marimo import unfolded
from .newer import HERE, newer_syntax
from .places import Cell, remember_source, source_line
from .problems import Problems, type_name
from .prompts import without_prompts
from .python2 import old_spelling
from .runs import is_of_shell, run_file

Kind = Literal["import", "definition", "other"]

_DEFINED_NAME = re.compile(
    r"^(?:>>> |In ?\[\d*\]: )?(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE
)
_MOST_REPORTED = 5
# an annotation that names a missing package must not cost the function
_LATE_ANNOTATIONS = __future__.annotations.compiler_flag


@dataclass(slots=True, eq=False)
class Statement:
    """One top-level statement of a submission.

    `flags` are the `from __future__` imports in force. `code` is compiled when first asked for.
    """

    cell: Cell
    node: ast.stmt
    kind: Kind
    effects: Effects
    flags: int = 0
    code: CodeType | None = None
    broken: bool = False

    @property
    def line(self) -> int:
        """Return the line that the statement begins at."""
        return self.node.lineno


Sources = Callable[[str], list[Cell] | None]


@dataclass(slots=True)
class Written:
    """A file that cells write: its text, the cells it came from, whether it `adds` to another."""

    text: str = ""
    adds: bool = False
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """What cells were read into: statements in order, and files that `%%writefile` wrote."""

    statements: list[Statement] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)


def _no_source(_path: str) -> None:
    """Know no other file."""


def read_cells(cells: list[Cell], problems: Problems, sources: Sources = _no_source) -> Read:
    """Read cells into statements; what Python cannot read is noted and left out.

    Args:
        cells: those of a notebook, or a script as one.
        problems: where problems are noted.
        sources: finds the cells of another file by its path, for `%run` and its like; a file
            that it does not know is None.
    """
    reader = _Reader(problems, sources)
    with quietly():
        reader.add(cells)
    return reader.read


@dataclass(slots=True)
class _Reader:
    problems: Problems
    sources: Sources
    read: Read = field(default_factory=Read)
    flags: int = 0
    # the files that are being read, for two that run each other
    open: list[str] = field(default_factory=list)

    def add(self, cells: list[Cell]) -> None:
        for cell in cells:
            body = _body(cell, self.read, self.problems)
            walrus = ":=" in body.source
            for node in parse_cell(body, self.problems):
                if not self._runs_another(node, body):
                    self._add_statement(node, body, walrus=walrus)

    def _add_statement(self, node: ast.stmt, cell: Cell, *, walrus: bool) -> None:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            self.flags |= _future_flags(node)
        found = effects(node, walrus=walrus)
        statement = Statement(cell, node, kind_of(node), found, self.flags)
        self.read.statements.append(statement)
        if _is_stray(node):
            compiled(statement, self.problems)  # which says what is wrong with it

    def _runs_another(self, node: ast.stmt, cell: Cell) -> bool:
        """Read the file that a statement runs in the submission's namespace, in its place."""
        path = run_file(node)
        if path is None:
            for inner in _inner_runs(node, cell):
                self._runs_another(inner, cell)
            return False
        written = self.read.written.get(posixpath.normpath(path))
        cells = written.cells if written else self.sources(path)
        if cells is None:
            self.problems.add("run_missing", cell, node.lineno, path=path)
        elif cells and cells[0].file not in self.open:
            self.open.append(cells[0].file)
            self.add(cells)
            self.open.pop()
        return True


def _inner_runs(node: ast.stmt, cell: Cell) -> list[ast.Expr]:
    """Return the `%run` lines inside of a block, which are read before it."""
    if "run_line_magic" not in cell.source and "%run" not in cell.source:
        return []
    if not isinstance(node, (ast.If, ast.Try, ast.With, ast.For)):
        return []
    inner = (n for n in ast.walk(node) if isinstance(n, ast.Expr) and run_file(n))
    return [n for n in inner if isinstance(n.value, ast.Call) and is_of_shell(n.value)]


def _body(cell: Cell, read: Read, problems: Problems) -> Cell:
    """Return the cell as Python code to load: nothing is left of a `%%bash` cell."""
    text = cell.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-8", "replace").decode("utf-8")
    opened = open_cell(text)
    body = Cell(cell.file, cell.number, opened.text)
    if opened.skipped:
        problems.add("cell_skipped", cell, 1, magic=opened.skipped)
    if opened.writes:
        earlier = read.written.get(opened.writes) if opened.appends else None
        file = read.written[opened.writes] = earlier or Written(adds=opened.appends)
        file.text += opened.text[opened.begins :] + "\n"
        file.cells.append(body)
        return Cell(cell.file, cell.number, "")
    return body


def kind_of(node: ast.stmt) -> Kind:
    """Return what kind of top-level statement this is."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "import"
    return "definition" if isinstance(node, Defined) else "other"


def _is_stray(node: ast.stmt) -> bool:
    """Tell whether a top-level statement can only stand in a function or a loop."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, (ast.Yield, ast.YieldFrom))
    return isinstance(node, (ast.Return, ast.Break, ast.Continue))


def _future_flags(node: ast.ImportFrom) -> int:
    flags = 0
    for alias in node.names:
        feature = getattr(__future__, alias.name, None)
        flags |= getattr(feature, "compiler_flag", 0)
    return flags


@contextmanager
def quietly() -> Iterator[None]:
    """Keep the compiler's remarks on a student's style from the log."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def compiled(statement: Statement, problems: Problems) -> CodeType | None:
    """Return the statement's code, or None, with a note, when Python cannot compile it."""
    if statement.code is None and not statement.broken and statement.kind != "import":
        module = ast.Module([statement.node], [])
        name, flags = statement.cell.code_name, statement.flags
        if not isinstance(statement.node, ast.ClassDef):
            flags |= _LATE_ANNOTATIONS
        if statement.kind == "other" and statement.cell.number is not None:
            flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        try:
            statement.code = compile(module, name, "exec", flags, dont_inherit=True)
        except Exception as error:  # noqa: BLE001 - the compiler refuses in many ways
            statement.broken = True
            last = statement.node.end_lineno or statement.line
            lost = ", ".join(statement.effects.binds)
            _note(statement.cell, error, 0, (statement.line - 1, last), lost, problems)
    return statement.code


def compile_all(statements: Iterable[Statement], problems: Problems) -> None:
    """Compile statements before the first of them runs."""
    with quietly():
        for statement in statements:
            compiled(statement, problems)


def parse_cell(cell: Cell, problems: Problems) -> list[ast.stmt]:
    """Return the statements of a cell that parse; the others are noted."""
    remember_source(cell)
    try:
        nodes = _parse(cell.source, cell)
    except Exception:  # noqa: BLE001 - the parser refuses in many ways
        nodes = _repaired(cell, problems)
    return unfolded(nodes) if "marimo" in cell.source and "App(" in cell.source else nodes


def _repaired(cell: Cell, problems: Problems) -> list[ast.stmt]:
    text, notes = repair(_unprompted(cell, problems))
    _note_magics(cell, notes, problems)
    text = _dedented(text) if cell.number is not None else text
    try:
        return _parse(text, cell)
    except Exception:  # noqa: BLE001
        return _Salvage(cell, text.split("\n"), problems).statements()


def _unprompted(cell: Cell, problems: Problems) -> str:
    """Return the cell's source without the prompts that were pasted along with it."""
    found = without_prompts(cell.source)
    if found is None:
        return cell.source
    for kind, places in (("prompts_taken", found.taken), ("prompts_kept", found.kept)):
        if places:
            problems.add(kind, cell, places[0] + 1)
    return "\n".join(found.lines)


def _parse(text: str, cell: Cell) -> list[ast.stmt]:
    tree = compile(text, cell.code_name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree.body


def _dedented(text: str) -> str:
    """Take the first line's indentation off every line, as IPython does."""
    first = re.search(r"^([ \t]+)\S", text, re.MULTILINE)
    if not first or re.search(r"^[^\s#]", text[: first.start()], re.MULTILINE):
        return text
    return re.sub("^" + first[1], "", text, flags=re.MULTILINE)


def _note_magics(cell: Cell, notes: list[Note], problems: Problems) -> None:
    for kind, line, values in notes:
        problems.add(kind, cell, line, **values)


@dataclass(slots=True)
class _Salvage:
    """Reads a cell piece by piece, so that one broken statement costs only itself."""

    cell: Cell
    lines: list[str]
    problems: Problems
    kept: list[ast.stmt] = field(default_factory=list)
    reported: int = 0

    def statements(self) -> list[ast.stmt]:
        """Return the statements of all pieces that parse."""
        broken_before = False
        for span in top_level_pieces(self.lines):
            error = self._take(span)
            if error is None:
                broken_before = self._blank(span) and broken_before
                continue
            lost = self._pick_over(span)
            # lines of prose in a code cell are one mistake, not thirty
            if lost or (not broken_before and self.reported < _MOST_REPORTED):
                self.reported += 1
                _note(self.cell, error, span[0], span, lost, self.problems)
            broken_before = True
        return self.kept

    def _blank(self, span: Span) -> bool:
        return all(not line.strip() or line.lstrip()[0] == "#" for line in self.lines[slice(*span)])

    def _take(self, span: Span) -> Exception | None:
        try:
            found = _parse("\n".join(self.lines[slice(*span)]) + "\n", self.cell)
        except Exception as error:  # noqa: BLE001
            return error
        for node in found:
            ast.increment_lineno(node, span[0])
        self.kept += found
        return None

    def _pick_over(self, span: Span) -> str:
        """Keep what parses of a broken piece; return the names of the definitions lost."""
        lost: list[str] = []
        pieces = rough_pieces(self.lines, span)
        for piece in pieces:
            if len(pieces) == 1 or self._take(piece) is not None:
                lost += _DEFINED_NAME.findall("\n".join(self.lines[slice(*piece)]))
        return ", ".join(dict.fromkeys(lost))


def _note(
    cell: Cell, error: Exception, offset: int, span: Span, lost: str, problems: Problems
) -> None:
    """Note that a piece was left out; `offset` is added to the line that the error names."""
    at = getattr(error, "lineno", None)
    line = min(at + offset, span[1]) if at else span[0] + 1
    text = source_line(cell, line)
    if not isinstance(error, SyntaxError):
        problems.add("unreadable", cell, line, reason=type_name(error), text=text)
        return
    said = {"text": text, "names": lost} if lost else {"text": text}
    ending = "_function" if lost else ""
    if newer := newer_syntax(cell.source.split("\n"), line - 1, error.msg):
        said |= {"sample": newer.sample, "needs": newer.spoken, "here": HERE}
        problems.add("newer_syntax" + ending, cell, line, **said)
    elif change := old_spelling(text):
        problems.add("python2", cell, line, old=change[0], new=change[1], text=text)
    else:
        problems.add("syntax" + ending, cell, line, reason=error.msg, **said)
