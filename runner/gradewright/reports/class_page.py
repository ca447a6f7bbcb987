"""The class page: how the class did, which question went wrong, who needs the instructor."""

from __future__ import annotations

from collections.abc import Sequence

from gradewright.reports.class_rows import ClassRow, class_row
from gradewright.reports.class_stats import LEAST_FOR_DISCRIMINATION
from gradewright.reports.class_view import class_view
from gradewright.reports.early_page import Unfinished
from gradewright.reports.isolation_words import level_words
from gradewright.reports.pages import render as render_page
from gradewright.results import LeftOut, RunInfo

__all__ = ["ClassRow", "class_row", "render"]


def render(
    run: RunInfo,
    rows: Sequence[ClassRow],
    left_out: Sequence[LeftOut] = (),
    decisions: Sequence[str] = (),
    unfinished: Unfinished | None = None,
    similar_href: str = "",
) -> str:
    """Return the page of a whole class as one self-contained HTML document.

    `left_out` names the entries graded for nobody, `decisions` how layouts were read, `unfinished`
    how far a run is that is not done: the page then says so, and loads itself anew. `similar_href`
    leads to the page of submissions that are alike, "" where there is none. It stands
    beside `scores.csv`, `results.json` and, where something was measured,
    `measurements.csv`; it leads to the students' pages through each row's `href`.
    """
    return render_page(
        "class.html",
        script="class.js",
        run=run,
        unfinished=unfinished,
        similar_href=similar_href,
        assignments=class_view(rows, is_whole=unfinished is None),
        isolation=[
            level_words(level)
            for level in sorted({row.isolation for row in rows if row.status == "graded"})
        ],
        seeds=sorted({run.seed if row.seed is None else row.seed for row in rows} or {run.seed}),
        earlier=sum(row.created not in ("", run.created) for row in rows),
        total=len(rows),
        left_out=left_out,
        decisions=decisions,
        least=LEAST_FOR_DISCRIMINATION,
        measured=any(row.measurements for row in rows),
    )
