"""The files that tell of one result, for whatever takes them: each is written whole."""

from __future__ import annotations

from pathlib import Path

from gradewright.exports.badge import badge_json, badge_svg
from gradewright.exports.code_quality import code_quality
from gradewright.exports.junit import junit
from gradewright.exports.public import public
from gradewright.exports.summary import summary
from gradewright.exports.told import Told
from gradewright.reports.files import write
from gradewright.reports.student_page import render
from gradewright.results import Results, RunInfo, SubmissionResult, to_json


def write_outputs(
    folder: Path, result: SubmissionResult, told: Told, run: RunInfo, note: str
) -> None:
    """Write what is told of a result into a folder.

    `results.json` and the page hold what may be told, and nothing else of hidden tests.

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = public(result)
    write(folder / "summary.md", summary(told, note))
    write(folder / "junit.xml", junit(told))
    write(folder / "code-quality.json", code_quality(told))
    write(folder / "badge.svg", badge_svg(told))
    write(folder / "badge.json", badge_json(told))
    write(folder / "results.json", to_json(Results(run, (shown,))))
    page = render(shown, run, notebook_href=None, class_href="", repeatable=False)
    write(folder / "page.html", page)
