"""The process that pays for heavy imports once and forks one process a submission.

It never runs a submission's code. Started as
`python -s -P -m gradewright.sandbox.inside DESCRIPTOR LEVEL`, it speaks over that stream:

    ("start", settings)               -> ("ready", facts)
    ("open", folder) + descriptor     -> ("opened", None): a session serves that stream
    ("close", whether it hung up)     -> ("closed", why): every process of the session is gone;
                                         why is "memory" where this process had ended them for it,
                                         `signal N` or `exit N` where it had ended by then, else ""
    ("hold", None)                    -> ("held", whether): the session's processes stand still
    ("release", None)                 -> ("released", None): they go on
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

from gradewright.sandbox import frames
from gradewright.sandbox.inside import family, kernel
from gradewright.sandbox.inside.operations import make_variables_ahead, run_operations_unwrapped
from gradewright.sandbox.inside.seal import Forker, seal
from gradewright.sandbox.inside.session import Session
from gradewright.sandbox.inside.warmup import warm_up
from gradewright.wire import Caps, decode, encode

# NumPy imports its parts at their first use, which would be in every test's process anew; the
# others are small and in nearly every submission.
_ALWAYS_WARM = (
    "numpy.random",
    "numpy.linalg",
    "numpy.fft",
    "numpy.ma",
    "numpy.polynomial",
    "collections",
    "copy",
    "dataclasses",
    "functools",
    "itertools",
    "json",
    "math",
    "random",
    "re",
    "time",
    "typing",
    "warnings",
)

# A process closes its streams a moment before its end can be seen.
_PATIENCE = 1.0

# What these import at their first use: Keras writes a model down with TensorFlow's help, whatever
# its backend is.
_COMPANIONS = {"keras": ("tensorflow",)}


class Zygote:
    """Serves the judge's stream; holds at most one session at a time."""

    def __init__(self, judge: socket.socket, level: str) -> None:
        self.judge = judge
        self.forker = Forker(level)
        self.caps = Caps()
        self.settings: dict[str, Any] = {}
        self.session: int | None = None
        self.ended_for = ""
        self.family = family.Family(alone=level == "namespaces")

    def run(self) -> None:
        """Answer the judge's commands until it closes the stream."""
        while True:
            self._watch()
            try:
                command, argument = decode(frames.receive(self.judge, self.caps.bytes))
            except frames.Closed:
                break
            if command == "start":
                self._start(argument)
            elif command == "open":
                self._open(argument, frames.receive_descriptor(self.judge))
            elif command == "close":
                self._close(_PATIENCE if argument else 0.0)
                self._say("closed", self.ended_for)
                self.ended_for = ""
            elif command == "hold":
                self._say("held", self.session is not None and self.family.hold())
            elif command == "release":
                self.family.release()
                self._say("released", None)
        self._close()

    def _say(self, *message: Any) -> None:
        frames.send(self.judge, encode(message))

    def _start(self, settings: dict[str, Any]) -> None:
        """Do the imports, then rehearse the seal so that what it promises is known to hold."""
        others = 0 if self.forker.level == "namespaces" else family.tasks_of_user()
        self.settings = settings | {"level": self.forker.level, "processes_of_others": others}
        self.caps = Caps(bytes=int(settings["limits"]["message_mb"]) * 1_000_000)
        missing = [name for name in settings["preload"] if not _imported(name)]
        for name in (*_ALWAYS_WARM, *companions()):
            _imported(name)
        # Only tried on processors.
        if not settings["devices"]:
            run_operations_unwrapped()
            make_variables_ahead()
        warm_up()
        gc.collect()
        gc.freeze()
        protections, fault = self._rehearse(settings["rehearsal_folder"])
        self._say("ready", {"missing": missing, "protections": protections, "fault": fault})

    def _rehearse(self, folder: str) -> tuple[list[str], str]:
        """Seal a process that ends at once; return the protections it had, or the fault."""
        ours, theirs = socket.socketpair()
        pid = self.forker.fork()
        if pid == 0:
            _leave(lambda: frames.send(theirs, encode(_rehearsal(self.settings, folder))))
        theirs.close()
        with ours:
            try:
                protections, fault = decode(frames.receive(ours, 100_000))
            except frames.Closed:
                protections, fault = [], "the sealed process ended at once"
        self.session = pid
        self._close()
        return protections, fault

    def _open(self, folder: str, descriptor: int) -> None:
        self._close()
        self.ended_for = ""
        pid = self.forker.fork()
        if pid == 0:
            _leave(lambda: self._become_session(folder, descriptor))
        os.close(descriptor)
        self.session = pid
        self._say("opened", None)

    def _become_session(self, folder: str, descriptor: int) -> None:
        self.judge.close()
        seal(self.settings, folder)
        _be_silent()
        alone = self.forker.level == "namespaces"
        Session(socket.socket(fileno=descriptor), self.caps, alone=alone).run()

    def _watch(self) -> None:
        """Until the judge speaks, end a session whose processes together take too much memory."""
        most = int(self.settings.get("limits", {}).get("memory_mb", 0)) * 1_000_000
        while self.session is not None and not family.readable(self.judge, 0.1):
            if self.family.memory() > 1.5 * most:
                self._close()
                self.ended_for = "memory"

    def _close(self, patience: float = 0.0) -> None:
        """End the session and all that it started, also what left its process group.

        Where it has ended by itself, or does within `patience` seconds, `ended_for` says how.
        """
        if self.session is None:
            return
        self.ended_for = family.ending(self.session, patience)
        for send in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                send(self.session, signal.SIGKILL)
        self.session = None
        self.family.end_all()


def _be_silent() -> None:
    """Read and write nothing: our own stderr is one file for all sessions."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _rehearsal(settings: dict[str, Any], folder: str) -> tuple[list[str], str]:
    try:
        return seal(settings, folder), ""
    except OSError as error:
        return [], str(error)


def _leave(last: Any) -> NoReturn:
    """Do the last thing that this process is for, and end without cleaning up for its parent."""
    code = 1
    try:
        last()
        code = 0
    except BaseException:  # noqa: BLE001 - the only witness is our own stderr
        traceback.print_exc()
    finally:
        os._exit(code)


def companions() -> list[str]:
    """Return what the modules imported so far will import at their first use."""
    return [name for used, names in _COMPANIONS.items() if used in sys.modules for name in names]


def _imported(name: str) -> bool:
    """Import a module; tell whether it is there. A module that fails is as good as absent."""
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - any package may fail in any way; the judge names it
        return False
    return True


def main() -> None:
    """Serve the stream whose descriptor is the first argument, at the level that is the second."""
    judge = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(judge.fileno(), False)
    if sys.platform == "linux":
        kernel.adopt_orphans()
        # Before the judge and its caller, after the sessions.
        kernel.end_first(600)
    # Python's handler would let a test interrupt its session, the first of its own space.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Zygote(judge, sys.argv[2]).run()
