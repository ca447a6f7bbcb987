"""Where data come from: the data folder, then Keras' cache, then a stand-in that says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gradewright import datasets
from gradewright.datasets.records import Original, Parts
from gradewright.errors import UsageError

Small = Callable[[str], tuple[Original, Parts]]
Write = Callable[[str, Path, Parts], Path]

ON_DISK = ("mnist", "fashion_mnist", "cifar10", "cats")


@pytest.mark.parametrize("name", ON_DISK)
@pytest.mark.parametrize("place", ["folder", "cache"])
def test_files_are_read_from_the_data_folder_and_from_keras_cache(
    name: str, place: str, request: pytest.FixtureRequest, small: Small, write: Write
) -> None:
    original, parts = small(name)
    write(name, request.getfixturevalue(place), parts)
    found = datasets.load(name)
    assert not found.stand_in
    assert found.key == name
    assert found.class_names == original.class_names
    for array, expected in zip(
        (found.x_train, found.y_train, found.x_test, found.y_test), parts, strict=True
    ):
        np.testing.assert_array_equal(array, expected)
    assert found.x_train.dtype == np.uint8
    assert found.y_train.dtype == found.y_test.dtype == np.int64


def test_the_data_folder_goes_before_the_cache(
    folder: Path, cache: Path, small: Small, write: Write
) -> None:
    _, parts = small("mnist")
    write("mnist", folder, parts)
    write("mnist", cache, (255 - parts[0], *parts[1:]))
    np.testing.assert_array_equal(datasets.load("mnist").x_train, parts[0])


def test_what_the_data_folder_lacks_is_looked_for_in_the_cache(
    folder: Path, cache: Path, small: Small, write: Write
) -> None:
    assert folder.is_dir()
    _, parts = small("mnist")
    write("mnist", cache, parts)
    assert datasets.load("mnist").key == "mnist"


def test_keras_home_is_in_the_home_folder_where_no_variable_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Small, write: Write
) -> None:
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    cache = tmp_path / ".keras" / "datasets"
    cache.mkdir(parents=True)
    write("mnist", cache, small("mnist")[1])
    assert not datasets.load("mnist").stand_in


@pytest.mark.parametrize("shape", [(20, 1), (1, 20)])
def test_labels_in_a_column_or_a_row_become_a_plain_array(
    shape: tuple[int, int], folder: Path, small: Small, write: Write
) -> None:
    _, (x_train, y_train, x_test, y_test) = small("cifar10")
    write("cifar10", folder, (x_train, y_train.reshape(shape), x_test, y_test[:, None]))
    found = datasets.load("cifar10")
    assert found.y_train.tolist() == y_train.tolist()
    assert found.y_test.tolist() == y_test.tolist()


def test_altered_copies_of_cifar_are_not_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Small, write: Write
) -> None:
    _, parts = small("cifar10")
    names = []
    for first in ((61, 62, 67), (59, 62, 63)):
        parts[0][0, 0, 0], parts[2][0, 0, 0] = first, (158, 112, 49)
        home = tmp_path / str(first[0])
        home.mkdir()
        write("cifar10", home, parts)
        monkeypatch.setenv("GRADEWRIGHT_DATA", str(home))
        names.append(datasets.load("cifar10").name)
    assert names == ["CIFAR-10 with altered pixels (such as JPEG copies)", "CIFAR-10"]


def test_a_data_folder_that_is_not_there_is_an_error_and_no_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADEWRIGHT_DATA", str(tmp_path / "absent"))
    with pytest.raises(UsageError, match=r"GRADEWRIGHT_DATA names .*absent.*unset it"):
        datasets.load("mnist")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="mnist, fashion_mnist, cifar10, cats, digits"):
        datasets.load("dogs")


@pytest.mark.parametrize("name", datasets.NAMES)
def test_arrays_are_shared_and_cannot_be_written_to(name: str) -> None:
    data = datasets.load(name)
    assert datasets.load(name) is data
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_real_arrays_are_shared_and_cannot_be_written_to(
    folder: Path, small: Small, write: Write
) -> None:
    write("mnist", folder, small("mnist")[1])
    data = datasets.load("mnist")
    assert datasets.load("mnist") is data
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        assert not array.flags.writeable


def test_no_more_than_two_real_sets_are_kept(folder: Path, small: Small, write: Write) -> None:
    for name in ("mnist", "cifar10", "cats"):
        write(name, folder, small(name)[1])
    first = datasets.load("mnist")
    for name in ("cifar10", "cats"):
        datasets.load(name)
    assert datasets.load("mnist") is not first


def test_what_is_at_hand_is_said_without_reading_it(
    folder: Path, cache: Path, small: Small, write: Write
) -> None:
    (folder / "mnist.npz").write_bytes(b"not read")
    (cache / "fashion-mnist").mkdir()
    write("cats", folder, small("cats")[1])
    found = {record.name: record for record in datasets.available()}
    assert list(found) == list(datasets.NAMES)
    assert found["mnist"].where == str(folder / "mnist.npz")
    assert found["mnist"].problem == ""
    assert "lacks some of its files" in found["fashion_mnist"].problem
    assert found["cifar10"].stand_in
    assert found["cifar10"].where == ""
    assert "stand-in" in found["cifar10"].what
    assert (found["cats"].what, found["cats"].problem) == ("cat images", "")
    assert not found["digits"].stand_in


def test_what_is_at_hand_says_that_the_data_folder_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADEWRIGHT_DATA", str(tmp_path / "absent"))
    problems = [record.problem for record in datasets.available()]
    assert all("absent" in problem for problem in problems)


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from gradewright import datasets\n"
        "for name in datasets.NAMES: datasets.load(name)\n"
        "print([m for m in ('keras', 'tensorflow', 'sklearn', 'h5py', 'jax') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
