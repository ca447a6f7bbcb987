"""Write a release: a folder to look at, and the archive that students get."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from gradewright.authoring.release.archive import zipped
from gradewright.authoring.release.contents import Release
from gradewright.errors import UsageError
from gradewright.phrases import say


def write_release(release: Release, out: Path) -> tuple[Path, Path]:
    """Write `<slug>/` and `<slug>.zip` into a folder; return the paths of both.

    An earlier folder is replaced, unless somebody worked in it since.

    Raises:
        UsageError: the folder is there and is not as a release left it.
    """
    folder, archive = out / release.slug, out / f"{release.slug}.zip"
    changed = _changed_in(folder, archive)
    if changed:
        raise UsageError(say("release.changed", folder=folder, name=changed))
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in release.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / "check.pyz").chmod(0o755)
    inside = {f"{release.slug}/{name}": content for name, content in release.files.items()}
    archive.write_bytes(zipped(inside))
    return folder, archive


def _changed_in(folder: Path, archive: Path) -> str:
    """Return a file of a folder that the archive beside it does not hold so, "" for none."""
    held: dict[str, bytes] = {}
    if archive.is_file():
        with zipfile.ZipFile(archive) as earlier:
            held = {name: earlier.read(name) for name in earlier.namelist()}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and held.get(f"{folder.name}/{name}") != file.read_bytes():
            return name
    return ""
