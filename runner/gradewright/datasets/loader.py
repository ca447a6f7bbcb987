"""Load a data set: its real files where they are, else its stand-in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gradewright.datasets.check import checked
from gradewright.datasets.download import (
    DOWNLOADABLE,
    Downloader,
    download_allowed,
    fetch,
    keras_loader,
)
from gradewright.datasets.originals import ORIGINALS
from gradewright.datasets.places import LAYOUTS, Source, find, keras_cache
from gradewright.datasets.records import Available, Dataset
from gradewright.datasets.stand_ins import KEYS, stand_in
from gradewright.errors import UsageError
from gradewright.phrases import say

NAMES = tuple(KEYS)


def load(name: str, *, download: bool = False, downloader: Downloader = keras_loader) -> Dataset:
    """Return a data set by name: mnist, fashion_mnist, cifar10, cats or digits.

    The folder that GRADEWRIGHT_DATA names is looked through first, then Keras' cache. What is in
    neither is downloaded into the cache if `download` or GRADEWRIGHT_DOWNLOAD=1 allows it; else
    the stand-in is returned, whose `stand_in` is True. `docs/data.md` shows the layout.
    The arrays are shared by all callers of this process and read-only.

    Raises:
        UsageError: there is no such data set, a file is damaged, GRADEWRIGHT_DATA names no
            folder, or an allowed download failed.
    """
    if name not in NAMES:
        raise UsageError(say("data.unknown", data=repr(name), known=", ".join(NAMES)))
    source = find(name)
    if _lacks_files(source) and name in DOWNLOADABLE and (download or download_allowed()):
        fetch(name, keras_cache(), downloader)
        source = find(name)
    return stand_in(name) if source is None else _read(name, source.path)


def available() -> tuple[Available, ...]:
    """Return where each data set would come from now, without reading or downloading it."""
    return tuple(map(_available, NAMES))


def _available(name: str) -> Available:
    try:
        source = find(name)
    except UsageError as error:
        return Available(name, name, stand_in=False, where="", problem=str(error))
    if source is None:
        embedded = name == KEYS[name]
        return Available(name, say(f"data.{KEYS[name]}"), not embedded, "", "")
    problem = "" if source.complete else say("data.incomplete", path=source.path)
    return Available(name, ORIGINALS[name].title, False, str(source.path), problem)


def _lacks_files(source: Source | None) -> bool:
    """Return whether a download could help: nothing was found, or a part of it in the cache."""
    if source is None:
        return True
    return not source.complete and source.path.parent == keras_cache()


@lru_cache(maxsize=2)
def _read(name: str, path: Path) -> Dataset:
    """Return the data set whose files lie at `path`; two at most are kept in memory."""
    layout = next(layout for layout in LAYOUTS[name] if layout.path == path.name)
    return checked(path, ORIGINALS[name], layout.read(path, ORIGINALS[name]))
