"""The folder of a run's reports, written as the submissions come.

    site = Site(out, run)
    for result, content in finished:
        site.add(result, content)
    site.finish()

What was added is on disk: a kill at any moment loses nothing but the work in flight.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from gradewright.reports import class_page, csv_report, files, json_report, student_page
from gradewright.reports.class_rows import ClassRow, class_row
from gradewright.reports.journal import NAME, Journal
from gradewright.reports.measurements.csv_file import write_measurements
from gradewright.reports.plain_text import sort_key
from gradewright.reports.safe_names import file_name, href, page_stem
from gradewright.results import RunInfo, SubmissionResult


class Site:
    """Writes `students/`, `index.html`, `scores.csv` and `results.json` into one folder.

    `measurements.csv` joins them where something was measured.
    One process at a time. Files of an earlier run stay until this one writes them anew.
    """

    def __init__(self, out: Path, run: RunInfo) -> None:
        """Begin a run in the folder `out`, which is made where it is not there."""
        self._out, self._run = out, run
        self._journal = Journal(out / NAME)
        self._rows: list[tuple[ClassRow, int]] = []
        self._taken: set[str] = set()
        self._folders: dict[str, str] = {}

    def add(self, result: SubmissionResult, content: tuple[str, bytes] | None = None) -> Path:
        """Write down a finished submission and return the path of its page.

        Args:
            result: the submission's record; it is in the journal before its page is made.
            content: name and bytes of the graded file, for a rendered copy; None for no copy.

        Raises:
            ValueError: the record holds NaN or infinity.
        """
        offset = self._journal.append(result)
        folder, stem = self._place(result)
        name, notebook = self._copy(folder, stem, content)
        page = student_page.render(
            result,
            self._run,
            notebook_href=href(notebook) if notebook else None,
            class_href="../../index.html",
            notebook_file=name,
        )
        path = self._out / "students" / folder / f"{stem}.html"
        files.write(path, page)
        self._rows.append((class_row(result, href("students", folder, path.name)), offset))
        return path

    def finish(self) -> Path:
        """Write the files of the whole class, by student and assignment; return the class page."""
        ranked = sorted(self._rows, key=lambda pair: _rank(pair[0]))
        rows = [row for row, _ in ranked]
        records = self._journal.read(offset for _, offset in ranked)
        json_report.write_plain(self._run, records, self._out / "results.json")
        csv_report.write_scores(self._out / "scores.csv", rows)
        write_measurements(self._out / "measurements.csv", rows)
        index = self._out / "index.html"
        files.write(index, class_page.render(self._run, rows))
        self._journal.remove()
        return index

    def _place(self, result: SubmissionResult) -> tuple[str, str]:
        """Return folder and stem of a submission's page, taken by no other."""
        folder = self._folder(result.student)
        stem = first = page_stem(result.assignment)
        count = 1
        while f"{folder}/{stem}".casefold() in self._taken:
            count += 1
            stem = f"{first}-{count}"
        self._taken.add(f"{folder}/{stem}".casefold())
        return folder, stem

    def _folder(self, student: str) -> str:
        """Return the student's folder; names that differ only in case get different ones."""
        folder = file_name(student)
        if self._folders.setdefault(folder.casefold(), student) != student:
            folder = file_name(student, always=True)
            self._folders[folder.casefold()] = student
        return folder

    def _copy(self, folder: str, stem: str, content: tuple[str, bytes] | None) -> tuple[str, str]:
        """Write the rendered copy; return the file that it shows and its own name."""
        if content is None:
            return "", ""
        from gradewright.reports import notebook_copy  # brings half a second of imports

        name = f"{stem}-notebook.html"
        page = notebook_copy.render(PurePosixPath(content[0]).name, content[1])
        files.write(self._out / "students" / folder / name, page)
        return content[0], name


def _rank(row: ClassRow) -> tuple[str, str, str, str]:
    return sort_key(row.student), row.student, row.assignment, row.href
