"""Write the class page anew from the results that lie beside it, as when a page joins them."""

from __future__ import annotations

from pathlib import Path

from gradewright.errors import UsageError
from gradewright.reports import class_page, files
from gradewright.reports.class_rows import ClassRow, class_row
from gradewright.reports.held_rows import RESULTS
from gradewright.reports.item_stats import write_statistics
from gradewright.reports.similar_page import NAME as SIMILAR
from gradewright.reports.stored import read_stored
from gradewright.results import RunInfo
from gradewright.results_reader import NotARecordError


def similar_href(folder: Path) -> str:
    """Return the link to the page of submissions that are alike, "" where there is none."""
    return SIMILAR if (folder / SIMILAR).is_file() else ""


def write_again(folder: Path) -> None:
    """Write `index.html` anew from `results.json` in the same folder.

    Raises:
        UsageError: the results cannot be read.
    """
    rows: list[ClassRow] = []
    file = folder / RESULTS
    try:
        stored = read_stored(file, lambda _place, r: rows.append(class_row(r, r.page)))
    except (OSError, NotARecordError) as error:
        raise UsageError(f"{file} cannot be read as results: {error}") from error
    assert stored.environment is not None
    run = RunInfo(stored.course, stored.created, stored.seed or 0, stored.environment)
    page = class_page.render(
        run, rows, stored.left_out, stored.decisions, similar_href=similar_href(folder)
    )
    # The page leads to it, and folders of before it was written have none.
    write_statistics(folder / "statistics.csv", rows)
    files.write(folder / "index.html", page)
