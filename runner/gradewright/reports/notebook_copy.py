"""A rendered copy of a submission's file, to read and to link into; it never acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gradewright.notebooks import NotANotebookError
from gradewright.reports import highlight
from gradewright.reports.notebook_cells import NotebookCell, read_cells
from gradewright.reports.notebook_markdown import to_html
from gradewright.reports.notebook_outputs import Output, shown_outputs
from gradewright.reports.pages import render as render_page
from gradewright.reports.plain_text import source_lines
from gradewright.reports.safe_names import line_anchor
from gradewright.words.decoding import decode_script, tidy
from gradewright.words.printable import one_line

_MOST_CELLS = 400
_MOST_CHARACTERS = 900_000  # of sources, texts and the tags of their lines together
_PER_LINE = 80
_MOST_IMAGES = 12_000_000  # characters of pictures together
_MOST_LINES = 5_000
_WIDEST = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code with its number and anchor."""

    number: int
    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell as the page shows it; a script is one cell without a number."""

    number: int | None
    kind: str
    count: int | None
    prose: Markup
    lines: tuple[Line, ...]
    outputs: tuple[Output, ...]


def render(name: str, content: bytes) -> str:
    """Return a harmless copy of a notebook or script as one self-contained HTML page.

    Any bytes give a page. Code is coloured, Markdown shown without raw HTML, texts and pictures
    capped, active outputs replaced by a note. `#cell-5` leads to the fifth cell, `#cell-5-L3` to
    its third line, `#L12` to a line of a script. What is a notebook, its content tells, as it
    does for grading; any other file is listed as text.
    """
    cells: tuple[NotebookCell, ...] = ()
    is_notebook = True
    try:
        cells = read_cells(content)
    except NotANotebookError:
        is_notebook = False
    shown = tuple(_within_budget(cells)) if is_notebook else (_script(content),)
    return render_page(
        "notebook.html",
        name=one_line(name),
        cells=shown,
        broken=".ipynb" in name.lower() and not is_notebook,
        left_out=len(cells) - len(shown) if is_notebook else 0,
    )


def _within_budget(cells: tuple[NotebookCell, ...]) -> Iterator[ShownCell]:
    """Yield cells until the page is as long as it may be."""
    characters, images = 0, 0
    for cell in cells[:_MOST_CELLS]:
        outputs = tuple(shown_outputs(cell.outputs))
        characters += len(cell.source) + _PER_LINE * cell.source.count("\n")
        characters += sum(len(output.text or "") for output in outputs)
        images += sum(len(output.image or "") for output in outputs)
        if characters > _MOST_CHARACTERS or images > _MOST_IMAGES:
            return
        yield _shown(cell, outputs)


def _shown(cell: NotebookCell, outputs: tuple[Output, ...]) -> ShownCell:
    markdown = cell.kind == "markdown"
    return ShownCell(
        number=cell.number,
        kind=cell.kind,
        count=cell.count,
        prose=to_html(cell.source, cell.attachments) if markdown else Markup(),
        lines=() if markdown else _lines(cell.source, cell.number),
        outputs=outputs,
    )


def _script(content: bytes) -> ShownCell:
    text = tidy(decode_script(content)[0][:_MOST_CHARACTERS])
    return ShownCell(None, "code", None, Markup(), _lines(text, None), ())


def _lines(source: str, cell: int | None) -> tuple[Line, ...]:
    kept = [line[:_WIDEST] for line in source_lines(source)[:_MOST_LINES]]
    return tuple(
        Line(number, line_anchor(cell, number), html)
        for number, html in enumerate(highlight.lines("\n".join(kept)), start=1)
    )
