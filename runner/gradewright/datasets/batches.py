"""Read CIFAR-10's batches, which are pickles, without running anything that they name.

Two locks: a file is opened only when its MD5 is that of the published one; and the reader maps the
few names that a NumPy array's pickle needs to classes of its own, and refuses every other.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gradewright.datasets.damage import READ_ERRORS, damaged, unreadable
from gradewright.datasets.originals import BATCH_MD5
from gradewright.datasets.records import Original, Parts
from gradewright.phrases import say

BATCH_FILES = tuple(BATCH_MD5)
INNER_FOLDER = "cifar-10-batches-py"
UNPICKLE_ERRORS = (
    *READ_ERRORS,
    pickle.UnpicklingError,
    ArithmeticError,
    AttributeError,
    IndexError,
)

Batch = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]


def read_batches(
    folder: Path, original: Original, published: Mapping[str, str] = BATCH_MD5
) -> Parts:
    """Return the arrays of a folder of batches, images as (n, 32, 32, 3).

    Raises:
        UsageError: a file is missing, is not the published one, or holds anything but a batch.
    """
    inner = folder / INNER_FOLDER
    home = inner if inner.is_dir() else folder
    batches = [_read(home / name, published[name], original) for name in published]
    x_train = np.concatenate([images for images, _ in batches[:-1]])
    y_train = np.concatenate([labels for _, labels in batches[:-1]])
    return (x_train, y_train, *batches[-1])


def _read(path: Path, md5: str, original: Original) -> Batch:
    """Return images and labels of one file."""
    expected = say("data.expected_md5", md5=md5)
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise unreadable(path, problem, expected) from problem
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != md5:
        raise damaged(path, say("data.found_md5", size=len(content), md5=found), expected)
    try:
        return unpickle_batch(content, original.shape)
    except UNPICKLE_ERRORS as problem:
        raise unreadable(path, problem, say("data.expected_batch")) from problem


def unpickle_batch(content: bytes, shape: tuple[int, ...]) -> Batch:
    """Return images (n, *shape) and labels (n,) of one pickled batch.

    Raises:
        pickle.UnpicklingError: it names something else than a batch needs.
        Others of UNPICKLE_ERRORS: it is no batch.
    """
    batch = _Unpickler(io.BytesIO(content), encoding="bytes").load()
    pixels, labels = batch[b"data"].pixels(), np.array(batch[b"labels"], np.int64)
    height, width, channels = shape
    images = pixels.reshape(len(labels), channels, height, width)
    return np.ascontiguousarray(images.transpose(0, 2, 3, 1)), labels


class _Unpickler(pickle.Unpickler):
    """A reader of pickles that knows one kind of object, an array of bytes."""

    def find_class(self, module: str, name: str) -> Any:
        """Return our own class for a name of NumPy's, and refuse every other name."""
        known = _NAMES.get((module, name))
        if known is None:
            raise pickle.UnpicklingError(say("data.refused_name", name=f"{module}.{name}"))
        return known


class _Type:
    """Takes the place of `numpy.dtype`; only unsigned bytes are taken."""

    def __init__(self, code: Any, *_flags: Any) -> None:
        if code not in {b"u1", "u1"}:
            raise pickle.UnpicklingError(say("data.refused_type", code=repr(code)))

    def __setstate__(self, _state: Any) -> None:
        """Take byte order and alignment, which mean nothing for bytes."""


class _Array:
    """Takes the place of `numpy.ndarray`: shape and content, not yet checked."""

    def __init__(self, *_arguments: Any) -> None:
        self._shape: Any = (0,)
        self._columns_first, self._content = False, b""

    def __setstate__(self, state: Any) -> None:
        """Take an array's pickled state."""
        _version, self._shape, kind, self._columns_first, self._content = state
        if type(kind) is not _Type or type(self._content) is not bytes:
            raise pickle.UnpicklingError(say("data.refused_type", code=type(kind).__name__))

    def pixels(self) -> npt.NDArray[np.uint8]:
        """Return the values as a true array."""
        values = np.frombuffer(self._content, np.uint8)
        return values.reshape(self._shape, order="F" if self._columns_first else "C")


def _encode(text: str, _encoding: str) -> bytes:
    """Return bytes that Python 3 wrote as text for Python 2."""
    return text.encode("latin-1")


_NAMES: dict[tuple[str, str], Any] = {
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _Type,
    ("numpy.core.multiarray", "_reconstruct"): _Array,
    ("numpy._core.multiarray", "_reconstruct"): _Array,
    ("_codecs", "encode"): _encode,
}
