"""Run visible tests on a student's work, and say what came of each."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from importlib.util import find_spec
from typing import Any

import numpy as np

from gradewright import checks
from gradewright.checks import CheckFailed
from gradewright.graders.models import ModelReader
from gradewright.graders.pictures import Pictures, Place
from gradewright.graders.student import Student
from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.seeds import seed_of
from gradewright.selfcheck.calling import Calls, Hear
from gradewright.selfcheck.collecting import Fixture, Graders, Test
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Check, Kit
from gradewright.selfcheck.models import described
from gradewright.selfcheck.stand_in import Skipped
from gradewright.selfcheck.work import Work
from gradewright.verdicts.advice import advise
from gradewright.verdicts.verdict import Verdict, unwritten_in


class Checking:
    """Checks works on one assignment; a grader's file is imported once.

    Attributes:
        kit: the assignment.
        calls: the calls of the test at hand, or of the last one.
    """

    def __init__(self, kit: Kit, hear: Hear | None = None) -> None:
        """Hold the kit; `hear` is told of each call before it is made."""
        self.kit = kit
        self.calls: Calls | None = None
        self._hear = hear
        self._graders = Graders(kit)
        self._stub: dict[str, Callable[..., object]] | None = None

    def prepare(self) -> None:
        """Import all graders ahead."""
        for _ in self._graders.tests(self.kit.checks):
            pass

    def run(
        self, work: Work, wanted: Sequence[Check], seed: int, lost: Collection[Check] = ()
    ) -> Iterator[Found]:
        """Yield what comes of each test, in order; each question finds the work as loaded.

        Args:
            work: the loaded work.
            wanted: the tests to run.
            seed: the fresh inputs are drawn from it.
            lost: tests that were run before, elsewhere, and did not pass.
        """
        passed = {(check.file, check.function): False for check in lost}
        shared: dict[str, dict[str, Any]] = {}
        question = ""
        with ExitStack() as ended:
            for test in self._graders.tests(wanted):
                if question and test.check.question != question:
                    work.renew()
                question = test.check.question
                found = self._waiting(test, passed) or self._found(
                    test, work, seed, shared.setdefault(test.check.file, {}), ended
                )
                name = (test.check.file, test.check.function)
                passed[name] = passed.get(name, True) and found.status == "passed"
                yield found

    def _waiting(self, test: Test, passed: Mapping[tuple[str, str], bool]) -> Found | None:
        """Return why a test is not tried, None where it is."""
        absent = [name for name in test.needs if find_spec(name) is None]
        if absent:
            return Found(test.check, "todo", words=say("selfcheck.needs", package=absent[0]))
        for name in test.depends:
            if not passed.get((test.check.file, name), True):
                title = next(c.title for c in self.kit.checks if c.function == name)
                return Found(test.check, "todo", words=say("selfcheck.waits", title=title))
        return None

    def _found(
        self, test: Test, work: Work, seed: int, shared: dict[str, Any], ended: ExitStack
    ) -> Found:
        seconds = self.kit.question(test.check.question).seconds
        calls = self.calls = Calls(work, test.check.id, seed, seconds, self._hear)
        # What checks remember of calls ends with the test: this may be somebody's notebook.
        context = copy_context()
        context.run(checks.about, single=work.report.single)
        given = _Given(test, calls, seed, self.kit.most_parameters, shared, ended)
        started = time.perf_counter()
        verdict, words = _verdict(lambda: context.run(_run, test, given))
        took = time.perf_counter() - started
        if verdict.failure is not None and not verdict.passed:
            verdict = self._advised(test.check.id, verdict, work)
        printed, unprinted = calls.printout()
        if not words and verdict.failure is not None and not verdict.failure.cause:
            words = self._unwritten(test.check, verdict.unwritten)
        status = "passed" if verdict.passed else "todo" if words else "failed"
        return Found(
            test.check,
            status,  # type: ignore[arg-type]
            None if verdict.passed or words else verdict.failure,
            words,
            printed,
            unprinted,
            took,
        )

    def _unwritten(self, check: Check, function: str) -> str:
        """Return which function has to be written first, "" where that is not what is amiss."""
        if function not in self.kit.assignment.functions:
            return ""
        is_own = function in self.kit.question(check.question).functions
        key = "selfcheck.unwritten" if is_own else "selfcheck.unwritten_elsewhere"
        return say(key, function=function)

    def _advised(self, test: str, verdict: Verdict, work: Work) -> Verdict:
        """Return a verdict with what the student's source tells added to its failure."""
        advice = advise(
            self.kit.assignment, work.submission, work.report, {test: verdict}, self._signature
        )
        return advice.verdicts[test]

    def _signature(self, function: str) -> Callable[..., object]:
        """Return a function of that name with the signature that is asked for: the stub's."""
        if self._stub is None:
            self._stub = _functions_in(self.kit.stub)
        try:
            return self._stub[function]
        except KeyError:
            raise AttributeError(function) from None


