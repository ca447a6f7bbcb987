"""What runs first in `check.pyz`, where it is a module of its own name: is all there, and quick?

Importing from an archive compiles each module anew. So the compiled ones are kept as a second
archive in the user's cache, under a name that tells what is in it and which Python it is for.
Where that cannot be, all is imported from `check.pyz` itself, as it is anyway the first time.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import zipimport
from pathlib import Path
from typing import Any

# Where it was found may have been told relative to a folder that is left later.
PYZ = Path(__file__).absolute().parent
OURS = "gradewright/"
_OLD = 60 * 24 * 3600.0
_OTHERS_MAY_WRITE = 0o022
_UNCHECKED = (0b01).to_bytes(4, "little") + bytes(8)
# What to install for a package that is imported under another name, or with another one.
_INSTALLED_AS = {"keras": "keras tensorflow"}
_HELP = {"-h", "--help"}


def held(name: str) -> str:
    """Return a text file of the archive as it is now."""
    import zipfile  # `--help` does without

    with zipfile.ZipFile(PYZ) as archive:
        return archive.read(name).decode("utf-8")


def main() -> int:
    """Check the work in this folder; the exit code is 2 where a package is missing."""
    problem = ready()
    words = sys.argv[1:]
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    from gradewright.selfcheck.terminal.main import main as check

    if _HELP & set(words):
        return check(words, None)
    from gradewright.selfcheck.kit import read_kit

    return check(words, read_kit(held("kit.json")))


def ready() -> str:
    """Let our modules be found; return in a sentence what is missing, "" where nothing is."""
    loader: Any = __spec__.loader
    code, *packages = loader.get_data("first.txt").decode("ascii").split()
    places = [str(place) for place in (_compiled(code), PYZ) if place is not None]
    sys.path[:0] = [place for place in places if place not in sys.path]
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if not missing:
        return ""
    from gradewright.phrases import say

    wanted = " ".join(_INSTALLED_AS.get(name, name) for name in missing)
    return say(
        "release.no_package",
        packages=", ".join(missing),
        python=sys.executable,
        command=f'"{sys.executable}" -m pip install {wanted}',
    )


def _compiled(code: str) -> Path | None:
    """Return the archive of compiled modules, made now where it is not there; None without one.

    Args:
        code: what tells these modules from those of other releases.
    """
    tag = sys.implementation.cache_tag
    folder = _cache()
    if tag is None or folder is None or sys.platform == "emscripten":
        return None
    magic = importlib.util.MAGIC_NUMBER[:2].hex()
    file = folder / f"check-{code}-{tag}-{magic}{sys.flags.optimize or ''}.zip"
    try:
        if folder.exists() and not _is_ours(folder):
            return None
        if _is_sound(file):
            return file
        if sys.dont_write_bytecode:
            return None
        _write(file, _archive())
        return file if _is_sound(file) else None
    except OSError:
        return None


def _cache() -> Path | None:
    """Return the folder of this user's that programs may keep things in, None for no such."""
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named) / "gradewright"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "gradewright"


def _is_ours(place: Path) -> bool:
    """Tell whether a file or folder is this user's, and nobody else may write it.

    Raises:
        OSError: it is not there, or cannot be looked at.
    """
    found = place.stat()
    # Windows has no such users; what lies below a user's folder there is the user's.
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _is_sound(file: Path) -> bool:
    """Tell whether a file is there, whole, and nobody else's to write."""
    if not file.exists() or not _is_ours(file):
        return False
    try:
        # Reads its table of contents, which is at its end.
        zipimport.zipimporter(str(file))
    except zipimport.ZipImportError:
        return False
    return True


def _archive() -> bytes:
    """Return our modules as an archive of compiled ones."""
    import io
    import marshal
    import zipfile

    head = importlib.util.MAGIC_NUMBER + _UNCHECKED
    written = io.BytesIO()
    with zipfile.ZipFile(PYZ) as source, zipfile.ZipFile(written, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith(OURS) and name.endswith(".py"):
                code = compile(content, f"{PYZ}/{name}", "exec", dont_inherit=True)
                archive.writestr(f"{name}c", head + marshal.dumps(code))
            elif name.startswith(OURS):
                archive.writestr(name, content)
    return written.getvalue()


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, and remove what earlier releases left long ago.

    Raises:
        OSError: it cannot be written.
    """
    import contextlib
    import tempfile
    import time

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix="check-", suffix=".new")
    try:
        with open(handle, "wb") as new:  # noqa: PTH123 - a descriptor, no path
            new.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for other in file.parent.glob("check-*"):
        with contextlib.suppress(OSError):
            if time.time() - other.stat().st_mtime > _OLD:
                other.unlink()
