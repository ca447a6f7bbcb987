"""Grade one student's folder sealed, as a batch of one."""

from __future__ import annotations

import os
from pathlib import Path

from gradewright.batch.basis import environment
from gradewright.batch.run import Options, run
from gradewright.course.records import Course
from gradewright.errors import MachineryError
from gradewright.grading.terms import Only
from gradewright.phrases import say
from gradewright.results import Environment, RunInfo, SubmissionResult
from gradewright.sandbox.launch import Levels


def grade_folder(
    course: Course,
    folder: Path,
    assignment: str | None,
    out: Path,
    levels: Levels,
    *,
    kept: Path | None = None,
    only: Only = "everything",
    jobs: int | None = None,
) -> tuple[SubmissionResult, ...]:
    """Return what grading the work in a folder found: a result an assignment.

    Args:
        course: where graders come from.
        folder: one student's work.
        assignment: the only one wanted; None: those that the files tell.
        out: the folder of the reports for instructors.
        levels: of isolation.
        kept: where what is worked out once stays.
        only: which tests run.
        jobs: how many judges; None: one a core.

    Raises:
        UsageError: nothing to grade is there.
        CourseError: the course's own files are wrong.
        MachineryError: grading failed; nothing that it wrote is a score.
    """
    options = Options(
        paths=(folder,),
        assignment=assignment,
        layout="student",
        out=out,
        jobs=jobs or os.cpu_count() or 1,
        seed=None,
        notebooks=False,
        levels=levels,
        only=only,
        again=True,
        kept=kept,
    )
    results: list[SubmissionResult] = []
    summary = run(
        course, options, lambda _count: None, lambda result, _outcome: results.append(result)
    )
    failed = [result.message or "" for result in results if result.status == "failed"]
    if failed or summary.unfinished or not results:
        raise MachineryError(say("exports.no_score", message=" ".join(failed)))
    return tuple(results)


def run_of(result: SubmissionResult, course: str, place: Environment | None = None) -> RunInfo:
    """Return the circumstances of one result, without its seed."""
    return RunInfo(course, result.created, 0, place or environment())
