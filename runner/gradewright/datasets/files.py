"""Read the files of a data set: npz archives, gzipped idx files, HDF5 archives.

A reader takes the path that was found and what the set should hold, and returns the four arrays
as they are in the files. Nothing is unpickled here.
"""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt

from gradewright.datasets.damage import READ_ERRORS, damaged, unreadable
from gradewright.datasets.records import Original, Parts
from gradewright.phrases import say

NPZ_PARTS = ("x_train", "y_train", "x_test", "y_test")
IDX_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
_NPY_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
H5_FILES = ("train_catvnoncat.h5", "test_catvnoncat.h5")


def read_npz(path: Path, original: Original) -> Parts:
    """Return the arrays of an npz archive; its checksums are verified on the way.

    Raises:
        UsageError: it is no npz archive, is cut short, or lacks an array.
    """
    try:
        with ZipFile(path) as archive:
            x_train, y_train, x_test, y_test = (_member(archive, part) for part in NPZ_PARTS)
    except READ_ERRORS as problem:
        expected = say("data.expected_npz", data=original.title)
        raise unreadable(path, problem, expected) from problem
    return x_train, y_train, x_test, y_test


def _member(archive: ZipFile, part: str) -> npt.NDArray[Any]:
    """Return one array; it is looked into only when its whole content has the right checksum."""
    content = archive.read(f"{part}.npy")
    header = io.BytesIO(content)
    read = _NPY_HEADERS[np.lib.format.read_magic(header)]
    shape, columns_first, dtype = read(header)
    # A view, not a copy; NumPy refuses to view bytes as objects, which would be pickled.
    values = np.frombuffer(content, dtype, offset=header.tell())
    return values.reshape(shape, order="F" if columns_first else "C")


def read_idx(folder: Path, original: Original) -> Parts:
    """Return the arrays of a folder of four gzipped idx files.

    Raises:
        UsageError: a file is missing, cut short, or not the idx file of its name.
    """
    train, test = sum(original.train_counts), sum(original.test_counts)
    shapes = ((train, *original.shape), (train,), (test, *original.shape), (test,))
    files = (folder / name for name in IDX_FILES)
    x_train, y_train, x_test, y_test = map(_read_idx, files, shapes)
    return x_train, y_train, x_test, y_test


def _read_idx(path: Path, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """Return the array of one idx file; nothing beyond the expected size is unpacked."""
    expected = say("data.expected_idx", shape=shape)
    header = np.array([0x800 + len(shape), *shape], ">u4").tobytes()
    size = int(np.prod(shape))
    try:
        with gzip.open(path) as file:
            found, values = file.read(len(header)), file.read(size)
            rest = file.read(1)
    except READ_ERRORS as problem:
        raise unreadable(path, problem, expected) from problem
    if found != header:
        raise damaged(path, say("data.found_header", header=found.hex(" ", 4)), expected)
    if len(values) != size or rest:
        count = f"{len(values)}+" if rest else str(len(values))
        raise damaged(path, say("data.found_values", count=count), expected)
    return np.frombuffer(values, np.uint8).reshape(shape)


def read_h5(folder: Path, original: Original) -> Parts:
    """Return the arrays of the two archives of cat images.

    Raises:
        UsageError: an archive is missing, damaged, or lacks an array.
    """
    train, test = (folder / name for name in H5_FILES)
    return (*_read_h5(train, "train_set", original), *_read_h5(test, "test_set", original))


def _read_h5(path: Path, prefix: str, original: Original) -> tuple[Any, Any]:
    """Return images and labels of one archive."""
    import h5py

    try:
        with h5py.File(path) as archive:
            return np.asarray(archive[f"{prefix}_x"]), np.asarray(archive[f"{prefix}_y"])
    except READ_ERRORS as problem:
        expected = say("data.expected_h5", prefix=prefix, data=original.title)
        raise unreadable(path, problem, expected) from problem
