"""One child process of a check, as the process that started it sees it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import gradewright

# Quiet, on the processor, and without windows: nobody looks at what a child draws or says.
_ENVIRONMENT = {"MPLBACKEND": "Agg", "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
_SERVE = """\
import sys
sys.path.insert(0, {root!r})
from gradewright.selfcheck.terminal.child import serve
serve()
"""


class WorkerGoneError(Exception):
    """The child process has ended; `how` says with what: `exit 3`, `signal 11`."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Worker:
    """A child process, starting or ready, that has a working folder and a kit.

    Attributes:
        calling: the function and the call that it told of last.
        is_ready: whether its imports are done.
    """

    def __init__(self, kit: str, folder: Path) -> None:
        """Start it.

        Args:
            kit: the kit as JSON, on one line.
            folder: the folder of the work.
        """
        # Started like this, it does not see the student's modules before the work is loaded: one
        # of them may be called `random`.
        self._process = subprocess.Popen(  # noqa: S603 - our own code, in this Python
            [sys.executable, "-P", "-c", _SERVE.format(root=_root())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_ENVIRONMENT | os.environ,
        )
        self.calling = ("", "")
        self.is_ready = False
        self._messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        # The kit is longer than a pipe holds, and nobody should wait until it is read.
        threading.Thread(target=self._write, args=(kit,), daemon=True).start()

    def send(self, **request: Any) -> None:
        """Ask for something.

        Raises:
            WorkerGoneError: nobody is there any more.
        """
        if not self._write(json.dumps(request)):
            raise WorkerGoneError(self._ending())

    def receive(self, seconds: float | None = None) -> dict[str, Any]:
        """Return the next message.

        Raises:
            WorkerGoneError: there is none any more.
            TimeoutError: none came in time.
        """
        try:
            message = self._messages.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if message is None:
            self._messages.put(None)
            raise WorkerGoneError(self._ending())
        return message

    def kill(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()

    @property
    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def _write(self, line: str) -> bool:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(line.encode("ascii") + b"\n")
            pipe.flush()
        except (OSError, ValueError):
            return False
        return True

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        for line in pipe:
            try:
                message = json.loads(line)
            except ValueError:  # cut in two by the end of the process
                break
            if "calling" in message:
                function, text = message["calling"]
                self.calling = (function, text)
            elif "ready" in message:
                self.is_ready = True
            else:
                if "began" in message:
                    self.calling = ("", "")
                self._messages.put(message)
        self._messages.put(None)
        # Nobody else waits for one that was ended, and it would stay until this process ends.
        self._process.wait()
        pipe.close()

    def _ending(self) -> str:
        code = self._process.wait()
        if code < 0:
            return f"signal {-code}"
        # Windows gives its own errors as such numbers, which say nothing to anybody.
        return f"exit {code}" if code < 2**16 else ""


def _root() -> str:
    """Return what has to be on a child's path: the folder, or the archive, that holds us."""
    return str(Path(gradewright.__file__).parent.parent)
