"""The versioned result records: the only thing that reports, gradebook and exports know.

`results.schema.json` beside this file documents the same shape for other programs.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

SCHEMA = "gradewright/results/v1"

SubmissionStatus = Literal["graded", "unreadable", "failed"]
TestStatus = Literal["passed", "failed", "error", "timeout", "crashed", "skipped"]
Visibility = Literal["visible", "hidden", "after_deadline"]
Extent = Literal["everything", "correctness", "performance"]
AttentionKind = Literal["nothing_found", "other_work", "misnamed", "identity", "kept_earlier"]

MomentSource = Literal["", "file", "name", "git", "csv"]

VISIBILITIES: tuple[str, ...] = get_args(Visibility)

_SCALARS = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of the student's own code that an error passed through."""

    file: str
    cell: int | None
    line: int
    function: str
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a test failed, in parts that a report can lay out.

    `problem` is one sentence that never gives an expected value away. `expected` and `got` name
    kind, dtype and shape. What does show values is in `rows` (index, got, expected) and
    `largest`, and is dropped for hidden tests.
    """

    problem: str
    function: str = ""
    call: str = ""
    expected: str = ""
    got: str = ""
    differing: str = ""
    largest: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    cause: str = ""
    trace: tuple[CodeLine, ...] = ()

    def without_values(self) -> Failure:
        """Return the failure as a hidden test may show it: the kind of fault, no value."""
        return dataclasses.replace(self, largest="", rows=())


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test of one submission.

    `given` names the functions that the reference answered in the place of the submission's, which
    have failed tests of their own. `because_of` names the questions that the test was lost for,
    where nothing is known against the work on its own question. `fault` is the stable id of what
    went wrong (`words.faults`), the same for all who made that fault; "" where nothing did.
    """

    id: str
    title: str
    score: float
    max_score: float
    visibility: Visibility
    message: str
    seconds: float
    status: TestStatus
    failure: Failure | None = None
    given: tuple[str, ...] = ()
    because_of: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question of one submission: the sum of its tests."""

    id: str
    title: str
    score: float
    max_score: float
    tests: tuple[TestResult, ...]
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeExcerpt:
    """The student's definition of one graded function, as it stands in the submission."""

    function: str
    file: str
    cell: int | None
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Isolation:
    """The level of the seal a submission ran under, and the protections that were really on."""

    level: str = "none"
    protections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measurement:
    """One performance check: what was measured, against what, and what it earned.

    `value`, `reference` and `spread` (half the distance between the quartiles) are in `unit`;
    `ratio` is value by reference. `scale` gives points as (value or ratio, fraction of the
    points), linear between; `scaled` says which of the two it is read at. `low` and `high` bound
    what the scale is read at, None where nobody knows. `flag` says why a decision was given the
    benefit of the doubt, "" where there was no doubt.
    """

    test: str
    question: str
    title: str
    kind: Literal["accuracy", "step_time", "time", "loss", "value"]
    value: float
    unit: str
    reference: float | None
    ratio: float | None
    spread: float | None
    scaled: Literal["value", "ratio"]
    scale: tuple[tuple[float, float], ...]
    earned: float
    repeats: int
    device: str
    data: str
    budget: str
    flag: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line or cloud of points of a plot. None in `ys` is a gap."""

    name: str
    whose: Literal["student", "reference", "printed", "data"]
    look: Literal["line", "dashes", "points", "rings"]
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Series over common axes; `equal` axes have one scale."""

    x_label: str
    y_label: str
    series: tuple[Series, ...]
    equal: bool = False
    x_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of counts, rows by columns, such as a confusion matrix."""

    rows: str
    columns: str
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ImageGrid:
    """Equal images laid out in one PNG file (base64), `columns` a row, `cell` pixels each."""

    name: str
    png: str
    count: int
    columns: int
    cell: tuple[int, int]
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Images:
    """Grids of images to look at side by side."""

    grids: tuple[ImageGrid, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a grader drew of the values that came back: exactly one of its three parts is set."""

    test: str
    question: str
    title: str
    caption: str
    visibility: Visibility
    plot: Plot | None = None
    matrix: Matrix | None = None
    images: Images | None = None


