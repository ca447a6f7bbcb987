"""Find the kit that a self-check works with."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.selfcheck.kit import Kit, read_kit

PYZ = "check.pyz"
KIT = "kit.json"
# The module in it that runs before all others: `authoring/release/first.py`.
FIRST = "gradewright_first"


def own_kit() -> Kit | None:
    """Return the kit of the `check.pyz` that this very code came out of, None where it did not."""
    first = sys.modules.get(FIRST)
    return None if first is None else read_kit(first.held(KIT))


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
