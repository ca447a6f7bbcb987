"""Say what loading a submission found."""

from __future__ import annotations

from collections.abc import Sequence

from gradewright.beside.records import LoadReport, Problem
from gradewright.phrases import say
from gradewright.results import CodeExcerpt
from gradewright.submissions.records import Submission
from gradewright.words.decoding import lines_of
from gradewright.words.places import where
from gradewright.words.printable import without_escapes

_MOST_LINES = 80
_MOST_NAMED = 2


def notes_of(report: LoadReport) -> tuple[str, ...]:
    """Return the loader's findings in the reader's words, each once."""
    cells: dict[tuple[str, int | None], list[str]] = {}
    for function, place in report.definitions.items():
        cells.setdefault((place.file, place.cell), []).append(function)
    said = (note_of(p, cells.get((p.file, p.cell), ())) for p in report.problems)
    return tuple(dict.fromkeys(said))


def note_of(problem: Problem, defined: Sequence[str] = ()) -> str:
    """Return one finding; a worker that invents kinds or values is quoted, not believed.

    `defined` are the graded functions of its cell, by which people know it.
    """
    place = _place(problem, defined)
    values = {key: without_escapes(value) for key, value in problem.values.items()} | {
        "place": place,
        "file": problem.file,
        "cell": str(problem.cell or ""),
        "line": str(problem.line or ""),
    }
    try:
        said = say(f"load.{problem.kind}", **values)
    except KeyError:
        return say("load.unknown", place=place, kind=problem.kind)
    reason = values.get("reason", "")
    # Python's own question ends the sentence that it stands in.
    return said.replace(f"{reason}.", reason, 1) if reason.endswith(("?", "!", ".")) else said


def _place(problem: Problem, defined: Sequence[str]) -> str:
    """Return where it is: `Cell 3 (optimize), line 2`, or `model.py, line 40` in a script."""
    cell = None if problem.cell is None else str(problem.cell)
    if cell is not None and 0 < len(defined) <= _MOST_NAMED:
        cell = say("load.cell_of", cell=cell, functions=", ".join(defined))
    return where(problem.file, cell, problem.line, first=True)


def excerpts_of(report: LoadReport, submission: Submission) -> tuple[CodeExcerpt, ...]:
    """Return the student's definition of each graded function, cut from the files we read."""
    excerpts = []
    for function, place in report.definitions.items():
        lines = lines_of(submission.source_of(place.file, place.cell))
        cut = lines[place.line - 1 : min(place.end_line, place.line - 1 + _MOST_LINES)]
        if place.line > 0 and cut:
            text = "\n".join(cut)
            excerpts.append(CodeExcerpt(function, place.file, place.cell, place.line, text))
    return tuple(excerpts)
