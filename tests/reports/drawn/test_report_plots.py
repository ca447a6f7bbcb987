"""Plots: valid drawings of any numbers, in bounds, with a look that tells whose is whose."""

from __future__ import annotations

import dataclasses
import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gradewright.reports import student_page
from gradewright.reports.pictures.frame import WIDTH
from gradewright.reports.pictures.paths import dots_path, line_path, runs
from gradewright.reports.pictures.plot import plot_view
from gradewright.reports.pictures.styles import styles
from gradewright.results import Picture, Plot, Series

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


@st.composite
def any_series(draw):
    size = draw(st.integers(0, 12))
    xs = draw(st.lists(FLOATS, min_size=size, max_size=size))
    ys = draw(st.lists(FLOATS | st.none(), min_size=size, max_size=size))
    return Series(
        draw(TEXT),
        draw(st.sampled_from(["student", "reference", "printed", "data"])),
        draw(st.sampled_from(["line", "dashes", "points", "rings"])),
        tuple(xs),
        tuple(ys),
        draw(st.sampled_from(["", "", "a", "b"])),
    )


ANY_PLOT = st.builds(
    Plot,
    TEXT,
    TEXT,
    st.lists(any_series(), max_size=4).map(tuple),
    st.booleans(),
    st.lists(TEXT, max_size=5).map(tuple),
)


@pytest.fixture(scope="module")
def draw():
    """Return the function that puts a plot on the page of the class's first student."""

    def page(plot, result, run):
        test = result.questions[0].tests[0].id
        picture = Picture(test, result.questions[0].id, "A plot", "", "visible", plot=plot)
        alone = dataclasses.replace(result, pictures=(picture,), measurements=())
        return student_page.render(alone, run, notebook_href=None, class_href="")

    return page


def _svg(html):
    """Return the plot's own SVG, parsed as XML."""
    (text,) = re.findall(r'<svg class="plot".*?</svg>', html, re.DOTALL)
    return text, ET.fromstring(text)


def _numbers(path):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", path)]


@given(plot=ANY_PLOT)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(plot=Plot("x", "y", ()))
@example(plot=Plot("x", "y", (Series("one", "student", "line", (1.0,), (2.0,)),)))
@example(plot=Plot("x", "y", (Series("gap", "student", "line", (1.0, 2.0), (None, None)),)))
@example(plot=Plot("", "", (Series("", "data", "points", (-1e308, 1e308), (1e308, -1e308)),), True))
@example(plot=Plot("", "", (Series("", "data", "points", (5e-324, 0.0), (5e-324, 1.0)),), True))
@example(plot=Plot("", "", (Series("", "student", "line", (1.0,) * 9, (3.0,) * 9),)))
def test_any_plot_is_a_valid_drawing_within_its_bounds(drawn, drawn_run, draw, plot):
    text, svg = _svg(draw(plot, drawn("student.a"), drawn_run))
    assert not re.search(r"\b(?:nan|inf|none)\b", re.sub(r"<(title|desc|text).*?</\1>", "", text))
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    assert width == WIDTH
    for path in svg.iter("path"):
        assert re.fullmatch(r"(?:[MLHVhv ]|\d+(?:\.\d)?)*", path.attrib["d"]), path.attrib["d"]
        assert all(0 <= number <= max(width, height) for number in _numbers(path.attrib["d"]))
    for label in svg.iter("text"):
        assert 0 <= float(label.attrib["x"]) <= width
        assert 0 <= float(label.attrib["y"]) <= height


def _line(name, ys, whose="student", look="line", group=""):
    return Series(name, whose, look, tuple(float(i) for i in range(len(ys))), tuple(ys), group)


def test_points_lie_where_their_numbers_say():
    view = plot_view(Plot("", "", (_line("a", (0.0, 10.0, 5.0)),)), 100)
    (left, top), (middle, low), (right, half) = (
        view.frame.point(float(i), y) for i, y in enumerate((10.0, 0.0, 5.0))
    )
    assert left < middle < right
    assert middle == pytest.approx((left + right) / 2, abs=0.1)
    assert half == pytest.approx((top + low) / 2, abs=0.1)
    assert view.series[0].line.startswith(f"M{left:g} ")


def test_a_gap_stays_open_and_what_stands_alone_gets_a_dot():
    ys = [1.0] * 20 + [None] + [2.0] + [None] + [1.5] * 20
    (drawn,) = plot_view(Plot("", "", (_line("a", ys),)), 1000).series
    assert drawn.line.count("M") == 2
    assert drawn.marks.count("M") == 1
    assert drawn.marks.endswith("h0")


