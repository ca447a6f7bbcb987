"""The pull recipe: students' commits are data, graded sealed in the teachers' own repository.

OUT/grading/    the reports, for instructors
OUT/told/       what each student's repository may be told, a folder a student and assignment
OUT/handed-in.json   whose commit was handed in when
OUT/kept/       bare repositories, the work in them, and what earlier pulls have seen
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from gradewright.batch.basis import environment
from gradewright.batch.plan import make_plan
from gradewright.batch.run import Options, run
from gradewright.ci.git import RepositoryError, Token, export, fetch
from gradewright.ci.outputs import write_outputs
from gradewright.ci.repositories import Repository
from gradewright.ci.sending import Sender, SendError
from gradewright.ci.state import Seen, locked, read_state, write_state
from gradewright.course.reader import find_assignment
from gradewright.course.records import Course
from gradewright.errors import MachineryError, UsageError
from gradewright.exports.statuses import check_run, comment, github_status, gitlab_status, is_enough
from gradewright.exports.told import Told, told
from gradewright.phrases import say
from gradewright.reports.files import write
from gradewright.reports.stored import read_stored
from gradewright.results import RunInfo, SubmissionResult
from gradewright.sandbox.launch import Levels
from gradewright.words.printable import one_line

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller asks of a pull.

    Attributes:
        out: the folder of all that it writes and keeps.
        assignment: the only one wanted; "" for those that repositories and files tell.
        branch: of each repository; "" for the one that it shows first.
        threshold: the share of the points below which a status is a failure; None: there is none.
        levels: of isolation.
        jobs: how many judges.
        kept: where what is worked out once stays.
        token: for fetching.
        sender: where statuses go, None where they are only written.
        context: a status' name.
        performance: whether performance checks run.
        gradebook: where results are recorded besides, "" for nowhere.
    """

    out: Path
    assignment: str = ""
    branch: str = ""
    threshold: float | None = None
    levels: Levels = field(default_factory=Levels)
    jobs: int = 1
    kept: Path | None = None
    token: Token | None = None
    sender: Sender | None = None
    context: str = "gradewright"
    performance: bool = True
    gradebook: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one student's work for one assignment, or of a repository that has none.

    `problem` says what is wrong with the repository, or with telling it.
    """

    student: str
    told: Told | None
    is_new: bool
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of a pull; `new` counts repositories with a commit that was not seen before."""

    rows: tuple[Row, ...]
    new: int

    @property
    def is_broken(self) -> bool:
        """Tell whether something is not as it should be, for a human to look at."""
        return any(r.problem or (r.told and r.told.status == "failed") for r in self.rows)


@dataclass(frozen=True, slots=True)
class _Brought:
    repository: Repository
    seen: Seen | None
    is_new: bool
    problem: str = ""


def pull(course: Course, repositories: Sequence[Repository], asked: Asked) -> Pulled:
    """Fetch what is new, grade it, and write and send what may be told.

    One repository that cannot be fetched, read or told costs no other anything; a pull that finds
    nothing new changes nothing.

    Raises:
        UsageError: another pull is at it, the assignment is unknown, or what was kept is damaged.
        CourseError: the course's own files are wrong.
        MachineryError: grading does not work at all, or nothing can be written.
    """
    if asked.assignment:
        find_assignment(course, asked.assignment)
    kept = asked.out / "kept"
    with locked(kept):
        state = read_state(kept)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            brought = list(
                threads.map(lambda r: _bring(r, state.get(r.student), asked), repositories)
            )
        here = {b.repository.student: b for b in brought}
        state |= {name: b.seen for name, b in here.items() if b.seen is not None}
        _grade(course, here, asked)
        rows = _tell(course, here, state, asked)
        _write_submissions(asked.out, rows, state)
        write_state(kept, state)
    return Pulled(tuple(rows), sum(b.is_new for b in brought))


def _bring(repository: Repository, earlier: Seen | None, asked: Asked) -> _Brought:
    """Fetch a repository and lay its newest commit out, where it is new."""
    kept = asked.out / "kept"
    store, work = kept / "repositories" / repository.student, kept / "work" / repository.student
    address = _without_secret(repository.address)
    if earlier is not None and earlier.address != address:
        # Another repository: nothing that was known holds for it.
        shutil.rmtree(store, ignore_errors=True)
        earlier = None
    try:
        commit = fetch(repository, store, asked.branch, asked.token)
        if earlier is not None and earlier.commit == commit.name and work.is_dir():
            return _Brought(repository, earlier, is_new=False)
        exported = export(store, commit, work)
    except RepositoryError as error:
        return _Brought(repository, earlier, is_new=False, problem=str(error))
    except OSError as error:
        problem = say("ci.not_laid_out", why=error.strerror or type(error).__name__)
        return _Brought(repository, earlier, is_new=False, problem=problem)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told, sent = (earlier.told, earlier.sent) if earlier else ({}, {})
    seen = Seen(
        address=address,
        commit=commit.name,
        submitted=min(commit.time, now),
        first_seen=now,
        assignment=exported.said.assignment,
        left_out=exported.left_out,
        told=dict(told),
        sent=dict(sent),
    )
    return _Brought(repository, seen, is_new=True)


