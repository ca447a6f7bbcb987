"""Spread submissions over judge processes; whatever becomes of one, the others go on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait

from gradewright.batch.hiring import Hiring
from gradewright.batch.judges import Delivery, JudgeProcess
from gradewright.batch.plan import Task
from gradewright.course.records import Assignment
from gradewright.errors import GradewrightError
from gradewright.phrases import say
from gradewright.results import Isolation, QuestionResult, SubmissionResult
from gradewright.submissions.records import Found

_TICK_SECONDS = 1.0
_START_SECONDS = 180.0


class Pool:
    """At most `jobs` judges; a judge that dies costs the submission it had at hand."""

    def __init__(self, tasks: Sequence[Task], hiring: Hiring) -> None:
        self.hiring = hiring
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
            while queue and len(self.judges) < self.hiring.jobs:
                judge = JudgeProcess(self.assignments[slug], self.hiring)
                self.judges.append(judge)
                judge.give(queue.popleft(), time.monotonic())

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
            queue = self.waiting[judge.assignment.slug]
            judge.give(queue.popleft() if queue else None, time.monotonic())
            yield message
            return
        self.judges.remove(judge)
        judge.end()
        if judge.at_hand is not None:
            yield Delivery(_lost(judge.at_hand, judge.assignment), None)

    def _is_overdue(self, judge: JudgeProcess) -> bool:
        """Tell whether a judge has one submission at hand for longer than can be explained."""
        limits = judge.assignment.limits
        most = 2 * limits.submission_seconds + 2 * limits.load_seconds + _START_SECONDS
        return judge.at_hand is not None and time.monotonic() - judge.since > most


def _lost(found: Found, assignment: Assignment) -> SubmissionResult:
    """Return the record of a submission whose judge died."""
    questions = tuple(
        QuestionResult(q.id, q.title, 0.0, q.points, (), q.functions) for q in assignment.questions
    )
    return SubmissionResult(
        student=found.student,
        assignment=found.assignment,
        files=(found.root.name,),
        digest="",
        status="failed",
        message=say("grading.judge_died"),
        isolation=Isolation("none", ()),
        score=0.0,
        max_score=assignment.points,
        seconds=0.0,
        questions=questions,
    )
