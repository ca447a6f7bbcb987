"""Run commands and take their time: on the wall, and of all their processes on the processors."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SUBREAPER = 36
_PATIENCE_SECONDS = 5.0
_LONGEST_SECONDS = 1800.0


class CommandFailedError(Exception):
    """A measured command did not succeed; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall, and seconds of all processes on the processors."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.wall - other.wall, self.cpu - other.cpu)

    def __truediv__(self, count: float) -> Cost:
        return Cost(self.wall / count, self.cpu / count)


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, where it runs, and what it adds to the environment."""

    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def in_turn(commands: Sequence[Command]) -> Cost:
    """Run commands one after another on one core; return what they cost together.

    Raises:
        CommandFailedError: one of them ended with another code than 0.
    """
    with _pinned(), _adopting():
        return sum((_timed([command]) for command in commands), Cost())


def side_by_side(commands: Sequence[Command]) -> Cost:
    """Run commands at the same time on all cores; return what they cost together.

    Raises:
        CommandFailedError: one of them ended with another code than 0.
    """
    with _adopting():
        return _timed(commands)


def _timed(commands: Sequence[Command]) -> Cost:
    others = _offspring()
    used, started = _children(), time.perf_counter()
    processes = [_start(command) for command in commands]
    for process, command in zip(processes, commands, strict=True):
        _finish(process, command)
    wall = time.perf_counter() - started
    _reap(_offspring() - others)
    return Cost(wall, _children() - used)


def _start(command: Command) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command.argv,
        cwd=command.folder,
        env={**os.environ, **command.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _finish(process: subprocess.Popen[str], command: Command) -> None:
    try:
        output, _ = process.communicate(timeout=_LONGEST_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise CommandFailedError(f"{command.argv[0]} took too long") from error
    if process.returncode != 0:
        last = " | ".join(output.strip().splitlines()[-3:])[-400:]
        name = " ".join(command.argv)[:200]
        raise CommandFailedError(f"`{name}` ended with {process.returncode}: {last}")


def _children() -> float:
    """Return the processor seconds of every process below this one that has been waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextlib.contextmanager
def _pinned() -> Iterator[None]:
    """Keep this process, and what it starts, on one core where the system lets it choose."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


@contextlib.contextmanager
def _adopting() -> Iterator[None]:
    """Become the parent of orphans: bubblewrap ends before what it sealed has been counted."""
    if sys.platform != "linux":
        yield
        return
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)


def _offspring() -> set[int]:
    """Return the ids of this process' children, where the system tells them."""
    found: set[int] = set()
    for file in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found |= {int(pid) for pid in file.read_text(encoding="ascii").split()}
    return found


def _reap(orphans: set[int]) -> None:
    """Wait for what the commands left behind, so that its time is counted."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while orphans and time.monotonic() < deadline:
        orphans = {pid for pid in orphans if not _has_ended(pid)}
        if orphans:
            time.sleep(0.01)


def _has_ended(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    return True