def _functions_in(stub: str) -> dict[str, Callable[..., object]]:
    """Return functions with the heads of those in a stub; nothing of what they do is run."""
    import ast

    tree = ast.parse(stub)
    heads = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for head in heads:
        head.body, head.decorator_list, head.returns = [ast.Pass()], [], None
        for argument in ast.walk(head.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
        # A default may name anything; that there is one is all that is asked.
        head.args.defaults = [ast.Constant(None) for _ in head.args.defaults]
        head.args.kw_defaults = [d and ast.Constant(None) for d in head.args.kw_defaults]
    module = ast.fix_missing_locations(ast.Module(list(heads), []))
    namespace: dict[str, Any] = {}
    exec(compile(module, "<stub>", "exec"), namespace)  # noqa: S102 - heads of the course's own
    return {head.name: namespace[head.name] for head in heads}


def _verdict(run: Callable[[], None]) -> tuple[Verdict, str]:
    """Return what a test came to, and why it was not tried ("" where it was)."""
    try:
        run()
    except CheckFailed as failed:
        verdict = Verdict("failed", 0.0, failed.failure, unwritten=unwritten_in(failed))
        return verdict, ""
    except Skipped as skipped:
        return Verdict("skipped", 0.0), str(skipped)
    except Exception as error:  # noqa: BLE001 - a fault of a test's own is no fault of the student's
        text = say("selfcheck.own_fault", error=f"{type(error).__name__}: {error}")
        return Verdict("skipped", 0.0, Failure(text)), text
    return Verdict("passed", 0.0, fraction=1.0), ""


def _run(test: Test, given: _Given) -> None:
    with given.torn_down():
        names = inspect.signature(test.function).parameters
        arguments = {
            name: test.parameters[name] if name in test.parameters else given[name]
            for name in names
        }
        test.function(**arguments)


class _Given:
    """What a test is given by its arguments' names; each thing is made once a test."""

    def __init__(
        self,
        test: Test,
        calls: Calls,
        seed: int,
        most_parameters: int,
        shared: dict[str, Any],
        ended: ExitStack,
    ) -> None:
        self._test, self._shared, self._ended = test, shared, ended
        self._made: dict[str, Any] = {}
        self._own = ExitStack()
        student = Student(calls, most_parameters=most_parameters)
        check = test.check
        place = Place(check.id, check.question, "visible")
        self._builtin: dict[str, Callable[[], Any]] = {
            "student": lambda: student,
            "rng": lambda: np.random.default_rng(seed_of(seed, check.id)),
            "models": lambda: ModelReader(student, described),
            "picture": lambda: Pictures(place, lambda _picture: None),
        }

    @contextmanager
    def torn_down(self) -> Generator[None]:
        """Tear down what the test's own fixtures set up, however it ends."""
        with self._own:
            yield

    def __getitem__(self, name: str) -> Any:
        if name in self._made:
            return self._made[name]
        fixture = self._test.fixtures.get(name)
        if fixture is None:
            value = self._builtin[name]()
        elif fixture.shared:
            if name not in self._shared:
                self._shared[name] = self._made_by(fixture, self._ended)
            value = self._shared[name]
        else:
            value = self._made_by(fixture, self._own)
        self._made[name] = value
        return value

    def _made_by(self, fixture: Fixture, ended: ExitStack) -> Any:
        function = fixture.function
        arguments = {name: self[name] for name in inspect.signature(function).parameters}
        if inspect.isgeneratorfunction(function):
            return ended.enter_context(contextmanager(function)(**arguments))
        return function(**arguments)
