"""Start the zygote's process at a level of isolation."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal, get_args

from gradewright.course.records import Limits
from gradewright.errors import SandboxError
from gradewright.sandbox import bubblewrap, devices

LevelName = Literal["namespaces", "landlock", "process"]
LEVELS: tuple[LevelName, ...] = get_args(LevelName)

# Nobody's account: code that puts its user's name into a path gets the same one everywhere.
_USER = "student"
_MODULE = "gradewright.sandbox.inside"
# The judge computes with as many threads as a worker: their times are compared.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_END_SECONDS = 10.0
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_INNER_FOLDER = f"{bubblewrap.PRIVATE}/work"


@dataclass(frozen=True, slots=True)
class Levels:
    """What isolation is asked for: the best level to try, and the lowest to accept."""

    highest: LevelName = "namespaces"
    lowest: LevelName = "process"

    def best_first(self) -> tuple[LevelName, ...]:
        """Return the levels to try, best first."""
        best, worst = LEVELS.index(self.highest), LEVELS.index(self.lowest)
        return LEVELS[best : worst + 1]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a zygote is started with.

    `preload` names modules to import ahead, `limits` hold for every submission, and it starts at
    one of `levels` or not at all.
    """

    preload: tuple[str, ...] = ("numpy",)
    limits: Limits = field(default_factory=Limits)
    levels: Levels = field(default_factory=Levels)


@dataclass(slots=True)
class Launched:
    """A running zygote: its process, our end of its stream, and what it wrote to stderr."""

    process: subprocess.Popen[bytes]
    stream: socket.socket
    errors: IO[bytes]
    level: LevelName
    rehearsal: str

    def settings(self, settings: Settings) -> dict[str, Any]:
        """Return the settings as plain values for the wire."""
        paths = bubblewrap.readable_paths() + bubblewrap.package_paths()
        return {
            "preload": list(settings.preload),
            "limits": asdict(settings.limits),
            "rehearsal_folder": self.rehearsal,
            "readable": [*paths, *_DEVICES, "/proc", *devices.library_folders(settings.preload)],
            "devices": devices.device_files(settings.preload),
        }

    def last_words(self) -> str:
        """Return the last lines that the zygote wrote to stderr."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.2)
        self.errors.seek(0)
        text = self.errors.read().decode("utf-8", "replace").strip()
        return " | ".join(text.splitlines()[-3:])[-500:]

    def end(self) -> None:
        """Close the stream, which ends the zygote and all below it; kill it where it lingers."""
        self.stream.close()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()
        discard_folder(self.level, self.rehearsal)


def make_folder(level: LevelName) -> str:
    """Return the working folder for a session: a new one of ours, or the place of its own."""
    return _INNER_FOLDER if level == "namespaces" else tempfile.mkdtemp(prefix="gradewright-")


def discard_folder(level: LevelName, folder: str) -> None:
    """Remove a working folder; one inside a namespace is gone with its session."""
    if level != "namespaces":
        shutil.rmtree(folder, ignore_errors=True)


def environment(home: str, libraries: Sequence[str] = ()) -> dict[str, str]:
    """Return the whole environment of a worker: nothing of the judge's own is in it.

    `home` is the zygote's while it imports; each session has one of its own. `libraries` are the
    folders in which an accelerator's libraries lie.
    """
    where = {"LD_LIBRARY_PATH": os.pathsep.join(libraries)} if libraries else {}
    return {
        "HOME": home,
        "TMPDIR": home,
        "USER": _USER,
        "LOGNAME": _USER,
        # A program that starts `python` means the one it runs under.
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        # Functions of libraries are looked up once here, not again in each forked process.
        "LD_BIND_NOW": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        **ONE_THREAD,
        **devices.settings(),
        **where,
    }


def launch(level: LevelName, preload: tuple[str, ...] = ()) -> Launched:
    """Start a zygote at one level, with the accelerators that `preload` can use.

    Raises:
        SandboxError: this machine has not what the level needs.
    """
    libraries = devices.library_folders(preload)
    bwrap = _bwrap() if level == "namespaces" else ""
    folder = make_folder(level)
    ours, theirs = socket.socketpair()
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the zygote
    with theirs, tempfile.TemporaryFile() as options:
        command = [sys.executable, "-s", "-P", "-m", _MODULE, str(theirs.fileno()), level]
        if bwrap:
            options.write(bubblewrap.options_for(devices.device_files(preload), libraries))
            options.seek(0)
            command = bubblewrap.wrap(command, bwrap, options.fileno())
        starting = _starter(os.getpid()).submit(
            subprocess.Popen,
            command,
            pass_fds=(theirs.fileno(), options.fileno()),
            env=environment(bubblewrap.PRIVATE if level == "namespaces" else folder, libraries),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=os.sep,
            start_new_session=True,
        )
        process = starting.result()
    return Launched(process, ours, errors, level, folder)


@cache
def _starter(_process: int) -> ThreadPoolExecutor:
    """Return the one thread that starts zygotes in this process, and lives as long as it.

    The kernel ends what dies with its parent when the thread that started it ends, and a zygote
    may be asked for by one that soon does. A forked process has no thread but its own.
    """
    return ThreadPoolExecutor(1, "gradewright-starter")


def _bwrap() -> str:
    """Return the path of bubblewrap."""
    bwrap = bubblewrap.program()
    if bwrap is None:
        raise SandboxError(
            "bubblewrap is not installed, which the level «namespaces» needs. Install it "
            "(`apt-get install bubblewrap`) and try again."
        )
    return bwrap
