"""What of an installation decides what is computed: kept values hold for it alone."""

from __future__ import annotations

import contextlib
import hashlib
import platform
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import gradewright

_HOME = Path(gradewright.__file__).parent
# What trains, predicts and writes down, and the sealed process that it runs in.
_ROOMS = ("performance", "sandbox")
_ENDS = (".dist-info", ".egg-info")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages")


@cache
def what_computes(rooms: tuple[str, ...] = _ROOMS) -> tuple[str, ...]:
    """Return Python, machine, installed packages and our own code, as texts that tell them apart.

    Of our own code it is the contents of `rooms` that count, so that a change by a developer does,
    too; "" stands for all of it.
    """
    files = {file for room in rooms for file in (_HOME / room).rglob("*.py")}
    return (
        sys.version,
        f"{platform.system()} {platform.machine()}",
        *_installed(sys.path),
        digest_of_files([_HOME / "__init__.py", *sorted(files)]),
    )


def digest_of_files(files: Sequence[Path]) -> str:
    """Return one digest of the names and contents of files, in this order.

    Raises:
        OSError: one cannot be read.
    """
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{len(file.name)}:{file.name}{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _installed(folders: Sequence[str]) -> Iterator[str]:
    """Yield what is installed with its versions, as the names of its folders tell: `numpy-2.1.0`.

    All of it, since a recipe imports what it likes; importlib.metadata would read every file.
    """
    # What lies in the folder of a call, or beside graders, is installed for nobody.
    for folder in sorted(folder for folder in folders if Path(folder).name in _PACKAGE_FOLDERS):
        with contextlib.suppress(OSError):
            found = (path.name for path in Path(folder).iterdir())
            yield from sorted(name for name in found if name.endswith(_ENDS))
