"""Say that a file is damaged: where, what was found, what is expected, what to do."""

from __future__ import annotations

import lzma
import struct
import zlib
from pathlib import Path
from zipfile import BadZipFile

from gradewright.datasets.originals import FILE_FACTS
from gradewright.errors import UsageError
from gradewright.phrases import say

# What the readers of zip, npy, gzip and HDF5 files raise when a file is not what it seems.
READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    RuntimeError,
    MemoryError,
    BadZipFile,
    zlib.error,
    struct.error,
    lzma.LZMAError,
)


def damaged(path: Path, found: str, expected: str) -> UsageError:
    """Return the error about a file whose content is not what it should be."""
    facts = FILE_FACTS.get(path.name)
    if facts is not None:
        expected = say("data.published", expected=expected, facts=facts)
    return UsageError(say("data.damaged", path=path, found=found, expected=expected))


def unreadable(path: Path, problem: BaseException, expected: str) -> UsageError:
    """Return the error about a file that cannot be read, or is not there."""
    if not path.exists():
        return damaged(path, say("data.found_nothing"), expected)
    reason = str(problem).strip().splitlines()
    found = say(
        "data.found_unreadable",
        size=path.stat().st_size,
        reason=reason[0][:200] if reason else type(problem).__name__,
    )
    return damaged(path, found, expected)
