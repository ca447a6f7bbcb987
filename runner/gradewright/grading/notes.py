"""Say what loading a submission found."""

from __future__ import annotations

from gradewright.grading.lines import lines_of
from gradewright.phrases import say
from gradewright.results import CodeExcerpt
from gradewright.sandbox.base import LoadReport, Problem
from gradewright.submissions.records import Submission

_MOST_LINES = 80


def notes_of(report: LoadReport) -> tuple[str, ...]:
    """Return the loader's findings in the reader's words, each once."""
    return tuple(dict.fromkeys(_note(problem) for problem in report.problems))


def _note(problem: Problem) -> str:
    """Return one finding; a worker that invents kinds or values is quoted, not believed."""
    place = _place(problem)
    values = problem.values | {
        "place": place,
        "file": problem.file,
        "cell": str(problem.cell or ""),
        "line": str(problem.line or ""),
    }
    try:
        return say(f"load.{problem.kind}", **values)
    except KeyError:
        return say("load.unknown", place=place, kind=problem.kind)


def _place(problem: Problem) -> str:
    """Return where it is: `Cell 3, line 2`, or `model.py, line 40` in a script."""
    key = "load.place_cell" if problem.cell is not None else "load.place_file"
    if problem.line is None:
        key = key.replace("place_", "place_whole_")
    return say(key, cell=problem.cell, file=problem.file, line=problem.line)


def excerpts_of(report: LoadReport, submission: Submission) -> tuple[CodeExcerpt, ...]:
    """Return the student's definition of each graded function, cut from the files we read."""
    sources = {
        (cell.file, cell.number): cell.source for cell in (*submission.cells, *submission.helpers)
    }
    for name, content in submission.modules.items():
        if name.endswith(".py"):
            sources[(name, None)] = content.decode("utf-8", "replace")
    excerpts = []
    for function, place in report.definitions.items():
        lines = lines_of(sources.get((place.file, place.cell), ""))
        cut = lines[place.line - 1 : min(place.end_line, place.line - 1 + _MOST_LINES)]
        if place.line > 0 and cut:
            text = "\n".join(cut)
            excerpts.append(CodeExcerpt(function, place.file, place.cell, place.line, text))
    return tuple(excerpts)
