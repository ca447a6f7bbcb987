"""Find the kit that a self-check works with."""

from __future__ import annotations

import zipfile
from pathlib import Path

import gradewright
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.selfcheck.kit import Kit, read_kit

PYZ = "check.pyz"
KIT = "kit.json"


def own_kit() -> Kit | None:
    """Return the kit that was packed together with this very code, None where it was not."""
    loader = getattr(gradewright.__spec__, "loader", None)
    beside = Path(gradewright.__file__).parent.parent / KIT
    try:
        content = loader.get_data(str(beside))  # type: ignore[union-attr]
    except (OSError, AttributeError):
        return None
    return read_kit(content.decode("utf-8"))


def kit_beside(work: Path) -> Kit:
    """Return the kit in the `check.pyz` beside a file, or in a folder.

    Raises:
        UsageError: there is none.
    """
    folder = work if work.is_dir() else work.parent
    try:
        with zipfile.ZipFile(folder / PYZ) as packed:
            return read_kit(packed.read(KIT).decode("utf-8"))
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise UsageError(say("selfcheck.no_kit", folder=folder.resolve())) from error
