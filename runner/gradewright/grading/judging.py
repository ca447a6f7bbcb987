"""Come to the verdicts on one submission: its tests in order, then follow-through, then advice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from gradewright.errors import MachineryError
from gradewright.grading.callgraph import CallGraph, graph_of
from gradewright.grading.case import Case
from gradewright.grading.culprits import Culprits
from gradewright.grading.desk import Desk
from gradewright.grading.following import Following
from gradewright.grading.repeating import Repeating
from gradewright.grading.running import blocking, skip
from gradewright.grading.selection import Selection
from gradewright.grading.traces import Tracer
from gradewright.submissions.records import Submission
from gradewright.verdicts.advice import Advice, advise
from gradewright.verdicts.verdict import Verdict


class Judging:
    """Judges one submission after another by the same tests."""

    def __init__(self, desk: Desk, selection: Selection) -> None:
        self.desk, self.selection = desk, selection
        self._known_graph: CallGraph | None = None
        self._tracer = Tracer(lambda name: self.desk.reference().target(name))

    def judge(self, submission: Submission, *, is_last: bool = False) -> tuple[Case, Advice]:
        """Return what came of one submission; it stays open.

        Args:
            submission: its files.
            is_last: whether nobody tries again after a MachineryError.

        Raises:
            CourseError: the assignment's graders cannot be used.
            MachineryError: our own parts failed; they are not to be used any more.
        """
        case = self.desk.take(submission)
        with self._set_up_anew():
            verdicts = self._run(is_last=is_last)
            target = self.desk.reference().target
            report = case.session.report
            advice = advise(self.desk.assignment, submission, report, verdicts, target)
            if self.desk.terms.lines:
                advice = replace(advice, verdicts=self._culprits(advice.verdicts))
            return case, advice

    @contextlib.contextmanager
    def _set_up_anew(self) -> Iterator[None]:
        """Leave nothing of what tests set up in the block, however it ends."""
        try:
            yield
        finally:
            for item in self.selection.items[:1]:
                item.session._setupstate.teardown_exact(None)  # noqa: SLF001

    def _run(self, *, is_last: bool) -> dict[str, Verdict]:
        """Run the graders once, in order."""
        repeating = Repeating(self.desk)
        verdicts: dict[str, Verdict] = {}
        items, planned = self.selection.items, self.selection.planned
        for item, test, following in zip(items, planned, [*items[1:], None], strict=True):
            blocker = blocking(test, planned, verdicts)
            if blocker is not None:
                verdicts[test.id] = skip(item, following, blocker.title)
            else:
                verdicts[test.id] = repeating.run(test, item, following)
        if self.desk.assignment.follow_through:
            self._follow(verdicts, repeating, is_last=is_last)
        return verdicts

    def _follow(self, verdicts: dict[str, Verdict], repeating: Repeating, *, is_last: bool) -> None:
        """Have what is lost because of another question tried again."""
        following = Following(self.desk, self._graph(), self.selection, verdicts, repeating)
        try:
            following.run()
        except MachineryError:
            if not is_last:
                raise
            # What was found before stands: nobody loses by being tried again.
            self.desk.at_hand.follow(None)
        following.owe()

    def _culprits(self, verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
        """Return the verdicts with the lines that are found to be the fault."""
        if self.desk.hear is not None or all(verdict.passed for verdict in verdicts.values()):
            return verdicts
        try:
            return Culprits(self.desk, self.selection, self._tracer, verdicts).find()
        except MachineryError:
            # The verdicts stand. What was told meanwhile must be of no use to a second try.
            self.desk.tear_down()
            return verdicts

    def _graph(self) -> CallGraph:
        """Return what rests on what in the reference."""
        if self._known_graph is None:
            self._known_graph = graph_of(self.desk.assignment.reference_file)
        return self._known_graph