def test_few_points_of_the_students_line_are_dotted_those_of_its_ghost_are_not():
    plot = Plot("", "", (_line("a", (1.0, 2.0)), _line("b", (1.0, 2.0), "reference")))
    ghost, mine = plot_view(plot, 1000).series
    assert (ghost.style.tone, bool(ghost.marks)) == ("r0", False)
    assert (mine.style.tone, bool(mine.marks)) == ("c0", True)


def test_the_student_is_in_front_and_first_in_the_legend():
    shown = [_line(whose, (1.0, 2.0), whose) for whose in ("data", "student", "printed")]
    view = plot_view(Plot("", "", (*shown, _line("reference", (1.0,), "reference"))), 100)
    assert [one.style.depth for one in view.series] == [0, 2, 4, 6]
    assert [entry.name for entry in view.legend] == ["student", "reference", "printed", "data"]


def test_lines_of_one_kind_get_tones_in_turn_and_their_ghosts_follow():
    looks = styles(
        [
            _line("training", (1.0,)),
            _line("test", (1.0,)),
            _line("training", (1.0,), "reference"),
            _line("test", (1.0,), "reference"),
            _line("margin", (1.0,), look="dashes"),
            _line("margin", (1.0,), look="dashes"),
        ]
    )
    assert [look.tone for look in looks] == ["c0", "c1", "r0", "r1", "c0", "c0"]
    assert [look.line for look in looks[3:5]] == ["ghost line", "line dashes"]


def test_groups_share_a_tone_and_differ_in_shape():
    looks = styles([_line(str(i), (1.0,), "data", "points", str(i)) for i in range(10)])
    assert len({look.tone for look in looks}) == 10
    assert len({look.mark.split("-")[1] for look in looks}) == 5
    mine, data, other = styles(
        [
            _line("boundary", (1.0,)),
            _line("class 1", (1.0,), "data", "points", "1"),
            _line("support vectors of class 1", (1.0,), "student", "rings", "1"),
        ]
    )
    assert mine.tone == "c0"
    assert data.tone == other.tone == "c1"
    assert other.mark == "c1-ring"


def test_series_that_look_alike_share_an_entry_of_the_legend():
    plot = Plot("", "", tuple(_line("margin", (1.0, 2.0), look="dashes") for _ in range(2)))
    assert len(plot_view(plot, 100).legend) == 1


def test_equal_axes_have_one_scale():
    plot = Plot("", "", (Series("a", "student", "points", (0.0, 4.0), (0.0, 1.0)),), equal=True)
    frame = plot_view(plot, 100).frame
    origin, right, up = (frame.point(*at) for at in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    assert right[0] - origin[0] == pytest.approx(origin[1] - up[1], abs=0.2)


def test_categories_have_their_names_and_numbers():
    names = ("2 conv", "4 conv", "+ batch norm and L2")
    series = (_line("yours", (1_060_138.0, 591_274.0, None)), _line("b", (1.0,), "reference"))
    view = plot_view(Plot("", "parameters", series, x_names=names), 100)
    written = " ".join(label.text for label in view.frame.labels).replace("\u00a0", " ")
    assert "2 conv 4 conv + batch norm and L2" in written
    assert view.table.head == ("yours", "b")
    assert view.table.rows[0] == ("2 conv", ("1,060,138", "1"))
    assert view.table.rows[2] == ("+ batch norm and L2", ("\u2013", "\u2013"))


def test_points_beyond_the_categories_are_not_drawn():
    plot = Plot("", "", (Series("a", "student", "points", (0.0, 7.0), (1.0, 2.0)),), x_names=("a",))
    (drawn,) = plot_view(plot, 100).series
    assert drawn.marks.count(" ") == 1


def test_the_description_says_what_the_curves_do():
    plot = Plot("epoch", "loss", (_line("yours", (2.5, None, 0.5)), _line("course", (), "printed")))
    assert plot_view(plot, 100).description == (
        "Plot of loss over epoch. yours: 2 values from 0.5 to 2.5, the last 0.5. course: no values."
    )


def test_thousands_of_points_stay_small():
    cloud = [(math.cos(i) * (i % 97), math.sin(i) * (i % 97)) for i in range(20_000)]
    assert len(dots_path([(210 + 2 * x, 210 + 2 * y) for x, y in cloud], 2000)) < 25_000
    wave = [(0.02 * i, 100 + 50 * math.sin(i / 300)) for i in range(20_000)]
    wave[7_777] = (wave[7_777][0], 9.5)
    path = line_path(runs(wave), 800)
    assert len(path) < 12_000
    assert " 9.5" in path  # a spike survives


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)) | st.none()))
def test_runs_end_at_gaps_and_hold_every_point(points):
    found = runs(points)
    assert all(found)
    assert {p for run in found for p in run} == {p for p in points if p is not None}
    assert len(found) <= sum(p is None for p in points) + 1
