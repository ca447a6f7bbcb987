"""Find the work that is to be checked, and the kit of its assignment."""

from __future__ import annotations

import zipfile
from fnmatch import fnmatch
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.selfcheck.finding import KIT, kit_beside
from gradewright.selfcheck.kit import NOT_WORK, Kit, read_kit

_PATH_ENDINGS = (".py", ".ipynb", "/", "\\")


def split_names(names: list[str]) -> tuple[Path | None, tuple[str, ...]]:
    """Return the path among what was named, None where there is none, and the other names.

    Raises:
        UsageError: there are several paths, or one that is not there.
    """
    paths = [name for name in names if name.endswith(_PATH_ENDINGS) or Path(name).exists()]
    if len(paths) > 1:
        raise UsageError(say("terminal.one_path", paths=", ".join(paths)))
    if paths and not Path(paths[0]).exists():
        raise UsageError(say("terminal.no_path", path=paths[0]))
    path = Path(paths[0]) if paths else None
    return path, tuple(name for name in names if name not in paths)


def find_kit(path: Path, given: Path | None) -> Kit:
    """Return the kit in a file that was named, or in the archive beside the work.

    Raises:
        UsageError: there is none.
    """
    if given is not None:
        return _read(given)
    return kit_beside(path)


def has_work(path: Path, kit: Kit) -> bool:
    """Tell whether there is a file that may hold work."""
    if not path.is_dir():
        return path.is_file()
    try:
        names = {entry.name for entry in path.iterdir()} - set(NOT_WORK)
    except OSError:  # what cannot be looked into holds nothing that could be checked
        return False
    return any(fnmatch(name, pattern) for name in names for pattern in kit.files)


def no_work(path: Path, kit: Kit) -> str:
    """Return the sentence that there is nothing to check."""
    folder = path if path.is_dir() else path.parent
    files = " or ".join(kit.files[:2]) if path.is_dir() else path.name
    return say("terminal.no_work", folder=folder, files=files)


def _read(file: Path) -> Kit:
    try:
        if not zipfile.is_zipfile(file):
            return read_kit(file.read_text(encoding="utf-8"))
        with zipfile.ZipFile(file) as archive:
            return read_kit(archive.read(KIT).decode("utf-8"))
    except KeyError:
        raise UsageError(say("terminal.not_a_kit", file=file)) from None
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(say("terminal.unread_kit", file=file, reason=reason)) from error
