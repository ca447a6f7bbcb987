"""Spread submissions over judge processes; whatever becomes of one, the others go on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait

from gradewright.batch.hiring import Hiring
from gradewright.batch.judges import Delivery, JudgeProcess, Ready
from gradewright.batch.plan import Task
from gradewright.course.records import Assignment
from gradewright.errors import GradewrightError
from gradewright.phrases import say
from gradewright.results import Isolation, QuestionResult, SubmissionResult
from gradewright.submissions.records import Found

_TICK_SECONDS = 1.0
_START_SECONDS = 600.0


class Pool:
    """At most `jobs` judges; a judge that dies costs the submission it had at hand.

    Without namespaces the kernel counts the processes of all submissions together, and a fork bomb
    would starve the others: there, one judge works at a time.
    """

    def __init__(self, tasks: Sequence[Task], hiring: Hiring) -> None:
        self.hiring, self.jobs = hiring, hiring.jobs
        self.waiting = {task.assignment.slug: deque(task.submissions) for task in tasks}
        self.assignments = {task.assignment.slug: task.assignment for task in tasks}
        self.judges: list[JudgeProcess] = []

    def run(self) -> Iterator[Delivery]:
        """Yield every submission's result as it comes.

        Raises:
            GradewrightError: a judge found the course wrong or our own parts broken; the
                remaining submissions are not graded.
        """
        try:
            self._hire()
            while self.judges:
                yield from self._round()
                self._hire()
        finally:
            for judge in self.judges:
                judge.kill()

    def _hire(self) -> None:
        """Start judges while there is room and work that nobody is about to take."""
        for slug, queue in self.waiting.items():
            coming = sum(j.assignment.slug == slug and j.is_coming for j in self.judges)
            while len(queue) > coming and len(self.judges) < self.jobs:
                self.judges.append(JudgeProcess(self.assignments[slug], self.hiring))
                coming += 1

    def _round(self) -> Iterator[Delivery]:
        """Wait for some judges and deal with what they send."""
        ready = wait([judge.pipe for judge in self.judges], _TICK_SECONDS)
        for judge in [judge for judge in self.judges if judge.pipe in ready]:
            yield from self._hear(judge)
        for judge in [judge for judge in self.judges if self._is_overdue(judge)]:
            judge.process.kill()

    def _hear(self, judge: JudgeProcess) -> Iterator[Delivery]:
        message = judge.take()
        if isinstance(message, GradewrightError):
            raise message
        if message is not None:
            self._give(judge, message)
            if isinstance(message, Delivery):
                yield message
            return
        self.judges.remove(judge)
        judge.end()
        queue = self.waiting[judge.assignment.slug]
        # One that died before its first submission costs one, too: else it is hired for ever.
        lost = queue.popleft() if judge.is_coming and queue else judge.at_hand
        if lost is not None:
            yield Delivery(_lost(lost, judge.assignment), None)

    def _give(self, judge: JudgeProcess, message: Ready | Delivery) -> None:
        """Give a judge its next submission, or nothing where it is not needed any more."""
        if isinstance(message, Ready) and message.level != "namespaces":
            self.jobs = 1
        at_work = any(other.at_hand is not None for other in self.judges if other is not judge)
        queue = self.waiting[judge.assignment.slug]
        wanted = queue and not (self.jobs == 1 and at_work)
        judge.give(queue.popleft() if wanted else None)

    def _is_overdue(self, judge: JudgeProcess) -> bool:
        """Tell whether a judge takes longer than can be explained, for a submission or to come."""
        limits = judge.assignment.limits
        # Timings wait for those of the other judges.
        turns = self.hiring.jobs + 1
        most = turns * (limits.submission_seconds + limits.load_seconds) + _START_SECONDS
        is_idle = judge.at_hand is None and not judge.is_coming
        return not is_idle and time.monotonic() - judge.since > most


def _lost(found: Found, assignment: Assignment) -> SubmissionResult:
    """Return the record of a submission whose judge died."""
    questions = tuple(
        QuestionResult(q.id, q.title, 0.0, q.points, (), q.functions) for q in assignment.questions
    )
    return SubmissionResult(
        student=found.student,
        assignment=found.assignment,
        files=found.names,
        digest="",
        status="failed",
        message=say("grading.judge_died"),
        isolation=Isolation("none", ()),
        score=0.0,
        max_score=assignment.points,
        seconds=0.0,
        questions=questions,
        title=assignment.title,
    )
