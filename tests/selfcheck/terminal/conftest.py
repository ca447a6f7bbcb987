"""A small kit, and a terminal of our own in which checks are run."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gradewright.selfcheck.kit import Asked, Check, Kit

TOTAL = '''\
import numpy as np
import pytest

from gradewright.graders import check_close


def test_printed(student):
    """The printed example."""
    check_close(student.total(np.array([1.0, 2.0])), 3.0)


def test_empty(student):
    """Nothing is zero."""
    check_close(student.total(np.zeros(0)), 0.0)
'''
MEAN = '''\
import numpy as np

from gradewright.graders import check_close


def test_printed(student):
    """The printed mean."""
    check_close(student.mean(np.array([1.0, 2.0, 3.0])), 2.0)


def test_fresh(student, rng):
    """The mean of what lies evenly around it."""
    x = rng.normal(size=4)
    check_close(student.mean(np.concatenate([x, -x])), 0.0, atol=1e-12)
'''
STUB = '''\
import numpy as np


def total(x):
    """Return the sum."""
    # YOUR CODE HERE
    raise NotImplementedError


def mean(x):
    """Return the mean."""
    # YOUR CODE HERE
    raise NotImplementedError
'''
RIGHT = '''\
import numpy as np


def total(x):
    """Return the sum."""
    return np.sum(x)


def mean(x):
    """Return the mean."""
    return total(x) / len(x)
'''

SUMS = Kit(
    slug="sums",
    title="Sums and means",
    language="en",
    stamp="abc",
    files=("sums.ipynb", "sums.py", "*.ipynb", "*.py"),
    mode="slice",
    imports=("numpy",),
    most_parameters=10**6,
    questions=(
        Asked("total", "The total", 2.0, ("total",), 0.5, 1, 2.0),
        Asked("mean", "The mean", 2.0, ("mean",), 1.0, 3, 2.0),
    ),
    checks=(
        Check("total::printed", "The printed example", "total", 1.0, "test_1.py", "test_printed"),
        Check("total::empty", "Nothing is zero", "total", 0.5, "test_1.py", "test_empty"),
        Check("mean::printed", "The printed mean", "mean", 0.75, "test_2.py", "test_printed"),
        Check("mean::fresh", "Numbers around zero", "mean", 0.25, "test_2.py", "test_fresh"),
    ),
    graders={"test_1.py": TOTAL, "test_2.py": MEAN},
    stub=STUB,
)
RUN = """\
import sys
from pathlib import Path
from gradewright.selfcheck.kit import read_kit
from gradewright.selfcheck.terminal.main import main
kit = read_kit(Path({kit!r}).read_text(encoding="utf-8"))
sys.exit(main(sys.argv[1:], kit))
"""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\")
PATIENCE = 60.0


class Work:
    """A folder with work, and how it is checked."""

    stub, right, kit = STUB, RIGHT, SUMS
    wrong = RIGHT.replace("np.sum(x)", "np.sum(x) + 1")

    def __init__(self, folder: Path, kit: Path) -> None:
        self.folder, self.file = folder, folder / "sums.py"
        self.command = [sys.executable, "-P", "-c", RUN.format(kit=str(kit))]

    def write(self, source: str) -> None:
        self.file.write_text(source, encoding="utf-8")

    def check(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Check once, where there is no terminal."""
        return subprocess.run(
            [*self.command, *words],
            cwd=self.folder,
            env=os.environ | {"COLUMNS": "100"} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
        )

    @contextmanager
    def terminal(
        self, *words: str, size: tuple[int, int] = (30, 100), **environment: str
    ) -> Iterator[Terminal]:
        """Check in a terminal of so many rows and columns."""
        given: dict[str, Any] = {"TERM": "xterm-256color", **environment}
        terminal = Terminal([*self.command, *words], self.folder, size, given)
        try:
            yield terminal
        finally:
            terminal.close()


class Terminal:
    """A pseudo-terminal with a process in it."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        size: tuple[int, int],
        environment: dict[str, str],
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self._theirs = theirs
        self.before = termios.tcgetattr(theirs)
        cleared = {"NO_COLOR", "COLUMNS", "CI"}
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={k: v for k, v in os.environ.items() if k not in cleared} | environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        self.raw = ""

    @property
    def screen(self) -> str:
        """Return what was written since the screen was last cleared, without escapes."""
        return plain(self.raw.rpartition("\x1b[3J")[2])

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def wait(self, *texts: str) -> str:
        """Wait until all of these stand on the screen."""
        return self._until(lambda: all(text in self.screen for text in texts), repr(texts))

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        self._until(lambda: self.process.poll() is not None, "the end")
        return self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal as a key like Ctrl-C does: to all processes in the terminal."""
        os.killpg(self.process.pid, number)

    @property
    def modes(self) -> list[Any]:
        """Return how the terminal is set."""
        return termios.tcgetattr(self._theirs)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    def _until(self, is_there: Any, wanted: str) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if is_there():
                return self.screen
            if select.select([self._ours], [], [], 0.05)[0]:
                self.raw += os.read(self._ours, 65536).decode("utf-8", "replace")
        pytest.fail(f"{wanted} did not come; there is:\n{self.screen}")


def plain(text: str) -> str:
    return _ESCAPES.sub("", text).replace("\r\n", "\n")


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """Give a folder with the right work, and a kit elsewhere."""
    kit = tmp_path / "kit.json"
    kit.write_text(SUMS.to_json(), encoding="utf-8")
    folder = tmp_path / "work"
    folder.mkdir()
    made = Work(folder, kit)
    made.write(RIGHT)
    return made
