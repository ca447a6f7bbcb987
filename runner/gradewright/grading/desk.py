"""The judge's desk: what lives as long as the judge, and the submission at hand."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from types import ModuleType

from gradewright.course.records import Assignment
from gradewright.errors import MachineryError
from gradewright.grading.calling import Hear
from gradewright.grading.case import Case
from gradewright.grading.evaluators import Models
from gradewright.grading.kept import KeptByJudge
from gradewright.grading.reference import Reference, load_reference
from gradewright.grading.terms import Terms
from gradewright.performance.artefact import Artefact
from gradewright.performance.facts import ModelFacts
from gradewright.performance.store import Store
from gradewright.performance.timing import Comparison
from gradewright.sandbox.base import Bundle, Sandbox
from gradewright.submissions.records import Submission

# So many forms of models are remembered: a class has a few, and odd ones are many.
_MOST_FORMS = 200


class Desk:
    """What lives as long as the judge: where submissions run, what all of them are judged with."""

    def __init__(
        self,
        assignment: Assignment,
        sandbox: Sandbox,
        terms: Terms,
        models: Models | None = None,
    ) -> None:
        self.assignment, self.sandbox, self.terms = assignment, sandbox, terms
        self.models = models
        self.case: Case | None = None
        self.kept = KeptByJudge(assignment, terms.budget, lambda: self.store)
        # Hears every call of the submission's functions, and what came of it.
        self.hear: Hear | None = None
        # Step times are measured again in every run and by every judge: the machine's load differs.
        self.times: dict[str, Comparison] = {}
        self._reference: ModuleType | None = None
        self._facts: OrderedDict[tuple[str, str], ModelFacts] = OrderedDict()

    @property
    def at_hand(self) -> Case:
        """Return the submission that is being judged."""
        assert self.case is not None
        return self.case

    @cached_property
    def store(self) -> Store:
        """Return what keeps values that were worked out once.

        Where submissions see the files of the user who grades, nothing is taken from a folder that
        one of them could write into.
        """
        is_safe = "own_files" in self.sandbox.isolation.protections
        return Store(self.terms.kept if is_safe else None, self.assignment.slug)

    def take(self, submission: Submission) -> Case:
        """Open the submission; it becomes the one at hand."""
        if self.models is not None:
            self.models.expect()
        started = time.monotonic()
        session = self.sandbox.open(bundle_of(submission, self.assignment))
        left = self.assignment.limits.submission_seconds - (time.monotonic() - started)
        self.case = Case(self.assignment, submission, session, left)
        return self.case

    def put_away(self) -> None:
        """Close the submission at hand; a death of the machinery now costs it nothing any more."""
        case, self.case = self.case, None
        try:
            if case is not None:
                case.session.close()
            if self.models is not None:
                self.models.rest()
        except MachineryError:
            self.tear_down()

    def tear_down(self) -> None:
        """End every process that submissions and their models ran in: the next get new ones."""
        self.case = None
        self.sandbox.close()
        if self.models is not None:
            self.models.close()

    def forget_deaths(self) -> None:
        """Let `died` tell of what comes from now on."""
        self.at_hand.has_died = self.at_hand.ended_from_outside = False
        if self.models is not None:
            self.models.forget_deaths()

    def died(self) -> bool:
        """Tell whether a worker or the evaluator vanished without the word of our own watcher."""
        return self.at_hand.has_died or (self.models is not None and self.models.died())

    def described(
        self, artefact: Artefact, describe: Callable[[Artefact], ModelFacts]
    ) -> ModelFacts:
        """Return what the evaluator says of a model's form: it is asked once for a class.

        Raises:
            CheckFailed: the model cannot be rebuilt; that is not kept.
        """
        if artefact.form in self._facts:
            self._facts.move_to_end(artefact.form)
            return self._facts[artefact.form]
        facts = self._facts[artefact.form] = describe(artefact)
        while len(self._facts) > _MOST_FORMS:
            self._facts.popitem(last=False)
        return facts

    def reference(self) -> Reference:
        """Return the reference solution's functions."""
        if self._reference is None:
            self._reference = load_reference(self.assignment)
        return Reference(self._reference)


def bundle_of(submission: Submission, assignment: Assignment) -> Bundle:
    """Return what the worker needs of the submission."""
    return Bundle(
        cells=tuple((cell.file, cell.number, cell.source) for cell in submission.cells),
        files=submission.modules,
        support={
            path.stem: path.read_text(encoding="utf-8-sig") for path in assignment.load.support
        },
        functions=assignment.functions,
        mode=assignment.load.mode,
        shared=assignment.load.fresh == "changed",
        helpers=tuple((cell.file, cell.number, cell.source) for cell in submission.helpers),
    )
