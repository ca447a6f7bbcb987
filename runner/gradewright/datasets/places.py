"""Find a data set's files: in the data folder, then in Keras' cache."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gradewright.datasets.batches import BATCH_FILES, INNER_FOLDER, read_batches
from gradewright.datasets.files import H5_FILES, IDX_FILES, read_h5, read_idx, read_npz
from gradewright.datasets.records import Original, Parts
from gradewright.errors import UsageError
from gradewright.phrases import say

FOLDER_VARIABLE = "GRADEWRIGHT_DATA"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way a data set lies in a folder: its path there, the files in it, and their reader."""

    path: str
    files: tuple[str, ...]
    read: Callable[[Path, Original], Parts]


@dataclass(frozen=True, slots=True)
class Source:
    """A data set's files that were found."""

    path: Path
    layout: Layout

    @property
    def complete(self) -> bool:
        """True where none of the files is missing; they are not read."""
        inner = self.path / INNER_FOLDER
        home = inner if inner.is_dir() else self.path
        return all((home / name).is_file() for name in self.layout.files)


LAYOUTS = {
    "mnist": (Layout("mnist.npz", (), read_npz),),
    "fashion_mnist": (Layout("fashion-mnist", IDX_FILES, read_idx),),
    "cifar10": (
        Layout("cifar10.npz", (), read_npz),
        Layout(f"{INNER_FOLDER}-target", BATCH_FILES, read_batches),
        Layout(INNER_FOLDER, BATCH_FILES, read_batches),
    ),
    "cats": (Layout("catvnoncat", H5_FILES, read_h5),),
}


def data_folder() -> Path | None:
    """Return the folder that GRADEWRIGHT_DATA names, None where it is not set.

    Raises:
        UsageError: it names no folder, or one that cannot be read.
    """
    text = os.environ.get(FOLDER_VARIABLE, "")
    if not text:
        return None
    folder = Path(text).expanduser()
    if not os.access(folder, os.R_OK | os.X_OK) or not folder.is_dir():
        raise UsageError(say("data.no_folder", variable=FOLDER_VARIABLE, path=text))
    return folder


def keras_cache() -> Path:
    """Return the folder where Keras keeps data sets, there or not: KERAS_HOME or ~/.keras."""
    home = os.environ.get("KERAS_HOME") or str(Path("~") / ".keras")
    return Path(os.path.expanduser(home)) / "datasets"  # noqa: PTH111 - never raises


def find(name: str) -> Source | None:
    """Return where the files of a data set are, the data folder first; None where nowhere.

    Raises:
        UsageError: GRADEWRIGHT_DATA names no folder.
    """
    folder = data_folder()
    places = [keras_cache()] if folder is None else [folder, keras_cache()]
    sources = (source for place in places if (source := find_in(place, name)))
    return next(sources, None)


def find_in(place: Path, name: str) -> Source | None:
    """Return where the files of a data set are in one folder; None where they are not."""
    for layout in LAYOUTS.get(name, ()):
        if os.path.exists(place / layout.path):  # noqa: PTH110 - False where access is denied
            return Source(place / layout.path, layout)
    return None
