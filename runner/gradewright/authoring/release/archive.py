"""Archives whose bytes depend on what is in them and on nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest that an archive can hold.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_FILE, _PROGRAM = 0o100644, 0o100755


def zipped(files: Mapping[str, bytes], head: bytes = b"") -> bytes:
    """Return an archive of files, sorted by name; a `.pyz` in it may be executed.

    Args:
        files: contents by name.
        head: what stands before the archive in its file.
    """
    written = io.BytesIO()
    written.write(head)
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = _UNIX
            entry.external_attr = (_PROGRAM if name.endswith(".pyz") else _FILE) << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()
