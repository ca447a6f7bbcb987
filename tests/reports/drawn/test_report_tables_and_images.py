"""Confusion matrices as tables, and grids of images."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports.pictures.grids import grid_views
from gradewright.reports.pictures.matrix import matrix_view
from gradewright.results import ImageGrid, Matrix

DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaGjAjoaWBEkSAAB4GyABSWpXFwAA"
    "AABJRU5ErkJggg=="
)


def test_counts_are_shaded_by_their_share_of_the_row():
    names = ("a", "b", "c")
    view = matrix_view(Matrix("true", "said", names, ((95, 4, 1), (0, 80, 20), (60, 0, 40))))
    shades = [[cell.shade for cell in cells] for _, cells in view.rows]
    assert shades == [["y3", "n2", "n1"], ["zero", "y2", "n3"], ["n3", "zero", "y1"]]
    assert [cell.text for cell in view.rows[1][1]] == ["0", "80", "20"]


def test_large_ragged_and_odd_matrices_are_shown_as_far_as_they_go():
    view = matrix_view(Matrix("", "", ("a", "b"), ((10**400, -1, 3),)))
    first, second = (cells for _, cells in view.rows)
    assert [cell.text for cell in first] == ["1\u00d710³⁰⁰", "\u22121"]
    assert [cell.text for cell in second] == ["", ""]
    wide = matrix_view(Matrix("", "", ("x",) * 100, ((1,) * 100,) * 100))
    assert (len(wide.rows), wide.left_out) == (30, 70)
    assert matrix_view(Matrix("", "", (), ())).rows == ()


@given(st.lists(st.lists(st.integers()).map(tuple)).map(tuple), st.lists(st.text()).map(tuple))
def test_any_matrix_has_a_cell_for_every_pair_of_names(counts, names):
    view = matrix_view(Matrix("r", "c", names, counts))
    assert all(len(cells) == len(view.rows) for _, cells in view.rows)


def _grid(png=DOT, count=4, columns=2, captions=()):
    return ImageGrid("yours", png, count, columns, (4, 4), captions)


def test_a_file_is_enlarged_by_a_whole_factor():
    (view,) = grid_views((_grid(),))
    assert (view.width, view.height) == (48, 48)
    assert view.rows == ()
    assert view.image.url.startswith("data:image/png;base64,")


def test_a_file_with_captions_is_cut_into_rows():
    (view,) = grid_views((_grid(count=3, captions=("0", "1", "<b>")),))
    assert [(row.top, row.captions, row.share) for row in view.rows] == [
        (0.0, ("0", "1"), 1.0),
        (4.0, ("<b>",), 0.5),
    ]
    assert view.row_height == 4.0


@pytest.mark.parametrize(
    "png",
    [
        "",
        "not base64!",
        base64.b64encode(b"GIF89a").decode(),
        DOT[:12],
        '"><script>alert(1)</script>',
        "\ud800",
    ],
)
def test_what_is_no_png_is_dropped(png):
    (view,) = grid_views((_grid(png, captions=("a",)),))
    assert view.image is None
    assert (view.width, view.height) == (0, 0)


@given(st.integers(-5, 10**12), st.integers(-5, 10**12), st.lists(st.text(), max_size=5))
def test_any_layout_has_rows_within_the_file(count, columns, captions):
    (view,) = grid_views((_grid(count=count, columns=columns, captions=tuple(captions)),))
    assert 1 <= view.columns <= view.count
    assert all(0 <= row.top < 8 and 0 < row.share <= 1 for row in view.rows)
