"""Read submissions in a process of its own, which a hostile file may end; Ctrl-C is not for it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission

T = TypeVar("T")

_READ_SECONDS = 60.0


def read_apart(
    work: Sequence[tuple[Found, Assignment]], told: Callable[[Submission], T]
) -> Iterator[T | None]:
    """Yield what is told of each submission, None where it cannot be read.

    Where a file ends the other process, or holds it up, nothing more is yielded.

    Args:
        work: the submissions, each with what it was handed in for.
        told: a function of a module, which the other process calls.
    """
    if not work:
        return
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_read_all, args=(theirs, list(work), told), daemon=True)
    with interrupts_held():
        process.start()
    theirs.close()
    try:
        for _ in work:
            if not ours.poll(_READ_SECONDS):
                return
            yield ours.recv()
    except (EOFError, ConnectionResetError):
        return
    finally:
        process.kill()
        process.join()
        ours.close()


def _read_all(
    pipe: Connection[Any, Any],
    work: list[tuple[Found, Assignment]],
    told: Callable[[Submission], object],
) -> None:
    leave_the_terminal()
    for found, assignment in work:
        try:
            submission = read(found, assignment)
        except UnreadableError:
            pipe.send(None)
        else:
            pipe.send(told(submission))


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back until the block is done; a process started in it holds it back for good."""
    # Python's helper for spawned processes lets signals through when it is started.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_the_terminal() -> None:
    """Let Ctrl-C reach only the process that started this one, which decides what ends."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
