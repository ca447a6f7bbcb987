"""The repositories that a pull goes through: a list in a file, or a folder of clones.

A list has a repository a line: its address, or a student's name and the address, and after these,
where it cannot be told from the address, the repository's path on its host. `#` starts a comment.

    https://github.com/our-course/hw1-anna.git
    bohdan   https://github.com/our-course/hw1-bohdan.git
"""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.reports.safe_names import file_name

_ADDRESS = re.compile(r"(?:https?|ssh|file)://[^\s]+|[\w.-]+@[\w.-]+:[^\s]+")
_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Repository:
    """A student's repository: who it is of, as a folder may be called, and where it lies.

    `project` is its path on its host, as interfaces name it (`owner/name`), "" for a local one.
    """

    student: str
    address: str
    project: str = ""

    @property
    def host(self) -> str:
        """Return scheme and host of an address of the web, "" for another."""
        parts = urllib.parse.urlsplit(self.address)
        if parts.scheme not in {"http", "https"}:
            return ""
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def repositories_in(path: Path) -> tuple[Repository, ...]:
    """Return the repositories that a list names, or that lie in a folder, by student.

    Raises:
        UsageError: it is neither, names nothing, or names one student twice.
    """
    found = _cloned(path) if path.is_dir() else _listed(path)
    if not found:
        raise UsageError(say("ci.no_repositories", path=path))
    twice = [name for name, count in Counter(r.student for r in found).items() if count > 1]
    if twice:
        raise UsageError(say("ci.twice", path=path, student=twice[0]))
    return tuple(sorted(found, key=lambda each: each.student))


def _cloned(folder: Path) -> list[Repository]:
    return [
        Repository(_student(entry.name), _local(entry))
        for entry in sorted(folder.iterdir())
        if not entry.is_symlink() and is_repository(entry)
    ]


def is_repository(folder: Path) -> bool:
    """Tell whether a folder is a clone or a bare repository, with its objects in itself."""
    for inner in (folder / ".git", folder):
        if not inner.is_symlink() and (inner / "HEAD").is_file() and (inner / "objects").is_dir():
            return True
    return False


def _listed(path: Path) -> list[Repository]:
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("ci.no_list", path=path, why=error)) from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = [] if line.lstrip().startswith("#") else line.split()
        if not words:
            continue
        address = words[min(len(words), 2) - 1]
        local = (path.parent / address).resolve()
        is_local = not _ADDRESS.fullmatch(address) and is_repository(local)
        if len(words) > 3 or not (is_local or _ADDRESS.fullmatch(address)):
            raise UsageError(say("ci.no_address", path=path, line=number))
        name = words[0] if len(words) > 1 else address.rstrip("/").rpartition("/")[2]
        project = words[2] if len(words) == 3 else _project(address)
        found.append(Repository(_student(name), _local(local) if is_local else address, project))
    return found


def _project(address: str) -> str:
    """Return the path of a repository on its host, "" for a local one."""
    if address.startswith("file:"):
        return ""
    _, _, rest = address.partition("://")
    path = rest.partition("/")[2] if rest else address.partition(":")[2]
    return path.strip("/").removesuffix(".git")


def _student(name: str) -> str:
    return file_name(name.removesuffix(".git").lstrip("."))


def _local(folder: Path) -> str:
    return f"file://{urllib.parse.quote(str(folder.resolve()))}"
