"""Grade in this very process, for an author who looks on."""

from __future__ import annotations

import os
from collections.abc import Sequence

from gradewright.batch.hiring import Hiring
from gradewright.batch.judges import at_work, check_imports, stderr_kept_for_errors
from gradewright.course.records import Assignment
from gradewright.results import SubmissionResult
from gradewright.sandbox import devices
from gradewright.sandbox.launch import ONE_THREAD
from gradewright.submissions.records import Found


def grade_here(
    assignment: Assignment,
    hiring: Hiring,
    submissions: Sequence[Found],
    plugins: Sequence[object],
) -> list[SubmissionResult]:
    """Return the results of submissions, graded one by one as a judge's process would.

    What graders print is seen. `plugins` are pytest's, and see every test.

    Raises:
        GradewrightError: the course is wrong, no test is left to run, or our own parts are broken.
    """
    os.environ.update(ONE_THREAD | devices.settings())
    results: list[SubmissionResult] = []
    with stderr_kept_for_errors(), at_work(assignment, hiring) as (sandbox, models):
        from gradewright.grading.judge import grade

        sandbox.start()
        check_imports(assignment, sandbox.missing)
        grade(
            assignment,
            sandbox,
            hiring.terms,
            submissions,
            lambda result, _submission: results.append(result),
            models,
            plugins,
        )
    return results
