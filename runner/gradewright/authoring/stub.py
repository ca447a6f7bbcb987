"""Make what a student gets: the stub as a script and as a notebook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from gradewright.authoring.source import Source, SourceCell, read_source, without_solutions
from gradewright.authoring.statement import Statement, read_statement
from gradewright.course.records import Assignment
from gradewright.errors import CourseError

# Where `check.pyz` is not at hand, the printed values alone are compared.
_NOTEBOOK_CHECK = """\
# Checks your work where check.pyz lies beside this notebook; else compares the printed values.
try:
    import sys

    sys.path.insert(0, "check.pyz")
    from check import check
except ImportError:

    def check(question):
        try:
            globals()["check_" + question]()
            print(f"{question}: as printed. (check.pyz, beside this notebook, would tell more.)")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")\
"""
_SELF_CHECK = """\
if __name__ == "__main__":
    for check in ({names}):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{{question}}: as printed")
        except NotImplementedError:
            print(f"{{question}}: not written yet")
        except Exception as error:
            print(f"{{question}}: {{type(error).__name__}}: {{error}}")
"""


def make_template(assignment: Assignment) -> dict[str, str]:
    """Return the files of `student_template/<slug>/`, name to text.

    Raises:
        CourseError: reference or statement is not as it must be.
    """
    source, statement = read_source(assignment), read_statement(assignment)
    file = assignment.reference / f"{assignment.slug}.py"
    cells = tuple(_stubbed(file, cell) for cell in source.cells)
    stub = Source(source.title, cells)
    files = {
        f"{assignment.slug}.py": _script(stub, statement),
        f"{assignment.slug}.ipynb": _notebook(stub, statement, assignment.slug),
    }
    for support in assignment.load.support:
        files[support.name] = support.read_text(encoding="utf-8-sig")
    return files


def out_of_step(assignment: Assignment) -> list[str]:
    """Return the names of template files that differ from what the reference gives."""
    wanted = make_template(assignment)
    folder = assignment.template
    there = {p.name for p in folder.iterdir() if p.is_file()} if folder.is_dir() else set()
    differing = [
        name
        for name, text in wanted.items()
        if name not in there or (folder / name).read_text(encoding="utf-8") != text
    ]
    return sorted([*differing, *(there - wanted.keys())])


def write_template(assignment: Assignment) -> list[str]:
    """Bring the template folder in step; return the names that changed."""
    changed = out_of_step(assignment)
    wanted = make_template(assignment)
    assignment.template.mkdir(parents=True, exist_ok=True)
    for name in changed:
        file = assignment.template / name
        if name in wanted:
            file.write_text(wanted[name], encoding="utf-8")
        else:
            file.unlink()
    return changed


def _stubbed(file: Path, cell: SourceCell) -> SourceCell:
    code = without_solutions(file, cell.code, cell.line)
    if cell.kind != "question" and code != cell.code:
        place = f"line {cell.line}: # %% {cell.name}"
        raise CourseError(file, place, "a solution", "solutions in questions only")
    return SourceCell(cell.kind, cell.name, code, cell.line)


def _ordered(stub: Source, statement: Statement) -> Iterator[tuple[str, SourceCell | str]]:
    """Yield text and code in the order of the reference, each question after its text."""
    yield "text", statement.introduction
    for cell in stub.cells:
        if cell.kind == "question":
            yield "text", statement.sections[cell.name]
        yield "code", cell


def _script(stub: Source, statement: Statement) -> str:
    """Return the stub as a script in percent cells, which editors show like a notebook."""
    blocks = [f'"""{stub.title}"""']
    for _kind, piece in _ordered(stub, statement):
        if isinstance(piece, str):
            lines = [f"# {line}".rstrip() for line in piece.splitlines()]
            blocks.append("\n".join(["# %% [markdown]", *lines]))
        else:
            name = f"check {piece.name}" if piece.kind == "check" else piece.name
            blocks.append(f"# %% {name}\n{piece.code}")
    checks = [f"check_{cell.name}" for cell in stub.cells if cell.kind == "check"]
    if checks:
        names = ", ".join(checks) + ("," if len(checks) == 1 else "")
        blocks.append("# %% self-check\n" + _SELF_CHECK.format(names=names).rstrip())
    return "\n\n".join(blocks) + "\n"


def _notebook(stub: Source, statement: Statement, slug: str) -> str:
    """Return the stub as a notebook whose cells carry nbgrader's metadata."""
    import nbformat  # with its schemas a third of a second

    cells: list[Any] = []
    texts = iter(["introduction", *statement.sections])
    is_set_up = False
    for _kind, piece in _ordered(stub, statement):
        if isinstance(piece, str):
            cells.append(_cell("markdown", f"text-{next(texts)}", piece, locked=True))
        elif piece.kind == "check":
            if not is_set_up:
                cells.append(_cell("code", "self-check", _NOTEBOOK_CHECK, locked=True))
                is_set_up = True
            code = f'{piece.code}\n\n\ncheck("{piece.name}")'
            cells.append(_cell("code", f"check-{piece.name}", code, locked=True))
        elif piece.kind == "question":
            cells.append(_cell("code", piece.name, piece.code, solution=True))
        else:
            identity = _id(f"given-{piece.name}")
            cells.append(nbformat.v4.new_code_cell(piece.code, id=identity))
    metadata = {
        "gradewright": {"assignment": slug},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"


def _id(name: str) -> str:
    """Return a cell id as nbformat 4.5 allows it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:64].strip("-")


def _cell(
    kind: Literal["code", "markdown"],
    name: str,
    text: str,
    *,
    solution: bool = False,
    locked: bool = False,
) -> Any:
    """Return a notebook cell with nbgrader's metadata, schema version 3."""
    import nbformat

    mark = {
        "schema_version": 3,
        "cell_type": kind,
        "grade": False,
        "grade_id": _id(name),
        "locked": locked,
        "solution": solution,
        "task": False,
        "checksum": _checksum(kind, text, name=_id(name), solution=solution, locked=locked),
    }
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(text, id=_id(name), metadata={"nbgrader": mark})


def _checksum(cell_type: str, text: str, *, name: str, solution: bool, locked: bool) -> str:
    """Return the checksum that nbgrader keeps of a cell, to notice changes."""
    parts = (text, cell_type, str(False), str(solution), str(locked), name)
    digest = hashlib.md5(usedforsecurity=False)
    for part in parts:
        digest.update(part.encode("utf-8"))
    return digest.hexdigest()
