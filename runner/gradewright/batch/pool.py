"""Spread submissions over judge processes; whatever becomes of one, the others go on."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing.connection import wait

from gradewright.batch.hiring import Hiring
from gradewright.batch.judges import Delivery, JudgeProcess, Ready
from gradewright.batch.plan import Task
from gradewright.errors import GradewrightError
from gradewright.grading.records import Asked, all_of, record
from gradewright.phrases import say
from gradewright.submissions.records import Found

_TICK_SECONDS = 1.0
_START_SECONDS = 600.0


class Pool:
    """At most `jobs` judges; a judge that dies costs the submission it had at hand.

    What is asked of that one, another judge knows; its result waits for one that came so far.

    Without namespaces the kernel counts the processes of all submissions together, and a fork bomb
    would starve the others: there, one judge works at a time.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        hiring: Hiring,
        is_over: Callable[[], bool] = lambda: False,
        look: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the work of a run, in the order in which it is to be done.

        `is_over` tells whether to stop; `look` is called at least every second.
        """
        self.hiring, self.jobs, self.is_over, self.look = hiring, hiring.jobs, is_over, look
        self.waiting = {task.assignment.slug: deque(task.submissions) for task in tasks}
        self.long = {task.assignment.slug for task in tasks if task.is_long}
        self.assignments = {task.assignment.slug: task.assignment for task in tasks}
        self.judges: list[JudgeProcess] = []
        self.asked: dict[str, Asked] = {}
        self.lost: list[Found] = []

    def run(self) -> Iterator[Delivery]:
        """Yield every submission's result as it comes, until `is_over` says so.

        Raises:
            GradewrightError: a judge found the course wrong or our own parts broken; the
                remaining submissions are not graded.
        """
        try:
            self._hire()
            while self.judges and not self.is_over():
                yield from self._round()
                yield from self._written_off(self.asked)
                self._hire()
                self.look()
            if not self.is_over():
                whole = {slug: all_of(each) for slug, each in self.assignments.items()}
                yield from self._written_off(whole)
        finally:
            for judge in self.judges:
                judge.kill()

    def unfinished(self) -> tuple[Found, ...]:
        """Return the submissions that have no result yet: those at hand, and those waiting."""
        at_hand = [judge.at_hand for judge in self.judges if judge.at_hand is not None]
        waiting = [found for queue in self.waiting.values() for found in queue]
        return (*at_hand, *self.lost, *waiting)

    def _hire(self) -> None:
        """Start judges while there is room and work that nobody is about to take.

        Short work is shared by all. Then each goes where fewest are: as few as can be start up for
        one assignment, and none waits for what another works out for the same one.
        """
        while len(self.judges) < self.jobs:
            at = Counter(judge.assignment.slug for judge in self.judges)
            coming = Counter(judge.assignment.slug for judge in self.judges if judge.is_coming)
            open_ = [slug for slug, queue in self.waiting.items() if len(queue) > coming[slug]]
            if not open_:
                return
            slug = min(open_, key=lambda slug: (slug in self.long, at[slug]))
            self.judges.append(JudgeProcess(self.assignments[slug], self.hiring))

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
        if lost is not None and self.is_over():
            queue.appendleft(lost)
        elif lost is not None:
            self.lost.append(lost)

    def _written_off(self, asked: Mapping[str, Asked]) -> Iterator[Delivery]:
        """Yield the results of lost submissions of which it is known what was asked."""
        known = [found for found in self.lost if found.assignment in asked]
        self.lost = [found for found in self.lost if found not in known]
        for found in known:
            assignment, died = self.assignments[found.assignment], say("grading.judge_died")
            result = record(found, assignment, asked[found.assignment], "failed", died)
            yield Delivery(result, None)

    def _give(self, judge: JudgeProcess, message: Ready | Delivery) -> None:
        """Give a judge its next submission, or nothing where it is not needed any more."""
        if isinstance(message, Ready):
            self.asked[judge.assignment.slug] = message.asked
            if message.level != "namespaces":
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
