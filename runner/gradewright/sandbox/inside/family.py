"""The processes below the zygote: their memory, and their end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_STILL = ("T", "t", "Z", "X")
_PASSES = 200


def readable(stream: socket.socket, seconds: float) -> bool:
    """Tell whether something to read comes within `seconds`."""
    return bool(select.select([stream], [], [], seconds)[0])


def ending(pid: int, patience: float) -> str:
    """Return how a child ended, `signal N` or `exit N`; "" if it runs on for `patience` seconds.

    It stays to be reaped: until then nobody else gets its number.
    """
    until = time.monotonic() + patience
    while True:
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is not None:
            kind = "exit" if found.si_code == os.CLD_EXITED else "signal"
            return f"{kind} {found.si_status}"
        if time.monotonic() >= until:
            return ""
        time.sleep(0.005)


def tasks_of_user() -> int:
    """Return how many processes and threads this user runs, where /proc tells it."""
    count, user = 0, os.getuid()
    for process in _processes():
        with contextlib.suppress(OSError):
            if process.stat().st_uid == user:
                count += len(list((process / "task").iterdir()))
    return count


def _processes() -> Iterator[Path]:
    return _PROC.glob("[0-9]*")


class Family:
    """All processes that sessions started.

    `alone`: inside bubblewrap, whose /proc shows those that were there before and, since then,
    only the sessions'. Its numbers may be of another space than our own.
    """

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.before = {process.name for process in _processes()} if alone else set()
        self.own = 0

    def memory(self) -> int:
        """Return roughly how many bytes the sessions hold; what came with the fork is free."""
        self.own = self.own or _resident(_PROC / "self")
        return sum(max(_resident(process) - self.own, 0) for process in self._members())

    def _members(self) -> Iterator[Path]:
        if not self.alone:
            yield from (_PROC / str(pid) for pid in descendants(os.getpid()))
            return
        own = {(_PROC / "self").readlink().name, *self.before}
        yield from (process for process in _processes() if process.name not in own)

    def hold(self) -> bool:
        """Stop every process of the sessions; tell whether all of them stand still.

        Passes are made until one meets no running process: what was forked meanwhile is met, too.
        """
        for _ in range(_PASSES):
            running = [process for process in self._members() if _state(process) not in _STILL]
            if not running:
                return True
            self._signal(running, signal.SIGSTOP)
            time.sleep(0.0002)
        return False

    def release(self) -> None:
        """Let every process of the sessions go on."""
        self._signal(list(self._members()), signal.SIGCONT)

    def _signal(self, processes: list[Path], number: signal.Signals) -> None:
        depth = len(_ids(_PROC / "self"))
        for process in processes:
            ids = _ids(process)
            # The number that it has in our own space: /proc may be of one around it.
            if len(ids) >= depth > 0:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(ids[depth - 1], number)

    def end_all(self) -> None:
        """Kill and reap every process below this one: orphans come to it, as their subreaper."""
        while True:
            if not self.alone:
                for pid in descendants(os.getpid()):
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, signal.SIGKILL)
            try:
                os.waitpid(-1, 0)
                # All that have ended by now, before the next look at those that go on: a look at
                # thousands for each one would take minutes.
                while os.waitpid(-1, os.WNOHANG)[0]:
                    continue
            except ChildProcessError:
                return


def descendants(root: int) -> list[int]:
    """Return the process ids below `root`, those that threads started included."""
    found: list[int] = []
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        with contextlib.suppress(OSError):
            for task in (_PROC / str(parent) / "task").iterdir():
                children = [int(pid) for pid in (task / "children").read_text().split()]
                found += children
                waiting += children
    return found


def _state(process: Path) -> str:
    """Return the letter of a process's state, `X` where it is gone."""
    try:
        # The name in brackets may hold anything, brackets and spaces included.
        return (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return "X"


def _ids(process: Path) -> list[int]:
    """Return a process's numbers in its spaces, outermost first; none where it is gone."""
    with contextlib.suppress(OSError, ValueError):
        for line in (process / "status").read_text(errors="replace").splitlines():
            if line.startswith("NSpid:"):
                return [int(number) for number in line.split()[1:]]
    return []


def _resident(process: Path) -> int:
    """Return the bytes of private and of shared anonymous memory that a process has resident."""
    total = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (process / "status").read_text().splitlines():
            if line.startswith(("RssAnon:", "RssShmem:")):
                total += int(line.split()[1]) * 1024
    return total
