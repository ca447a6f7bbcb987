"""The push recipe: the visible checks of a release, run beside the work in a process of their own.

What they find is the student's own check and no grade: the work runs in the same process as the
checks, and whoever owns the repository owns the workflow.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import secrets
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gradewright.errors import MachineryError
from gradewright.phrases import say
from gradewright.results import (
    CodeExcerpt,
    Failure,
    Isolation,
    QuestionResult,
    SubmissionResult,
    TestResult,
    TestStatus,
)
from gradewright.results_reader import NotARecordError, from_plain
from gradewright.selfcheck.found import Found, found_in
from gradewright.selfcheck.kit import Check, Kit

_PREPARING = 60.0  # seconds for imports alone: TensorFlow is slow to come
_LOADING = 60.0
_SPARE = 5.0  # beside what a test may take
_MOST_BYTES = 20_000_000
_UNSEALED = Isolation()
_KEPT = ("PATH", "LANG", "GRADEWRIGHT_DATA", "LD_LIBRARY_PATH", "TZ")


@dataclass(slots=True)
class _Told:
    """What the process beside the work has told so far."""

    files: tuple[str, ...] = ()
    digest: str = ""
    code: tuple[CodeExcerpt, ...] = ()
    unreadable: str = ""
    is_prepared: bool = False
    is_loaded: bool = False
    is_done: bool = False
    definitions_only: bool = False
    found: dict[str, Found] = field(default_factory=dict)
    ended: dict[str, TestStatus] = field(default_factory=dict)


def check_visible(kit: Kit, folder: Path) -> SubmissionResult:
    """Return what the visible checks find, as a result of these checks alone.

    A test that never ends, or ends the process, costs itself: the others run in a new one.

    Raises:
        MachineryError: the checks cannot be run here at all.
    """
    started = time.perf_counter()
    told = _Told()
    seed = secrets.randbits(63)
    while not told.is_done and not told.unreadable:
        left = [c for c in kit.checks if c.id not in told.found and c.id not in told.ended]
        if told.is_loaded and not left:
            break
        ending = _run(kit, folder, left, seed, told)
        if told.is_done or told.unreadable:
            break
        if not told.is_prepared:
            raise MachineryError(say("ci.cannot_check", how=ending))
        if not told.is_loaded and not told.definitions_only:
            # As the graders do: a load that ends its process is tried again with less.
            told.definitions_only = True
            continue
        if not told.is_loaded:
            told.unreadable = say(f"ci.loading_{ending}")
            break
        for check in _next_of(left, told):
            told.ended[check.id] = ending
    return _result(kit, told, time.perf_counter() - started)


def _next_of(left: list[Check], told: _Told) -> list[Check]:
    """Return the test that was running: the first of which nothing was told."""
    return [check for check in left if check.id not in told.found][:1]


def _run(kit: Kit, folder: Path, wanted: list[Check], seed: int, told: _Told) -> TestStatus:
    """Run tests in a process of their own; return how it ended, for the test it was at."""
    request = {
        "kit": kit.to_json(),
        "work": str(folder.resolve()),
        "wanted": [check.id for check in wanted],
        "seed": seed,
        "definitions_only": told.definitions_only,
    }
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory(prefix="gradewright-check-") as home:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "gradewright.ci.inside", str(writing)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=_environment(home),
            pass_fds=(writing,),
            start_new_session=True,
        )
        os.close(writing)
        try:
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(request).encode())
                process.stdin.close()
            told.is_loaded = told.is_prepared = False
            for line in _lines(reading, lambda: _seconds(kit, wanted, told)):
                _take(line, kit, told)
                if told.is_done or told.unreadable:
                    break
            is_late = process.poll() is None and not told.is_done and not told.unreadable
        finally:
            os.close(reading)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return "timeout" if is_late and process.returncode == -signal.SIGKILL else "crashed"


def _environment(home: str) -> dict[str, str]:
    """Return what the process may know: nothing of the job's tokens and files."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "HOME": home,
        "TMPDIR": home,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "Agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _seconds(kit: Kit, wanted: list[Check], told: _Told) -> float:
    """Return how long the next word may take."""
    if not told.is_prepared:
        return _PREPARING
    if not told.is_loaded:
        return _LOADING
    coming = _next_of(wanted, told)
    return _SPARE + (kit.question(coming[0].question).seconds if coming else 0.0)


