"""One submission's process: load it, then fork one process a test.

The judge speaks to this process over `control`:

    ("load", request)    -> ("loaded", report)
    ("test", (number, call)) + descriptor of a stream -> a forked process answers the call on
                            that stream, and the calls that come over it
    ("probe", None)      -> ("here",): the test's process is gone, this one is well
A test's process that ends is reported with ("ended", number, how).
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from gradewright.sandbox import frames
from gradewright.sandbox.inside import folders, loader, serve
from gradewright.sandbox.wire import Caps, decode, encode


class Child:
    """The process of the test that is under way."""

    def __init__(self, number: int, pid: int) -> None:
        self.number, self.pid = number, pid
        self.descriptor = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None

    def kill(self) -> None:
        """Send SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> str:
        """Wait for the end and say how it came: `exit N` or `signal N`."""
        _pid, status = os.waitpid(self.pid, 0)
        if self.descriptor is not None:
            os.close(self.descriptor)
        code = os.waitstatus_to_exitcode(status)
        return f"signal {-code}" if code < 0 else f"exit {code}"


class Session:
    """Serves the control stream until the judge closes it."""

    def __init__(self, control: socket.socket, caps: Caps, *, alone: bool) -> None:
        self.control, self.caps, self.alone = control, caps, alone
        self.namespace: dict[str, Any] = {}
        self.child: Child | None = None

    def run(self) -> None:
        """Answer the judge's commands in turn."""
        while True:
            self._until_command()
            try:
                command, argument = decode(frames.receive(self.control, self.caps.bytes), self.caps)
            except frames.Closed:
                return
            if command == "load":
                self._load(argument)
            elif command == "test":
                number, call = argument
                self._test(number, call, frames.receive_descriptor(self.control))
            elif command == "probe":
                self._end()
                self._say("here")

    def _say(self, *message: Any) -> None:
        frames.send(self.control, encode(message, self.caps))

    def _load(self, request: dict[str, Any]) -> None:
        _lay_out(request["files"])
        sys.path.insert(0, str(Path.cwd()))
        folders.enter(request["cells"][0][0] if request["cells"] else "")
        self.namespace, report = loader.load(request)
        # What a forked test does not collect it need not copy.
        gc.freeze()
        self._say("loaded", report)

    def _test(self, number: int, call: Any, descriptor: int) -> None:
        self._end()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptor) as stream:
            pid = os.fork()
            if pid == 0:
                self._become_test(stream, call)
        self.child = Child(number, pid)

    def _become_test(self, stream: socket.socket, call: Any) -> None:
        """Serve one test and leave without running anything that the submission registered."""
        code = 1
        try:
            self.control.close()
            if len(threading._active) > 1:  # type: ignore[attr-defined]  # noqa: SLF001
                # Threads of the submission's stayed behind: `join` must not wait for them.
                threading._after_fork()  # type: ignore[attr-defined]  # noqa: SLF001
            serve.serve(stream, self.namespace, loader.where, self.caps, call)
            code = 0
        finally:
            os._exit(code)

    def _until_command(self) -> None:
        """Wait for a command; meanwhile report a test's process that ends by itself."""
        while self.child is not None:
            watched: list[Any] = [self.control]
            if self.child.descriptor is not None:
                watched.append(self.child.descriptor)
            ready, _, _ = select.select(watched, [], [], None if len(watched) > 1 else 0.02)
            if self.control in ready:
                return
            if ready or _has_ended(self.child.pid):
                number = self.child.number
                self._say("ended", number, self._bury(self.child))

    def _end(self) -> None:
        """End the test's process, on the judge's word: there is nothing to report."""
        if self.child is not None:
            self.child.kill()
            self._bury(self.child)

    def _bury(self, child: Child) -> str:
        """Wait for the end of a test's process, end what it left behind, and say how it came."""
        self.child = None
        how = child.wait()
        if self.alone:
            _kill_all_others()
        return how


def _has_ended(pid: int) -> bool:
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, pid, flags) is not None


def _kill_all_others() -> None:
    """End whatever a test left behind: as init of its own process-id space this hits only them."""
    try:
        os.kill(-1, signal.SIGKILL)
        while True:
            os.waitpid(-1, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def _lay_out(files: dict[str, bytes]) -> None:
    """Write the submission's other files into the working folder."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
