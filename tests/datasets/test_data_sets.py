"""Data sets: real where they are present, named stand-ins where not, never silently damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gradewright.datasets import load
from gradewright.errors import UsageError


def test_the_stand_in_for_the_cats_has_their_shapes_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GRADEWRIGHT_DATA", raising=False)
    cats = load("cats")
    assert cats.stand_in
    assert "stand-in" in cats.name
    assert (cats.x_train.shape, cats.x_test.shape) == ((209, 64, 64, 3), (50, 64, 64, 3))
    assert cats.x_train.dtype == np.uint8
    assert 0.3 < cats.y_train.mean() < 0.7
    assert set(np.unique(cats.y_test)) == {0, 1}


def test_the_digits_are_themselves() -> None:
    digits = load("digits")
    assert not digits.stand_in
    assert len(digits.x_train) + len(digits.x_test) == 1797
    assert digits.x_train.shape[1:] == (8, 8)
    assert set(np.unique(digits.y_test)) == set(range(10))


def test_the_real_cats_are_read_from_the_data_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository.parent / "shared" / "data"
    if not (folder / "catvnoncat").is_dir():
        pytest.skip("the real cat images are not beside this checkout")
    monkeypatch.setenv("GRADEWRIGHT_DATA", str(folder))
    cats = load("cats")
    assert not cats.stand_in
    assert cats.x_train[0].ravel()[:5].tolist() == [17, 31, 56, 22, 33]


def test_a_damaged_file_is_an_error_and_no_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "catvnoncat").mkdir()
    (tmp_path / "catvnoncat" / "train_catvnoncat.h5").write_bytes(b"not an archive")
    monkeypatch.setenv("GRADEWRIGHT_DATA", str(tmp_path))
    with pytest.raises(UsageError, match="damaged"):
        load("cats")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="cats, digits"):
        load("dogs")