@dataclass(frozen=True, slots=True)
class GraderFault:
    """A test whose grader failed itself: its points are not asked for.

    `file` (below the course's folder) and `line` are the grader's or the reference's innermost;
    `command` runs the test again.
    """

    test: str
    error: str
    file: str
    line: int
    traceback: str
    command: str


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """Everything that grading one submission found; `title` is the assignment's.

    `attention` says in a sentence why an instructor should look at it, "" where nothing asks for
    one, and `attention_kinds` of which kinds the reasons are. `student_id`, `attempt` and `late`
    are what a learning system wrote into the names. `submitted` (ISO-8601, UTC) is when the work
    was handed in, "" where nobody knows, and `submitted_from` what says so.

    Results of several runs may stand together: `created` (ISO-8601, UTC), `seed` and `only` (which
    tests ran) are those of the run that graded this one, and `graded_with` names all that decided
    it but its own files: where both are the same, grading again is of no use. `page` leads to its
    page from the folder of the results, "" where it has none.
    """

    student: str
    assignment: str
    files: tuple[str, ...]
    digest: str
    status: SubmissionStatus
    message: str | None
    isolation: Isolation
    score: float
    max_score: float
    seconds: float
    questions: tuple[QuestionResult, ...]
    measurements: tuple[Measurement, ...] = ()
    pictures: tuple[Picture, ...] = ()
    data: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    code: tuple[CodeExcerpt, ...] = ()
    title: str = ""
    attention: str = ""
    student_id: str = ""
    attempt: str = ""
    late: bool = False
    created: str = ""
    seed: int | None = None
    only: Extent = "everything"
    graded_with: str = ""
    page: str = ""
    grader_faults: tuple[GraderFault, ...] = ()
    submitted: str = ""
    submitted_from: MomentSource = ""
    attention_kinds: tuple[AttentionKind, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry of what was named that is graded for nobody: its path as shown, and the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Device:
    """What numerical work ran on."""

    kind: Literal["cpu", "gpu", "tpu"]
    name: str


@dataclass(frozen=True, slots=True)
class Environment:
    """What the grading ran with."""

    python: str
    packages: dict[str, str]
    device: Device


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What all submissions of one grading run share."""

    course: str
    created: str
    seed: int
    environment: Environment


@dataclass(frozen=True, slots=True)
class Results:
    """What an output folder holds: its last run's circumstances and a record a submission.

    `decisions` says in words how layouts were read, where they could be read in several ways.
    """

    run: RunInfo
    submissions: tuple[SubmissionResult, ...]
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[str, ...] = ()


def to_plain(record: Any) -> Any:
    """Return a record as dictionaries, lists and scalars, ready for JSON."""
    kind: Any = type(record)
    if kind in _SCALARS:
        return record
    if kind is tuple or kind is list:
        return [to_plain(v) for v in record]
    names = _field_names(kind)
    if names is not None:
        return {name: to_plain(getattr(record, name)) for name in names}
    if isinstance(record, Mapping):
        return {str(k): to_plain(v) for k, v in record.items()}
    return [to_plain(v) for v in record] if isinstance(record, (list, tuple)) else record


@cache
def _field_names(kind: Any) -> tuple[str, ...] | None:
    """Return the names of a record's fields, None for a class of no records."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))


def head(
    run: RunInfo, left_out: Sequence[LeftOut] = (), decisions: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the part of `results.json` before its submissions."""
    return {
        "schema": SCHEMA,
        "course": run.course,
        "created": run.created,
        "seed": run.seed,
        "environment": to_plain(run.environment),
        "decisions": list(decisions),
        "left_out": to_plain(tuple(left_out)),
    }


def to_json(results: Results) -> str:
    """Return the text of `results.json`."""
    document = head(results.run, results.left_out, results.decisions)
    document["submissions"] = to_plain(results.submissions)
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
