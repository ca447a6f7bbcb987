"""Which submissions need no grading again: what the folder holds of them still stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gradewright.batch.plan import Task
from gradewright.course.records import Assignment
from gradewright.reports.holdings import Held, Identity
from gradewright.submissions.apart import read_apart
from gradewright.submissions.records import Found, Submission

Lookup = Callable[[Identity], Held | None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a submission reads as: the digest of its files, and the reader's notes."""

    digest: str
    notes: tuple[str, ...]


def unchanged(
    tasks: Sequence[Task], lookup: Lookup, bases: dict[str, str], seed: int | None
) -> frozenset[Identity]:
    """Return whose results would come out the same: same files, same basis, same seed.

    Args:
        tasks: the submissions named.
        lookup: what the output folder holds of a student for an assignment.
        bases: the digest of all else that decides a result, by slug.
        seed: the seed asked for; None: any will do.
    """
    candidates = []
    for task in tasks:
        for found in task.submissions:
            held = lookup(identity_of(found))
            if held is not None and _stands(held, found, bases[found.assignment], seed):
                candidates.append((found, task.assignment, held))
    read_now = contents([(found, assignment) for found, assignment, _ in candidates])
    return frozenset(
        held.identity
        for (_, _, held), content in zip(candidates, read_now, strict=False)
        if content is not None and _is_same(held, content)
    )


def identity_of(found: Found) -> Identity:
    """Return whose submission it is, as results say it."""
    return found.student, found.student_id, found.assignment


def _stands(held: Held, found: Found, basis: str, seed: int | None) -> bool:
    """Tell whether a result is as good as a new one, if the files are the same."""
    row = held.row
    return (
        row.status == "graded"
        and held.graded_with == basis
        and (seed is None or held.seed == seed)
        and (row.attempt, row.late) == (found.attempt, found.late)
    )


def _is_same(held: Held, content: Content) -> bool:
    notes = held.notes[: len(content.notes)]
    return held.digest == content.digest and notes == content.notes


def contents(work: Sequence[tuple[Found, Assignment]]) -> Iterator[Content | None]:
    """Yield what each submission reads as, None where it cannot be read.

    Where a file ends the process that reads, or holds it up, nothing more is yielded.
    """
    return read_apart(work, _content)


def _content(submission: Submission) -> Content:
    return Content(submission.digest, submission.notes)
