"""CIFAR-10's batches are pickles: read, but nothing that they name is run."""

from __future__ import annotations

import hashlib
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.datasets import load
from gradewright.datasets.batches import BATCH_FILES, UNPICKLE_ERRORS, unpickle_batch
from gradewright.datasets.originals import BATCH_MD5
from gradewright.datasets.records import Original, Parts
from gradewright.errors import UsageError

Small = Callable[[str], tuple[Original, Parts]]
Pickler = Callable[[npt.NDArray[np.uint8], list[int]], bytes]

SHAPE = (32, 32, 3)


def python_2(pixels: npt.NDArray[np.uint8], labels: list[int]) -> bytes:
    """Return a batch as Python 2 pickled the published ones."""

    def text(value: bytes) -> bytes:
        return b"U" + bytes([len(value)]) + value

    def number(value: int) -> bytes:
        return b"J" + struct.pack("<i", value)

    dtype = b"cnumpy\ndtype\n" + text(b"u1") + b"K\x00K\x01\x87R"
    dtype += b"(K\x03" + text(b"|") + b"NNN" + number(-1) + number(-1) + b"K\x00tb"
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + text(b"b") + b"\x87R"
    )
    shape = number(pixels.shape[0]) + number(pixels.shape[1]) + b"\x86"
    raw = b"T" + struct.pack("<i", pixels.size) + pixels.tobytes()
    array += b"(K\x01" + shape + dtype + b"\x89" + raw + b"tb"
    listed = b"](" + b"".join(map(number, labels)) + b"e"
    items = text(b"batch_label") + text(b"training batch 1 of 5")
    items += text(b"labels") + listed + text(b"data") + array
    return b"\x80\x02}(" + items + b"u."


def python_3(protocol: int) -> Pickler:
    """Return a function that pickles a batch as Python 3 does."""

    def dump(pixels: npt.NDArray[np.uint8], labels: list[int]) -> bytes:
        return pickle.dumps({b"data": pixels, b"labels": labels}, protocol=protocol)

    return dump


def rows_of(images: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return images (n, 32, 32, 3) as the batches have them: (n, 3072), a channel at a time."""
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2).reshape(len(images), -1))


@pytest.mark.parametrize("pickled", [python_2, *map(python_3, (2, 3, 4))])
def test_a_batch_is_read(pickled: Pickler) -> None:
    images = np.random.default_rng(0).integers(0, 256, (7, *SHAPE), np.uint8)
    found, labels = unpickle_batch(pickled(rows_of(images), [3, 1, 4, 1, 5, 9, 2]), SHAPE)
    np.testing.assert_array_equal(found, images)
    assert labels.tolist() == [3, 1, 4, 1, 5, 9, 2]


def test_the_pickle_of_python_2_means_the_same_to_the_unpickler_of_the_language() -> None:
    pixels = np.arange(6144, dtype=np.uint8).reshape(2, 3072)
    batch = pickle.loads(python_2(pixels, [8, 9]), encoding="bytes")  # made above, so trusted
    np.testing.assert_array_equal(batch[b"data"], pixels)
    assert batch[b"labels"] == [8, 9]


class Trap:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickle_that_names_something_else_is_refused_and_not_run(
    protocol: int, tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    content = pickle.dumps({b"data": Trap(marker), b"labels": [1]}, protocol=protocol)
    with pytest.raises(pickle.UnpicklingError, match="which no batch needs"):
        unpickle_batch(content, SHAPE)
    assert not marker.exists()
    pickle.loads(content)
    assert marker.exists(), "the trap itself does not work"


@pytest.mark.parametrize(
    "name",
    [
        b"os\nsystem",
        b"builtins\neval",
        b"__builtin__\neval",
        b"builtins\ngetattr",
        b"numpy\nload",
        b"numpy.core.multiarray\nscalar",
        b"numpy\nndarray.tofile",
    ],
)
def test_other_names_are_refused(name: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpickle_batch(b"\x80\x02c" + name + b"\n.", SHAPE)


@pytest.mark.parametrize(
    "pixels", [np.zeros((1, 3072), np.int16), np.zeros((1, 3072)), np.array([{}], dtype=object)]
)
def test_arrays_of_other_types_are_refused(pixels: npt.NDArray[Any]) -> None:
    content = pickle.dumps({b"data": pixels, b"labels": [1]}, protocol=4)
    with pytest.raises(pickle.UnpicklingError, match="instead of unsigned bytes"):
        unpickle_batch(content, SHAPE)


@pytest.fixture
def batches(
    cache: Path, small: Small, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Path, Parts]]:
    """Return a function that writes small batches into the cache and vouches for them."""

    def write(inside: str, swap: bytes | None = None) -> tuple[Path, Parts]:
        _, parts = small("cifar10")
        home = cache / inside
        home.mkdir(parents=True)
        pieces = [(parts[0][i * 4 : i * 4 + 4], parts[1][i * 4 : i * 4 + 4]) for i in range(5)]
        for name, (images, labels) in zip(BATCH_FILES, [*pieces, parts[2:]], strict=True):
            content = python_2(rows_of(images), labels.tolist())
            if swap is not None and name == "data_batch_3":
                content = swap
            (home / name).write_bytes(content)
            digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
            monkeypatch.setitem(BATCH_MD5, name, digest)
        return home, parts

    return write


@pytest.mark.parametrize(
    "inside",
    ["cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py"],
)
def test_both_layouts_of_keras_cache_are_read(
    inside: str, batches: Callable[..., tuple[Path, Parts]]
) -> None:
    _, parts = batches(inside)
    found = load("cifar10")
    assert found.key == "cifar10"
    np.testing.assert_array_equal(found.x_train, parts[0])
    np.testing.assert_array_equal(found.x_test, parts[2])
    assert found.y_train.tolist() == parts[1].tolist()


def test_a_batch_that_is_not_the_published_one_is_not_opened(
    batches: Callable[..., tuple[Path, Parts]], tmp_path: Path
) -> None:
    home, _ = batches("cifar-10-batches-py")
    file = home / "data_batch_2"
    file.write_bytes(pickle.dumps({b"data": Trap(tmp_path / "ran"), b"labels": [1]}))
    with pytest.raises(UsageError, match=r"data_batch_2 is damaged: found .* bytes with MD5"):
        load("cifar10")
    assert not (tmp_path / "ran").exists()


def test_even_a_vouched_for_batch_runs_nothing(
    batches: Callable[..., tuple[Path, Parts]], tmp_path: Path
) -> None:
    trap = pickle.dumps({b"data": Trap(tmp_path / "ran"), b"labels": [1]})
    batches("cifar-10-batches-py", swap=trap)
    with pytest.raises(UsageError, match="nothing of it was run"):
        load("cifar10")
    assert not (tmp_path / "ran").exists()


def test_a_truncated_batch_and_a_missing_one(
    batches: Callable[..., tuple[Path, Parts]],
) -> None:
    home, _ = batches("cifar-10-batches-py")
    file = home / "test_batch"
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(UsageError, match=r"test_batch is damaged: found 1000 bytes.*MD5"):
        load("cifar10")
    file.unlink()
    with pytest.raises(UsageError, match="test_batch is damaged: found no such file"):
        load("cifar10")


@given(st.binary(max_size=60).filter(lambda swap: not set(swap) & set(b"rp")))
def test_any_vouched_for_bytes_end_in_a_foreseen_error(swap: bytes) -> None:
    """Without `r` and `p`, which may ask for a memo of gigabytes; no hash vouches for that."""
    with pytest.raises(UNPICKLE_ERRORS):
        unpickle_batch(b"\x80\x02" + swap + b".", SHAPE)
