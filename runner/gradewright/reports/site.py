"""The folder of reports, written as the submissions come; results of earlier runs stay in it.

    site = Site(out, run)
    site.begin(parts)
    for result, content in finished:
        site.add(result, content)
    site.finish()

What was added is on disk: a kill at any moment loses nothing but the work in flight.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import unquote

from gradewright.phrases import say
from gradewright.reports import class_page, csv_report, files, json_report, student_page
from gradewright.reports.class_again import similar_href
from gradewright.reports.early_page import EarlyPage, Part, Unfinished
from gradewright.reports.holdings import RESULTS, Held, Holdings, Identity, identity_of
from gradewright.reports.item_stats import write_statistics
from gradewright.reports.journal import NAME
from gradewright.reports.measurements.csv_file import write_measurements
from gradewright.reports.plain_text import sort_key
from gradewright.reports.safe_names import file_name, href, page_stem
from gradewright.results import AttentionKind, LeftOut, RunInfo, SubmissionResult

Outcome = Literal["added", "replaced", "kept"]


PAGE = "index.html"


class Site:
    """Writes `students/`, `index.html`, `results.json` and tables (CSV) into one folder.

    `measurements.csv` joins them where something was measured. Results that are there already
    stay, until this run grades the same student and assignment again. One process at a time.
    """

    def __init__(
        self,
        out: Path,
        run: RunInfo,
        holdings: Holdings | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin a run in the folder `out`, whose `holdings` are read where they are not given.

        `clock` tells when the class page is written anew.

        Raises:
            UsageError: another run writes into the folder, or what it holds is damaged or of
                another course.
            OSError: the folder cannot be made, read or written into.
        """
        self._out, self._run = out, run
        self._holdings = Holdings(out, run.course) if holdings is None else holdings
        self._added: set[Identity] = set()
        self._taken: set[str] = set()
        self._folders: dict[str, str] = {}
        self._left_out: Sequence[LeftOut] = ()
        self._decisions: Sequence[str] = ()
        self._clock = clock
        self._early = EarlyPage((), clock)
        for held in self._holdings:
            self._claim(held)
        for held in list(self._holdings):
            self._restore(held)

    def begin(
        self,
        parts: Sequence[Part],
        left_out: Sequence[LeftOut] = (),
        decisions: Sequence[str] = (),
    ) -> None:
        """Write the class page of a run that begins, where it has anything to grade."""
        self._left_out, self._decisions = left_out, decisions
        self._early = EarlyPage(parts, self._clock)
        self._early.begin(self._write_early)

    def refresh(self) -> None:
        """Write the class page anew where that is due; to be called every second or so."""
        self._early.refresh(self._write_early)

    def stop(self) -> None:
        """Say on the class page, as far as it can be written, that the run ends unfinished."""
        if self._early.is_needed:
            with suppress(OSError):
                self._write_early(self._early.stopped())

    def add(self, result: SubmissionResult, content: tuple[str, bytes] | None = None) -> Outcome:
        """Write down a finished submission and say what became of an earlier result.

        A result with a score is kept where grading the submission again gave none: the record
        then says so.

        Args:
            result: the submission's record; it is in the journal before its page is made.
            content: name and bytes of the graded file, for a rendered copy; None for no copy.

        Raises:
            ValueError: the record holds NaN or infinity.
        """
        outcome = self._add(self.under_own_name(result), content)
        self._early.count(result.assignment)
        self._early.refresh(self._write_early)
        return outcome

    def under_own_name(self, result: SubmissionResult) -> SubmissionResult:
        """Return a result under a name of its own: of two in one run, neither may be lost."""
        name, count = result.student, 1
        while identity_of(result) in self._added:
            count += 1
            result = replace(result, student=f"{name} ({count})")
        if count == 1:
            return result
        return _with_attention(result, say("report.same_name", student=name), "identity")

    def _add(self, result: SubmissionResult, content: tuple[str, bytes] | None) -> Outcome:
        earlier = self._holdings.get(identity_of(result))
        self._added.add(identity_of(result))
        if earlier is not None and earlier.row.status == "graded" != result.status:
            self._holdings.put(_asking(self._holdings.record(earlier), result))
            return "kept"
        page = earlier.row.href if earlier is not None else self._place(result)
        result = replace(result, page=page)
        self._holdings.put(result)
        self._write_page(result, content)
        return "added" if earlier is None else "replaced"

    def finish(self, left_out: Sequence[LeftOut] = (), decisions: Sequence[str] = ()) -> Path:
        """Write the files of the whole class, by student and assignment; return the class page.

        Where less than what was begun was graded, it says that the run was stopped.
        """
        ranked = sorted(self._holdings, key=_rank)
        rows = [held.row for held in ranked]
        records = self._holdings.records(ranked)
        json_report.write_results(self._run, records, self._out / RESULTS, left_out, decisions)
        csv_report.write_scores(self._out / "scores.csv", rows, left_out)
        write_statistics(self._out / "statistics.csv", rows)
        write_measurements(self._out / "measurements.csv", rows)
        index = self._out / PAGE
        state = self._early.stopped(has_files=True)
        unfinished = state if state.done < state.total else None
        page = class_page.render(
            self._run, rows, left_out, decisions, unfinished, similar_href(self._out)
        )
        files.write(index, page)
        self._holdings.release(written=True)
        return index

    def _write_early(self, state: Unfinished) -> None:
        """Write the class page as far as it is known; a folder that is gone is not made again."""
        if (self._out / NAME).is_file():
            rows = [held.row for held in sorted(self._holdings, key=_rank)]
            page = class_page.render(self._run, rows, self._left_out, self._decisions, state)
            files.write(self._out / PAGE, page)

    def _claim(self, held: Held) -> None:
        """Keep a page that is there for the student whose it is."""
        if held.row.href:
            path = PurePosixPath(unquote(held.row.href))
            self._folders.setdefault(path.parent.name.casefold(), held.row.student)
            self._taken.add(f"{path.parent.name}/{path.stem}".casefold())

    def _restore(self, held: Held) -> None:
        """Write a page that a killed run did not come to, or that somebody removed."""
        is_there = held.row.href and (self._out / unquote(held.row.href)).is_file()
        if is_there and held.identity != self._holdings.unsure:
            return
        record = self._holdings.record(held)
        page = held.row.href or self._place(record)
        self._holdings.move(held, page)
        self._write_page(replace(record, page=page), None)

    def _write_page(self, result: SubmissionResult, content: tuple[str, bytes] | None) -> None:
        """Write a student's page, and the copy of the file that was graded."""
        path = self._out / unquote(result.page)
        copy = path.with_name(f"{path.stem}-notebook.html")
        if content is None:
            # One of an earlier run shows other work.
            copy.unlink(missing_ok=True)
        else:
            from gradewright.reports import notebook_copy  # brings half a second of imports

            files.write(copy, notebook_copy.render(PurePosixPath(content[0]).name, content[1]))
        page = student_page.render(
            result,
            replace(
                self._run,
                created=result.created or self._run.created,
                seed=self._run.seed if result.seed is None else result.seed,
            ),
            notebook_href=href(copy.name) if content is not None else None,
            class_href="../../index.html",
            notebook_file=content[0] if content is not None else "",
        )
        files.write(path, page)

    def _place(self, result: SubmissionResult) -> str:
        """Return the link to a submission's page, taken by no other."""
        folder = self._folder(result.student)
        stem = first = page_stem(result.assignment)
        count = 1
        while f"{folder}/{stem}".casefold() in self._taken:
            count += 1
            stem = f"{first}-{count}"
        self._taken.add(f"{folder}/{stem}".casefold())
        return href("students", folder, f"{stem}.html")

    def _folder(self, student: str) -> str:
        """Return the student's folder; names that differ only in case get different ones."""
        folder = file_name(student)
        if self._folders.setdefault(folder.casefold(), student) != student:
            folder = file_name(student, always=True)
            self._folders[folder.casefold()] = student
        return folder


def _asking(earlier: SubmissionResult, later: SubmissionResult) -> SubmissionResult:
    """Return a result that says why grading the submission again did not replace it."""
    word, message = say(f"report.status_{later.status}"), later.message or ""
    text = say("report.kept_earlier", status=word, message=message).strip()
    return _with_attention(earlier, text, "kept_earlier")


def _with_attention(result: SubmissionResult, text: str, kind: AttentionKind) -> SubmissionResult:
    """Return a result that asks for a human, and says why once."""
    if text in result.attention:
        return result
    return replace(
        result,
        attention=f"{result.attention} {text}".strip(),
        attention_kinds=tuple(dict.fromkeys((*result.attention_kinds, kind))),
    )


def _rank(held: Held) -> tuple[str, ...]:
    row = held.row
    return sort_key(row.student), row.student, row.student_id, row.assignment, row.href
