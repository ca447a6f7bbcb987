"""One timing at a time on a device, over all judges of a user on this machine."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gradewright.errors import MachineryError
from gradewright.results import Device
from gradewright.sandbox import clock


@contextmanager
def take_turn(device: Device, folder: Path | None = None) -> Iterator[None]:
    """Wait until nobody else times on this kind of device, then keep the others waiting.

    The lock is the kernel's: it ends with the process that holds it, however that ends.

    Raises:
        MachineryError: the folder for the lock is not ours alone.
    """
    file = (folder or _own_folder()) / f"{device.kind}.turn"
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(file, flags, 0o600)
    try:
        # A neighbour's timing is no part of what this test may take.
        with clock.paused():
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _own_folder() -> Path:
    """Return a folder that only this user can write to; other users of the machine have theirs."""
    folder = Path(tempfile.gettempdir()) / f"gradewright-turns-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    ours = stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid()
    if not ours or facts.st_mode & 0o022:
        raise MachineryError(
            f"{folder} belongs to somebody else or is open to others, so timings cannot take "
            "turns there. Remove it, or set TMPDIR to a folder of your own."
        )
    return folder
