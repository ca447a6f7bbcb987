"""Virtual environments of the benchmark's own, kept in a folder that git ignores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CACHE = REPOSITORY / ".bench"
_INSTALL_SECONDS = 1200.0
_JUPYTER_FOLDERS = ("CONFIG", "DATA", "RUNTIME")


class UnavailableError(Exception):
    """An environment cannot be made here; the message says why."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment and the packages that pip is asked to put there."""

    name: str
    requirements: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Return where it is kept."""
        return CACHE / self.name

    def program(self, name: str) -> str:
        """Return the path of an installed program."""
        return str(self.folder / "bin" / name)

    def activated(self) -> dict[str, str]:
        """Return the variables of a shell in which the environment is active.

        Jupyter finds no settings of the user's there, and leaves none.
        """
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        names = ("HOME", "IPYTHONDIR", *(f"JUPYTER_{word}_DIR" for word in _JUPYTER_FOLDERS))
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        own = {"PATH": path, "VIRTUAL_ENV": str(self.folder), "PYTHONWARNINGS": "ignore"}
        return dict.fromkeys(names, str(home)) | own

    def version(self, package: str) -> str:
        """Return the version of an installed package.

        Raises:
            UnavailableError: it is not there.
        """
        code = f"from importlib.metadata import version; print(version({package!r}))"
        return _run([self.program("python"), "-c", code], 60.0).strip()

    def ensure(self) -> None:
        """Make the environment where it is not there as wanted; takes minutes the first time.

        Raises:
            UnavailableError: pip or the network would not.
        """
        stamp = self.folder / "installed.txt"
        wanted = "\n".join([sys.version, *self.requirements])
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        make_cache()
        print(f"Setting up {self.folder} with {', '.join(self.requirements)} ...", flush=True)
        _run([sys.executable, "-m", "venv", str(self.folder)], 300.0)
        pip = [self.program("python"), "-m", "pip", "install", "--quiet"]
        pip += ["--disable-pip-version-check", *self.requirements]
        _run(pip, _INSTALL_SECONDS)
        stamp.write_text(wanted, encoding="utf-8")


def make_cache() -> None:
    """Make the cache folder, and have git ignore it wherever it is."""
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")


def _run(command: list[str], seconds: float) -> str:
    """Run a command and return its output.

    Raises:
        UnavailableError: it failed or took too long.
    """
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False, cwd=os.sep
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{Path(command[0]).name}: {error}") from error
    if done.returncode != 0:
        last = (done.stderr.strip() or "no output").splitlines()[-1]
        raise UnavailableError(f"{' '.join(command[1:4])}: {last[:200]}")
    return done.stdout
