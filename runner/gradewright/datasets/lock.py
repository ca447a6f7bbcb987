"""Let one process at a time do something, by a lock on a file.

The system lets go of the lock when its holder ends, however it ends; the file stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _acquire(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _acquire(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process holds the lock of this file, and hold it.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("ab") as file:
        _acquire(file)
        yield
