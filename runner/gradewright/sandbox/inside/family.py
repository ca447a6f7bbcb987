"""The processes below this one: their memory, and their end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def readable(stream: socket.socket, seconds: float) -> bool:
    """Tell whether something to read comes within `seconds`."""
    return bool(select.select([stream], [], [], seconds)[0])


def descendants(root: int) -> list[int]:
    """Return the process ids below `root`, where /proc tells them."""
    found: list[int] = []
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
            children = [int(pid) for pid in text.split()]
            found += children
            waiting += children
    return found


def private_memory(session: int) -> int:
    """Return roughly how many bytes a session and all below it hold for themselves.

    A page shared with this process, their origin, counts for none of them.
    """
    own = _resident(os.getpid())
    return sum(max(_resident(pid) - own, 0) for pid in [session, *descendants(session)])


def _resident(pid: int) -> int:
    """Return the bytes of anonymous memory that a process has resident, 0 when it is gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        _size, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
        return (int(resident) - int(shared)) * _PAGE
    return 0


def end_all() -> None:
    """Kill and reap every process below this one: orphans come to it, as their subreaper."""
    while True:
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
