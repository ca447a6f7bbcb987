"""The place that a submission is loaded in: its files, its command line and its threads."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import sys
import threading
from pathlib import Path
from typing import Any

from gradewright.beside.loading.places import script_path

_TASKS = "/proc/self/task"
_MADE = re.compile(r"^[ \t]*[!%][ \t]*mkdir[ \t]+([^\n]+)", re.MULTILINE)
_MADE_BY_SHELL = re.compile(r"^[ \t]*mkdir[ \t]+([^\n]+)", re.MULTILINE)
_SHELL = re.compile(r"\s*%%(?:bash|sh|script|!)")
_PLAIN_PATH = re.compile(r"(?!-)(?!.*\.\.)[\w. /+-]+")


def lay_out(request: dict[str, Any]) -> None:
    """Write the submission's files into the working folder, and let Python find them there.

    A script lies there, too: it may open itself, and processes that it starts import it by name.
    """
    folder = Path.cwd()
    for name, content in request["files"].items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sys.path.insert(0, str(folder))
    file, number, source = (*request["cells"], ("submission.py", None, ""))[0]
    if number is None:
        path = folder / script_path(file)
        if str(path.parent) not in sys.path:
            sys.path.insert(1, str(path.parent))
        # A name that this file system refuses costs no more than the file.
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8", errors="replace", newline="\n")
    sys.argv[:] = [str(folder / file)]
    _name_user(os.environ.get("USER", ""), str(folder))


def make_folders(cells: list[list[Any]]) -> None:
    """Make the folders that a notebook's shell commands make: `!mkdir data` is not run."""
    for _file, number, source in cells:
        if number is None or "mkdir" not in source:
            continue
        pattern = _MADE_BY_SHELL if _SHELL.match(source) else _MADE
        for made in pattern.finditer(source):
            for word in re.split(r"&&|;|\|\|", made[1])[0].split():
                path = word.strip("'\"")
                if _PLAIN_PATH.fullmatch(path) and not path.startswith("/"):
                    # What cannot be made here shows where the code needs it.
                    with contextlib.suppress(OSError):
                        Path(path).mkdir(parents=True, exist_ok=True)


def _name_user(name: str, home: str) -> None:
    """Give this process's user the name that its environment tells: no list of users has it."""
    find = pwd.getpwuid

    def getpwuid(uid: int) -> pwd.struct_passwd:
        if uid != os.getuid():
            return find(uid)
        return pwd.struct_passwd((name, "x", uid, os.getgid(), name, home, "/bin/sh"))

    pwd.getpwuid, os.getlogin = getpwuid, lambda: name


def threads() -> int:
    """Return how many threads this process has, those that libraries started included.

    Not counted are those that watch progress bars: nothing waits for them.
    """
    watching = sum(type(each).__module__.startswith("tqdm") for each in threading.enumerate())
    try:
        return len(os.listdir(_TASKS)) - watching  # noqa: PTH208 - called in every session
    except OSError:
        return threading.active_count() - watching
