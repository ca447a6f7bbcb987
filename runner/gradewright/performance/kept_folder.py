"""The folder below a user's cache in which kept values outlive a run, and whether it is safe."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gradewright.phrases import say
from gradewright.sandbox.bubblewrap import package_paths, readable_paths
from gradewright.sandbox.devices import FRAMEWORKS, library_folders

VARIABLE = "GRADEWRIGHT_CACHE"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """The user's folder, and in a sentence why it is not used; "" where it is."""

    folder: Path
    problem: str = ""

    @property
    def in_use(self) -> Path | None:
        """Return the folder where it is used, else None."""
        return None if self.problem else self.folder


def users_folder(environment: Mapping[str, str] = os.environ) -> KeptFolder:
    """Return the folder of the user who runs this, made now where it is not there.

    GRADEWRIGHT_CACHE names it, else it is `gradewright` below XDG_CACHE_HOME or ~/.cache. It is
    used where it is the user's own, nobody else may write there, and no submission sees it.
    """
    named = place_of(environment)
    try:
        if not named.exists() and _belongs_to_somebody(named):
            return KeptFolder(named, say("cache.not_ours"))
        if _is_seen(named):
            return KeptFolder(named, say("cache.seen_by_submissions"))
        _make(named)
    except OSError as error:
        return KeptFolder(named, say("cache.cannot_be_made", reason=error.strerror))
    return users_folder_as_it_is(environment)


def users_folder_as_it_is(environment: Mapping[str, str] = os.environ) -> KeptFolder:
    """Return the same and make nothing; there is no problem where there is nothing."""
    named = place_of(environment)
    try:
        return KeptFolder(named, _problem(named))
    except FileNotFoundError:
        return KeptFolder(named)
    except OSError as error:
        return KeptFolder(named, say("cache.cannot_be_made", reason=error.strerror))


def place_of(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the user's folder is, or would be."""
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE]).expanduser().absolute()
    caches = Path(environment.get("XDG_CACHE_HOME", ""))
    if not caches.is_absolute():
        caches = Path(environment.get("HOME") or Path.home()) / ".cache"
    return caches / "gradewright"


def _problem(named: Path) -> str:
    """Return why a folder is not to be used, "" where it is fine.

    Raises:
        OSError: it cannot be looked at.
    """
    folder, user = named.resolve(strict=True), os.geteuid()
    if {named.lstat().st_uid, folder.stat().st_uid} != {user}:
        return say("cache.not_ours")
    if folder.stat().st_mode & _OTHERS_MAY_WRITE:
        return say("cache.open_to_others", folder=named)
    loose = next((parent for parent in folder.parents if _may_be_swapped(parent)), None)
    if loose is not None:
        return say("cache.below_open_folder", parent=loose)
    if _is_seen(named):
        return say("cache.seen_by_submissions")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return say("cache.cannot_be_used")
    return ""


def _make(folder: Path) -> None:
    """Make a folder and what is missing above it, all of it for this user alone."""
    if not folder.parent.exists():
        _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _belongs_to_somebody(named: Path) -> bool:
    """Tell whether a new folder would lie in another user's: root with that user's home, say."""
    above = next(parent for parent in named.parents if parent.exists())
    return above.stat().st_uid not in (0, os.geteuid())


def _may_be_swapped(folder: Path) -> bool:
    """Tell whether anybody may put another thing in the place of what lies in a folder."""
    mode = folder.stat().st_mode
    return bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX


def _is_seen(named: Path) -> bool:
    """Tell whether a folder lies within what sealed processes are shown."""
    shown = [*readable_paths(), *package_paths(), *library_folders(FRAMEWORKS)]
    return any(named.resolve().is_relative_to(Path(path).resolve()) for path in shown)
