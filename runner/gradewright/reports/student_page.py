"""A student's page: how many points, what to fix first, and why."""

from __future__ import annotations

from gradewright.reports.excerpts import Notebook
from gradewright.reports.pages import render as render_page
from gradewright.reports.student_view import student_view
from gradewright.results import RunInfo, SubmissionResult


def render(
    result: SubmissionResult,
    run: RunInfo,
    *,
    notebook_href: str | None,
    class_href: str,
    notebook_file: str = "",
    repeatable: bool = True,
) -> str:
    """Return the page of one submission as one self-contained HTML document.

    Args:
        result: the submission's record.
        run: what all submissions of the run share.
        notebook_href: the link to the rendered copy of the notebook, or None.
        class_href: the link to the class page; empty for a page that goes out alone.
        notebook_file: the file that the copy shows, so that lines of other files do not lead
            into it; empty when it is the only one.
        repeatable: whether to tell the seed, and the command that grades again.
    """
    notebook = Notebook(notebook_href or "", notebook_file)
    view = student_view(result, run, notebook)
    return render_page(
        "student.html",
        result=result,
        run=run,
        view=view,
        notebook=notebook,
        class_href=class_href,
        repeatable=repeatable,
    )
