"""What graders draw becomes plain, bounded records, whatever the numbers are."""

from __future__ import annotations

import base64
import io
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gradewright.graders.pictures import Pictures, Place, line, points
from gradewright.results import Picture, to_plain

NUMBERS = st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=2000)


@pytest.fixture
def drawn() -> list[Picture]:
    return []


@pytest.fixture
def picture(drawn: list[Picture]) -> Pictures:
    return Pictures(Place("test_x.py::test_x", "total", "visible"), drawn.append)


@given(NUMBERS)
def test_a_line_is_finite_and_short(ys: list[float]) -> None:
    drawn = line("yours", ys)
    assert len(drawn.xs) == len(drawn.ys) <= 1000
    assert all(y is None or math.isfinite(y) for y in drawn.ys)


@given(NUMBERS, NUMBERS)
def test_points_have_both_numbers(xs: list[float], ys: list[float]) -> None:
    drawn = points("cloud", xs, ys)
    assert len(drawn.xs) == len(drawn.ys)
    assert None not in drawn.ys
    assert all(map(math.isfinite, drawn.xs))


def test_a_long_line_keeps_its_ends() -> None:
    drawn = line("yours", np.arange(12345.0))
    assert (len(drawn.xs), drawn.xs[0], drawn.xs[-1]) == (1000, 0.0, 12344.0)


def test_an_infinity_is_a_gap() -> None:
    assert line("cost", [1.0, float("inf"), 3.0]).ys == (1.0, None, 3.0)


def test_a_matrix_is_plain_numbers(picture: Pictures, drawn: list[Picture]) -> None:
    picture.matrix("Digits", np.eye(3, dtype=np.int64), range(3), rows="digit", columns="answer")
    assert to_plain(drawn[0].matrix) == {
        "rows": "digit",
        "columns": "answer",
        "names": ["0", "1", "2"],
        "counts": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    }


def test_a_matrix_fits_its_names(picture: Pictures) -> None:
    with pytest.raises(ValueError, match="3 names"):
        picture.matrix("Digits", np.eye(2), range(3))


def sheet_of(drawn: list[Picture]) -> Any:
    assert drawn[0].images is not None
    (grid,) = drawn[0].images.grids
    return grid, np.asarray(Image.open(io.BytesIO(base64.b64decode(grid.png))))


def test_images_are_laid_out_row_by_row(picture: Pictures, drawn: list[Picture]) -> None:
    shades = np.arange(5, dtype=np.uint8)[:, None, None] * np.ones((1, 4, 3), np.uint8)
    picture.images("Five", {"yours": shades}, columns=3)
    grid, sheet = sheet_of(drawn)
    assert (grid.count, grid.columns, grid.cell) == (5, 3, (4, 3))
    assert sheet.shape == (8, 9)
    assert sheet[::4, ::3].tolist() == [[0, 1, 2], [3, 4, 0]]


def test_floats_are_brought_to_bytes(picture: Pictures, drawn: list[Picture]) -> None:
    values = np.array([0.0, 0.5, 1.0, 7.0, -3.0, float("nan")])
    picture.images("Floats", {"yours": values[:, None, None, None] * np.ones((1, 2, 2, 3))})
    _grid, sheet = sheet_of(drawn)
    assert sheet[0, ::2, 0].tolist() == [0, 128, 255, 255, 0, 0]


@pytest.mark.parametrize("shape", [(3,), (2, 2), (0, 4, 4), (2, 4, 4, 2), (1, 500, 500)])
def test_what_is_no_image_is_refused(picture: Pictures, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="cannot be laid out"):
        picture.images("Odd", {"yours": np.zeros(shape)})
