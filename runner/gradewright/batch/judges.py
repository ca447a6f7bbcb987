"""Judge processes: each serves one assignment and takes one submission after another."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from gradewright.batch.hiring import Hiring
from gradewright.course.records import Assignment
from gradewright.errors import CourseError, GradewrightError
from gradewright.results import SubmissionResult
from gradewright.sandbox import devices
from gradewright.sandbox.inside import kernel
from gradewright.sandbox.launch import ONE_THREAD
from gradewright.submissions.apart import interrupts_held, leave_the_terminal
from gradewright.submissions.records import Found, Submission

if TYPE_CHECKING:
    from gradewright.grading.evaluators import Models
    from gradewright.grading.records import Asked
    from gradewright.sandbox.zygote import ZygoteSandbox

_LAST_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """One finished submission: its record, and the main file for a rendered copy."""

    result: SubmissionResult
    main: tuple[str, bytes] | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A judge can take submissions: its sandbox is up, and it knows what it asks of each."""

    level: str
    asked: Asked


Message = Ready | Delivery | GradewrightError


class JudgeProcess:
    """One running judge and the submission it has at hand."""

    def __init__(self, assignment: Assignment, hiring: Hiring) -> None:
        context = multiprocessing.get_context("spawn")
        self.assignment = assignment
        self.pipe, theirs = context.Pipe()
        self.at_hand: Found | None = None
        self.is_coming = True
        self.since = time.monotonic()
        self.process = context.Process(
            target=_serve, args=(theirs, assignment, hiring), daemon=False
        )
        # Else a judge looks for modules in the folder of the call first, where submissions lie.
        os.environ.update(ONE_THREAD | devices.settings(), PYTHONSAFEPATH="1")
        with interrupts_held():
            self.process.start()
        theirs.close()

    def give(self, found: Found | None) -> None:
        """Hand over the next submission, or None when there are no more."""
        self.at_hand, self.is_coming, self.since = found, False, time.monotonic()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            # A judge that is gone is met when its pipe is read.
            self.pipe.send(found)

    def take(self) -> Message | None:
        """Return what the judge sends next; None when it is gone."""
        try:
            message: Message = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            return None
        return message

    def end(self) -> None:
        """Wait for the process; kill it where it lingers."""
        self.pipe.close()
        self.process.join(15)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def kill(self) -> None:
        """End the process at once; its zygote ends with it."""
        self.process.kill()
        self.pipe.close()
        self.process.join()


def _serve(pipe: Connection[Any, Any], assignment: Assignment, hiring: Hiring) -> None:
    """Be a judge: grade what the pipe brings until it brings None."""
    leave_the_terminal()
    # A judge can be replaced, the process that waits for it can't.
    kernel.end_first(300)
    _print_nothing()
    with stderr_kept_for_errors():
        _grade(pipe, assignment, hiring)


def _print_nothing() -> None:
    """Keep what graders and the reference print off the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


@contextlib.contextmanager
def stderr_kept_for_errors() -> Iterator[None]:
    """Show what is written to stderr only where the block raises.

    TensorFlow writes there whatever it is told, from code that Python's own streams do not reach.
    """
    shown = os.dup(2)
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        except BaseException:
            kept.seek(max(kept.tell() - _LAST_WORDS, 0))
            os.write(shown, kept.read())
            raise
        finally:
            os.dup2(shown, 2)
            os.close(shown)


def _grade(pipe: Connection[Any, Any], assignment: Assignment, hiring: Hiring) -> None:
    """Grade what the pipe brings, and send what comes of it."""

    def send(message: Message) -> None:
        # Nobody hears it where the run was killed; the feed ends then, too.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            pipe.send(message)

    def deliver(result: SubmissionResult, submission: Submission | None) -> None:
        main = (submission.main, submission.content) if submission is not None else None
        send(Delivery(result, main))

    with at_work(assignment, hiring) as (sandbox, models):
        from gradewright.grading.judge import grade

        def ready(asked: Asked) -> None:
            send(Ready(sandbox.isolation.level, asked))

        try:
            sandbox.start()
            check_imports(assignment, sandbox.missing)
            terms = hiring.terms
            grade(assignment, sandbox, terms, _feed(pipe), deliver, models, ready=ready)
        except GradewrightError as error:
            send(error)
    pipe.close()


@contextlib.contextmanager
def at_work(
    assignment: Assignment, hiring: Hiring
) -> Iterator[tuple[ZygoteSandbox, Models | None]]:
    """Give a sandbox, not started yet, and what works with models; they end with the block."""
    # Nothing that the caller's own pytest is told reaches the judge's.
    os.environ.update(
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        PYTEST_PLUGINS="gradewright.grading.plugin",
        PYTEST_ADDOPTS="",
    )
    from gradewright import phrases
    from gradewright.grading.evaluators import models_for
    from gradewright.sandbox.zygote import ZygoteSandbox

    phrases.use_language(hiring.language)
    settings = hiring.settings(assignment)
    sandbox, models = ZygoteSandbox(settings), models_for(assignment, settings)
    try:
        yield sandbox, models
    finally:
        sandbox.close()
        if models is not None:
            models.close()


def check_imports(assignment: Assignment, missing: tuple[str, ...]) -> None:
    """Refuse to grade without a package that the assignment stands on.

    Raises:
        CourseError: it cannot be imported here; file and key say which list names it.
    """
    needed = [name for name in assignment.load.preload if name in missing]
    if needed:
        raise CourseError(
            assignment.folder / "assignment.toml",
            "load.preload",
            f"{', '.join(needed)}, which cannot be imported here",
            "what is installed. Correct the name, install it (`pip install 'gradewright[all]'` has "
            "what the course uses), or grade another assignment with --assignment",
        )


def _feed(pipe: Connection[Any, Any]) -> Iterator[Found]:
    while True:
        try:
            found = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
        if found is None:
            return
        yield found