def _grade(course: Course, here: dict[str, _Brought], asked: Asked) -> None:
    """Grade all that is here; what has not changed is left out by the run itself."""
    known = {assignment.slug for assignment in course.assignments}
    groups: dict[str, list[Path]] = {}
    for student, brought in here.items():
        if brought.seen is None:
            continue
        own = brought.seen.assignment if brought.seen.assignment in known else ""
        slug = asked.assignment or own
        groups.setdefault(slug, []).append(asked.out / "kept" / "work" / student)
    for slug, folders in sorted(groups.items()):
        paths = tuple(sorted(folders))
        try:
            make_plan(paths, course, slug or None, "student")
        except UsageError:
            # Nobody of these has handed in anything yet.
            continue
        options = Options(
            paths=paths,
            assignment=slug or None,
            layout="student",
            out=asked.out / "grading",
            jobs=asked.jobs,
            seed=None,
            levels=asked.levels,
            kept=asked.kept,
            only="everything" if asked.performance else "correctness",
            gradebook=asked.gradebook,
            submitted=_write_moments(asked.out / "kept" / "submitted.csv", paths, here),
        )
        run(course, options, lambda _count: None, lambda _result, _outcome: None)


def _write_moments(file: Path, folders: Sequence[Path], here: dict[str, _Brought]) -> Path:
    """Write when the work in these folders was handed in, for the run; return the list."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "submitted"])
    for folder in folders:
        seen = here[folder.name].seen
        if seen is not None:
            writer.writerow([folder.name, seen.submitted])
    write(file, text.getvalue())
    return file


def _tell(
    course: Course, here: dict[str, _Brought], state: dict[str, Seen], asked: Asked
) -> list[Row]:
    """Write, and send, what each repository may be told; what was told before is not again."""
    results: dict[str, list[SubmissionResult]] = {}

    def take(_place: object, result: SubmissionResult) -> None:
        if result.student in here and (
            result.assignment == asked.assignment or not asked.assignment
        ):
            results.setdefault(result.student, []).append(result)

    file = asked.out / "grading" / "results.json"
    if file.is_file():
        read_stored(file, take)
    rows: list[Row] = []
    for student, brought in sorted(here.items()):
        notes = brought.seen.left_out if brought.seen else ()
        mine = results.get(student, []) if brought.seen is not None else []
        for result in mine:
            seen = state[student]
            row, state[student] = _tell_one(course, brought, seen, result, asked)
            rows.append(replace(row, notes=notes))
        if not mine:
            problem = brought.problem
            rows.append(Row(student, None, brought.is_new, problem, notes))
    return rows


def _tell_one(
    course: Course, brought: _Brought, seen: Seen, result: SubmissionResult, asked: Asked
) -> tuple[Row, Seen]:
    """Write and send about one result; return what came of it, and what is known from now on."""
    repository, slug = brought.repository, result.assignment
    shown = told(result)
    status = github_status(shown, asked.context, asked.threshold)
    stamp = json.dumps([seen.commit, status, result.digest, result.graded_with, result.created])
    digest = hashlib.sha256(stamp.encode()).hexdigest()
    folder = asked.out / "told" / repository.student / slug
    row = Row(repository.student, shown, brought.is_new, brought.problem)
    if seen.told.get(slug) != digest or not (folder / "submission.json").is_file():
        try:
            _write_told(course, folder, seen, result, shown, asked)
        except OSError as error:
            raise MachineryError(
                f"{error.filename} cannot be written: {error.strerror}."
            ) from error
        seen = replace(seen, told={**seen.told, slug: digest})
    if asked.sender is None or shown.status == "failed":
        return row, seen
    sent = hashlib.sha256(json.dumps([seen.commit, status]).encode()).hexdigest()
    if seen.sent.get(slug) == sent:
        return row, seen
    if not repository.project:
        return replace(row, problem=row.problem or say("ci.no_project")), seen
    try:
        asked.sender.send(repository, seen.commit, shown, asked.threshold)
    except SendError as error:
        return replace(row, problem=row.problem or str(error)), seen
    return row, replace(seen, sent={**seen.sent, slug: sent})


def _write_told(
    course: Course, folder: Path, seen: Seen, result: SubmissionResult, shown: Told, asked: Asked
) -> None:
    run_info = RunInfo(course.title, result.created, 0, environment())
    note = say("ci.sealed_note")
    write_outputs(folder, result, shown, run_info, note)
    bodies = {
        "github-status.json": github_status(shown, asked.context, asked.threshold),
        "gitlab-status.json": gitlab_status(shown, asked.context, asked.threshold),
        "check-run.json": check_run(
            shown, asked.context, seen.commit, result.created, asked.threshold
        ),
        "submission.json": _submission(result.student, result.assignment, seen),
    }
    write(folder / "comment.md", comment(shown, note))
    for name, body in bodies.items():
        write(folder / name, json.dumps(body, indent=1, ensure_ascii=False) + "\n")


def _submission(student: str, assignment: str, seen: Seen) -> dict[str, str]:
    """Return whose commit was handed in when: what a gradebook asks for."""
    return {
        "student": student,
        "assignment": assignment,
        "repository": seen.address,
        "commit": seen.commit,
        "submitted": seen.submitted,
        "first_seen": seen.first_seen,
    }


def _write_submissions(out: Path, rows: Sequence[Row], state: dict[str, Seen]) -> None:
    entries = [
        _submission(row.student, row.told.assignment, state[row.student])
        for row in rows
        if row.told is not None
    ]
    file = out / "handed-in.json"
    text = json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        write(file, text)


def below(pulled: Pulled, threshold: float | None) -> list[Row]:
    """Return the rows that do not reach a threshold; none where there is none."""
    if threshold is None:
        return []
    return [row for row in pulled.rows if row.told and not is_enough(row.told, threshold)]


def _without_secret(address: str) -> str:
    """Return an address without a name and a password in it."""
    scheme, sign, rest = address.partition("://")
    if not sign or scheme == "file":
        return one_line(address, 500)
    host, slash, path = rest.partition("/")
    return one_line(f"{scheme}://{host.rpartition('@')[2]}{slash}{path}", 500)
