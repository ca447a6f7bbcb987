"""One submission's process: load it, then fork one process a test.

The judge speaks to this process over `control`:

    ("load", request)    -> ("loaded", report)
    ("test", (number, call)) + descriptor of a stream -> a forked process answers the call on
                            that stream, and the calls that come over it
    ("apart", (number, request)) + descriptor of a stream -> a forked process loads the submission,
                            says ("loaded", report) on that stream and answers calls on it
    ("probe", None)      -> ("here",): the test's process is gone, this one is well
A test's process that ends is reported with ("ended", number, how).

A fork copies one thread only. Where loading started others, as the first operation of TensorFlow
does, a process that is forked afterwards waits for them for ever: the report says that the
submission is not `forkable`, and the judge has it loaded apart for each test.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from gradewright.beside.loading import loader
from gradewright.sandbox import frames
from gradewright.sandbox.inside import folders, serve, workplace
from gradewright.sandbox.inside.reach import Reach
from gradewright.sandbox.inside.unchanged import Unchanged, reach_of
from gradewright.wire import Caps, decode, encode


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
        self.reach: Reach | None = None
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
                self._fork(number, partial(self._serve, call))
            elif command == "apart":
                number, request = argument
                self._fork(number, partial(self._load_and_serve, request))
            elif command == "probe":
                self._end()
                self._say("here")

    def _say(self, *message: Any) -> None:
        frames.send(self.control, encode(message, self.caps))

    def _load(self, request: dict[str, Any]) -> None:
        report = self._loaded(request)
        if request["shared"] and report["forkable"]:
            self.reach = reach_of(self.namespace, request["functions"])
        # What a forked test does not collect it need not copy.
        gc.freeze()
        self._say("loaded", report | {"shareable": self.reach is not None})

    def _loaded(self, request: dict[str, Any]) -> dict[str, Any]:
        """Load the submission here and return the report."""
        threads = workplace.threads()
        workplace.lay_out(request)
        folders.enter(request["cells"][0][0] if request["cells"] else "")
        workplace.make_folders(request["cells"])
        self.namespace, report = loader.load(request)
        return report | {"forkable": workplace.threads() <= threads}

    def _fork(self, number: int, serve_on: Callable[[socket.socket], None]) -> None:
        """Give a test its process, which serves the stream whose descriptor comes next."""
        descriptor = frames.receive_descriptor(self.control)
        self._end()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptor) as stream:
            pid = os.fork()
            if pid == 0:
                self._become_test(stream, serve_on)
        self.child = Child(number, pid)

    def _become_test(
        self, stream: socket.socket, serve_on: Callable[[socket.socket], None]
    ) -> None:
        """Serve one test and leave without running anything that the submission registered."""
        code = 1
        try:
            self.control.close()
            serve_on(stream)
            code = 0
        finally:
            os._exit(code)

    def _serve(self, call: Any, stream: socket.socket) -> None:
        if len(threading._active) > 1:  # type: ignore[attr-defined]  # noqa: SLF001
            # Threads of the submission's stayed behind: `join` must not wait for them.
            threading._after_fork()  # type: ignore[attr-defined]  # noqa: SLF001
        unchanged = Unchanged(self.reach)
        serve.serve(stream, self.namespace, loader.where, self.caps, call, unchanged)

    def _load_and_serve(self, request: dict[str, Any], stream: socket.socket) -> None:
        report = self._loaded(request)
        frames.send(stream, encode(("loaded", report), self.caps))
        call = frames.receive(stream, self.caps.bytes)
        serve.serve(stream, self.namespace, loader.where, self.caps, call, Unchanged(None))

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