def _lines(channel: int, seconds: Callable[[], float]) -> Iterator[bytes]:
    """Yield what is told, a line each, until it ends or takes too long."""
    held, total = b"", 0
    until = time.monotonic() + seconds()
    while True:
        ready, _, _ = select.select([channel], [], [], max(0.0, until - time.monotonic()))
        data = os.read(channel, 1 << 16) if ready else b""
        total += len(data)
        if not data or total > _MOST_BYTES:
            return
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            yield line
            until = time.monotonic() + seconds()


def _take(line: bytes, kit: Kit, told: _Told) -> None:
    """Take a line; one that is none of ours was written by the work, and is left out."""
    try:
        plain = json.loads(line)
        state = plain["state"]
        if state == "loading":
            told.is_prepared = True
        elif state == "unreadable":
            told.unreadable = str(plain["message"])
        elif state == "loaded":
            told.files = tuple(map(str, plain["files"]))
            told.digest = str(plain["digest"])
            told.code = tuple(from_plain(CodeExcerpt, each) for each in plain["code"])
            told.is_loaded = True
        elif state == "found":
            found = found_in(plain["found"])
            if found.check in kit.checks:
                told.found.setdefault(found.check.id, found)
        elif state == "done":
            told.is_done = True
    except (ValueError, KeyError, TypeError, RecursionError, NotARecordError):
        return


def _result(kit: Kit, told: _Told, seconds: float) -> SubmissionResult:
    questions = tuple(
        _question(kit, asked.id, told)
        for asked in kit.questions
        if any(check.question == asked.id for check in kit.checks)
    )
    if told.unreadable:
        questions = tuple(
            dataclasses.replace(question, score=0.0, tests=()) for question in questions
        )
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return SubmissionResult(
        student="",
        assignment=kit.slug,
        title=kit.title,
        files=told.files,
        digest=told.digest,
        status="unreadable" if told.unreadable else "graded",
        message=told.unreadable or None,
        isolation=_UNSEALED,
        score=sum(question.score for question in questions),
        max_score=sum(question.max_score for question in questions),
        seconds=round(seconds, 3),
        questions=() if told.unreadable else questions,
        code=told.code,
        created=now,
        graded_with=f"visible checks {kit.stamp}",
    )


def _question(kit: Kit, name: str, told: _Told) -> QuestionResult:
    asked = kit.question(name)
    checks = [check for check in kit.checks if check.question == name]
    tests = tuple(_test(check, told) for check in checks)
    most = round(sum(check.points for check in checks), 6)
    score = round(sum(test.score for test in tests), 6)
    return QuestionResult(asked.id, asked.title, score, most, tests, asked.functions)


def _test(check: Check, told: _Told) -> TestResult:
    found = told.found.get(check.id)
    status: TestStatus
    failure = None
    if found is not None:
        words: dict[str, TestStatus] = {"passed": "passed", "failed": "failed", "todo": "skipped"}
        status, message, seconds = words[found.status], found.words, found.seconds
        failure = found.failure if status == "failed" else None
    else:
        status, seconds = told.ended.get(check.id, "skipped"), 0.0
        message = say(f"ci.test_{status}")
        failure = Failure(message) if status != "skipped" else None
    earned = check.points if status == "passed" else 0.0
    return TestResult(
        check.id,
        check.title,
        earned,
        check.points,
        "visible",
        message or (failure.problem if failure else ""),
        seconds,
        status,
        failure,
    )
