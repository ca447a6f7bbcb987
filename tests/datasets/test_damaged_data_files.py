"""Damaged files: an error that says where, what was found, what is expected; never other data."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradewright.datasets import load
from gradewright.datasets.check import checked
from gradewright.datasets.files import read_idx, read_npz
from gradewright.datasets.records import Original, Parts
from gradewright.errors import UsageError

Small = Callable[[str], tuple[Original, Parts]]
Write = Callable[[str, Path, Parts], Path]

TINY = Original("tiny", "Tiny", (2, 3), ("no", "yes"), (3, 2), (1, 1))
TINY_PARTS: Parts = (
    np.arange(30, dtype=np.uint8).reshape(5, 2, 3),
    np.array([0, 1, 0, 1, 0], np.uint8),
    np.arange(100, 112, dtype=np.uint8).reshape(2, 2, 3),
    np.array([1, 0], np.uint8),
)


def complaint(name: str) -> str:
    """Return what loading a data set complains about."""
    with pytest.raises(UsageError) as caught:
        load(name)
    return str(caught.value)


def test_a_file_that_is_no_archive_says_what_the_published_one_is(folder: Path) -> None:
    (folder / "mnist.npz").write_bytes(b"<html>not found</html>")
    message = complaint("mnist")
    assert str(folder / "mnist.npz") in message
    assert "22 bytes that cannot be read (File is not a zip file)" in message
    assert "11490434 bytes and sha256 731c5ac6" in message
    assert "Copy or download it again" in message


@pytest.mark.parametrize("name", ["mnist", "cifar10"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_truncated_archive(
    name: str, share: float, folder: Path, small: Small, write: Write
) -> None:
    path = write(name, folder, small(name)[1])
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert f"{int(share * len(content))} bytes that cannot be read" in complaint(name)


def test_a_damaged_archive_in_keras_cache_is_no_stand_in_either(cache: Path) -> None:
    (cache / "mnist.npz").write_bytes(b"")
    assert "0 bytes that cannot be read" in complaint("mnist")


def test_an_archive_with_an_array_missing(folder: Path) -> None:
    np.savez(folder / "mnist.npz", x_train=np.zeros(3))
    assert "y_train" in complaint("mnist")


def test_an_archive_of_objects_is_not_unpickled(folder: Path) -> None:
    odd = np.array([{"a": 1}], dtype=object)
    np.savez(folder / "mnist.npz", x_train=odd, y_train=odd, x_test=odd, y_test=odd)
    assert "OBJECT" in complaint("mnist")


@pytest.mark.parametrize(
    ("part", "change", "found", "expected"),
    [
        (0, lambda x: x[:-1], "x_train uint8 (19, 28, 28)", "x_train uint8 (20, 28, 28)"),
        (0, lambda x: x / 255, "x_train float64 (20, 28, 28)", "x_train uint8 (20, 28, 28)"),
        (2, lambda x: x[..., None], "x_test uint8 (10, 28, 28, 1)", "x_test uint8 (10, 28, 28)"),
        (1, lambda y: y[:5], "y_train uint8 (5,)", "y_train uint8 (20,)"),
        (1, lambda y: y + 1.0, "y_train float64 (20,)", "y_train uint8 (20,)"),
        (1, lambda y: y + 1, "y_train with labels 1 to 10", "y_train with labels 0 to 9"),
        (3, lambda y: y.astype(int) - 1, "y_test with labels -1 to 8", "labels 0 to 9"),
        (3, lambda y: y // 2, "y_test with (2, 2, 2, 2, 2, 0, 0, 0, 0, 0) images", "(1, 1, 1, 1"),
    ],
)
def test_arrays_that_are_not_the_data_set(
    part: int,
    change: Callable[[np.ndarray], np.ndarray],
    found: str,
    expected: str,
    folder: Path,
    small: Small,
    write: Write,
) -> None:
    parts = list(small("mnist")[1])
    parts[part] = change(parts[part])
    write("mnist", folder, (parts[0], parts[1], parts[2], parts[3]))
    message = complaint("mnist")
    assert f"found {found}" in message
    assert expected in message.split("expected", 1)[1]


def test_another_data_set_of_the_same_shape(folder: Path, small: Small, write: Write) -> None:
    _, parts = small("mnist")
    write("mnist", folder, (*parts[:3], np.zeros_like(parts[3])))
    assert "y_test with (10, 0, 0, 0, 0, 0, 0, 0, 0, 0) images of each class" in complaint("mnist")


def test_a_missing_idx_file(folder: Path, small: Small, write: Write) -> None:
    path = write("fashion_mnist", folder, small("fashion_mnist")[1])
    (path / "t10k-labels-idx1-ubyte.gz").unlink()
    message = complaint("fashion_mnist")
    assert "t10k-labels-idx1-ubyte.gz is damaged: found no such file" in message
    assert "the published file has 5148 bytes" in message


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda raw: gzip.compress(raw)[:-20], "cannot be read"),
        (lambda raw: raw, "Not a gzipped file"),
        (lambda raw: gzip.compress(raw[:-3]), "found 15677 values"),
        (lambda raw: gzip.compress(raw + b"more"), "found 15680+ values"),
        (lambda raw: gzip.compress(b"\x00\x00\x08\x01" + raw[4:]), "bytes 00000801 00000014"),
        (lambda _: b"", "bytes"),
    ],
)
def test_an_idx_file_that_is_not_what_it_should_be(
    change: Callable[[bytes], bytes], found: str, folder: Path, small: Small, write: Write
) -> None:
    file = write("fashion_mnist", folder, small("fashion_mnist")[1]) / "train-images-idx3-ubyte.gz"
    file.write_bytes(change(gzip.decompress(file.read_bytes())))
    message = complaint("fashion_mnist")
    assert found in message
    assert "a gzipped idx file of unsigned bytes (20, 28, 28)" in message


def test_a_damaged_cat_archive(folder: Path, small: Small, write: Write) -> None:
    path = write("cats", folder, small("cats")[1]) / "train_catvnoncat.h5"
    path.write_bytes(path.read_bytes()[:5000])
    assert "5000 bytes that cannot be read" in complaint("cats")
    path.write_bytes(b"not an archive")
    assert "2572022 bytes" in complaint("cats")
    path.unlink()
    assert "found no such file" in complaint("cats")


def test_a_cat_archive_without_its_images(folder: Path, small: Small, write: Write) -> None:
    path = write("cats", folder, small("cats")[1])
    (path / "test_catvnoncat.h5").write_bytes((path / "train_catvnoncat.h5").read_bytes())
    assert "test_set_x" in complaint("cats")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_changed_byte_is_noticed_or_harmless(data: st.DataObject) -> None:
    """Neither another error than ours nor other data: archives carry checksums."""
    with TemporaryDirectory() as home:
        path = Path(home) / "tiny.npz"
        names = ("x_train", "y_train", "x_test", "y_test")
        np.savez_compressed(path, **dict(zip(names, TINY_PARTS, strict=True)))
        content = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        try:
            found = checked(path, TINY, read_npz(path, TINY))
        except UsageError as problem:
            assert re.search(r"tiny.npz is damaged: found .*; expected .*", str(problem))
        else:
            np.testing.assert_array_equal(found.x_train, TINY_PARTS[0])
            np.testing.assert_array_equal(found.y_test, TINY_PARTS[3])


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_changed_byte_of_an_idx_file_is_noticed_or_harmless(
    data: st.DataObject, write: Write
) -> None:
    with TemporaryDirectory() as home:
        path = write("fashion_mnist", Path(home), TINY_PARTS)
        file = data.draw(st.sampled_from(sorted(path.iterdir())))
        content = bytearray(file.read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
        file.write_bytes(content)
        try:
            found = checked(path, TINY, read_idx(path, TINY))
        except UsageError as problem:
            assert file.name in str(problem)
        else:
            np.testing.assert_array_equal(found.x_train, TINY_PARTS[0])
            np.testing.assert_array_equal(found.y_train, TINY_PARTS[1])
