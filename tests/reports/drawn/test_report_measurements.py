"""Measurements: on the student's scale, over the class, in the terminal and as a file."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports.class_rows import class_row
from gradewright.reports.measurements.class_measures import class_measures
from gradewright.reports.measurements.csv_file import write_measurements
from gradewright.reports.measurements.plain_lines import measurement_lines
from gradewright.reports.measurements.scale_bar import BOTTOM, TOP, WIDTH, scale_bar
from gradewright.reports.measurements.spread import spread_of
from gradewright.reports.measurements.view import measurement_views
from gradewright.results import Measurement
from gradewright.words.units import unit_of

GOLDEN = Path(__file__).parent / "golden"
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
STEP = Measurement(
    test="t",
    question="q",
    title="Step time",
    kind="step_time",
    value=12.4,
    unit="ms",
    reference=10.0,
    ratio=1.24,
    spread=0.5,
    scaled="ratio",
    scale=((2.0, 1.0), (8.0, 0.0)),
    earned=1.0,
    repeats=7,
    device="cpu (2 cores)",
    data="MNIST (real)",
    budget="",
)


def _view(measurement, visibility="visible"):
    (view,) = measurement_views([measurement], {"t": visibility})["q"]
    return view


@pytest.mark.parametrize(
    ("kind", "unit", "value", "text"),
    [
        ("accuracy", "", 0.9684, "96.8\u202f%"),
        ("accuracy", "%", 96.84, "96.8\u202f%"),
        ("step_time", "ms", 12.44, "12.4\u202fms"),
        ("step_time", "s", 1.5, "1,500\u202fms"),
        ("time", "s", 0.25, "250\u202fms"),
        ("time", "s", 2.5, "2.5\u202fs"),
        ("loss", "", 0.46531, "0.465"),
        ("value", "", 235_146.0, "235,146"),
    ],
)
def test_values_are_shown_in_their_units(kind, unit, value, text):
    assert _view(dataclasses.replace(STEP, kind=kind, unit=unit, value=value)).value == text


def test_what_is_known_beside_the_value_is_listed():
    assert _view(STEP).facts == (
        ("Reference", "10\u202fms"),
        ("Compared", "1.24 \u00d7 the reference"),
        ("Spread", "\u00b1 0.5\u202fms"),
        ("Repeated", "7 times"),
        ("Device", "cpu (2 cores)"),
        ("Data", "MNIST (real)"),
    )
    bare = dataclasses.replace(
        STEP, reference=None, ratio=None, spread=None, repeats=1, device="", data=""
    )
    assert _view(bare).facts == ()


@pytest.mark.parametrize(
    ("earned", "share"),
    [(1.0, "100"), (0.0, "0"), (0.8349, "83"), (0.9999, "99"), (0.0001, "0.01")],
)
def test_only_all_points_are_called_all(earned, share):
    shown = _view(dataclasses.replace(STEP, earned=earned)).earned
    assert shown == f"earned {share} % of its points"


def test_a_doubt_is_said_in_words():
    assert _view(STEP).flag == ""
    assert "too much" in _view(dataclasses.replace(STEP, flag="noisy")).flag
    said = "The readings overlap after 15 repeats."
    assert _view(dataclasses.replace(STEP, flag=said)).flag == said


@pytest.mark.parametrize("visibility", ["hidden", "after_deadline"])
def test_of_a_hidden_test_only_title_and_points_are_shown(visibility):
    view = _view(dataclasses.replace(STEP, flag="ratio 1.24 in doubt"), visibility)
    assert (view.tag, view.value, view.bar, view.facts) == (visibility, "", None, ())
    assert "1.24" not in view.flag
    unknown = measurement_views([STEP], {})["q"][0]
    assert (unknown.tag, unknown.value) == ("hidden", "")


def _bar(**changes: object):
    measurement = dataclasses.replace(STEP, **changes)
    return scale_bar(measurement, unit_of(measurement))


def test_the_scale_shows_its_ends_the_value_and_the_reference():
    bar = _bar(ratio=5.0, value=50.0, earned=0.5)
    assert [(tick.number, tick.words) for tick in bar.ticks] == [
        ("2 \u00d7", "all points"),
        ("8 \u00d7", "no points"),
    ]
    assert bar.ticks[0].x < bar.marker[0] < bar.ticks[1].x
    assert bar.marker[1] == (TOP + BOTTOM) / 2
    assert bar.reference < bar.ticks[0].x
    assert (bar.value, bar.beyond) == ("5 \u00d7", "")
    assert bar.whisker[1] - bar.whisker[0] == pytest.approx(
        0.1 / 6 * (bar.ticks[1].x - bar.ticks[0].x), abs=0.2
    )
    assert bar.description == "yours 5 \u00d7; 2 \u00d7: all points; 8 \u00d7: no points"


def test_an_accuracy_is_read_at_its_value():
    bar = _bar(
        kind="accuracy", unit="", value=0.85, reference=0.95, scaled="value", spread=None,
        scale=((0.8, 0.0), (0.9, 0.8), (0.93, 1.0)), earned=0.4,
    )  # fmt: skip
    assert [(tick.number, tick.words) for tick in bar.ticks] == [
        ("80\u202f%", "no points"),
        ("93\u202f%", "all points"),
    ]
    assert bar.whisker is None
    assert bar.reference > bar.ticks[1].x


def test_a_value_far_off_the_scale_stands_at_its_end():
    assert _bar(ratio=100.0).beyond == "right"
    far = _bar(ratio=-1e308)
    assert (far.beyond, far.marker[0]) == ("left", 4.0)


@pytest.mark.parametrize("scale", [(), ((2.0, 1.0),), ((2.0, 1.0), (2.0, 0.0))])
def test_without_a_slope_there_is_no_bar(scale):
    assert _bar(scale=scale) is None
    assert _bar(ratio=None) is None


@given(
    FLOATS, st.none() | FLOATS, st.none() | st.floats(0, 1e308), st.floats(0, 1),
    st.lists(st.tuples(FLOATS, st.floats(0, 1)), max_size=5), st.sampled_from(["value", "ratio"]),
)  # fmt: skip
def test_any_scale_is_drawn_within_its_bounds(value, reference, spread, earned, scale, scaled):
    bar = _bar(
        value=value, ratio=value, reference=reference, spread=spread, earned=earned,
        scale=tuple(scale), scaled=scaled,
    )  # fmt: skip
    if bar is None:
        return
    numbers = [float(n) for n in re.findall(r"[\d.]+", bar.shape)]
    assert not re.search("[^MVZ 0-9.]", bar.shape)
    places = [*bar.marker, bar.value_at, *(tick.x for tick in bar.ticks), *(bar.whisker or ())]
    assert all(0 <= number <= WIDTH for number in [*numbers, *places, bar.reference or 0.0])


@given(st.lists(FLOATS, min_size=1, max_size=40))
def test_any_numbers_of_a_class_are_counted_once(numbers):
    spread = spread_of("n", "", numbers, [(1.0, "all points"), (2.0, "no points")])
    drawn = sum(bar.count for bar in spread.bars)
    assert drawn == len(numbers) or spread.beyond.startswith(f"Not drawn: {len(numbers) - drawn} ")
    for bar in spread.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= 380
        assert bar.height > 0


def test_median_and_middle_half_of_a_class():
    spread = spread_of("Value (ms)", " ms", [1.0, 2.0, 3.0, 4.0, 5.0], [])
    assert spread.median.text == "median 3 ms"
    assert spread.half[0] < spread.median.x < spread.half[1]
    assert "5 values from 1 ms to 5 ms, median 3 ms, middle half 2 ms to 4 ms" in spread.description
    assert spread_of("n", "", [], []) is None


def test_one_far_value_does_not_press_the_others_together():
    numbers = [10.0 + i / 10 for i in range(20)]
    spread = spread_of("n", " ms", [*numbers, 5000.0], [])
    assert spread.beyond.startswith("Not drawn: 1 far from the others.")
    assert "5,000 ms" in spread.beyond
    assert len(spread.bars) > 4


def test_a_class_is_grouped_by_question_and_title(drawn_class):
    first, second = class_measures(m for result in drawn_class for m in result.measurements)
    assert first.title == "Accuracy on 2,000 test images"
    assert [spread.name for spread in first.spreads] == ["Value (%)", "Times the reference"]
    assert [label.text for label in first.spreads[0].limits] == ["no points", "all points"]
    assert first.spreads[1].limits == ()
    facts = dict(second.facts)
    assert (facts["Measured"], facts["In doubt"]) == ("12", "2")
    assert facts["Device"] == "cpu (2 cores)"


def test_many_devices_are_named_in_short():
    group = [dataclasses.replace(STEP, device=f"gpu {i}") for i in range(9)]
    (measure,) = class_measures(group)
    assert dict(measure.facts)["Device"] == "gpu 0, gpu 1, gpu 2, and 6 more"


def test_the_file_is_the_golden_one_from_records_and_from_rows(drawn_class, tmp_path):
    path = tmp_path / "measurements.csv"
    assert write_measurements(path, drawn_class)
    assert path.read_text("utf-8") == (GOLDEN / "measurements.csv").read_text("utf-8")
    assert write_measurements(tmp_path / "rows.csv", [class_row(r, "x") for r in drawn_class])
    assert (tmp_path / "rows.csv").read_bytes() == path.read_bytes()


def test_no_cell_of_the_file_starts_a_formula(drawn, poisoned, tmp_path):
    bad = poisoned(drawn("student.a"), "=HYPERLINK(1)")
    write_measurements(tmp_path / "m.csv", [bad])
    text = (tmp_path / "m.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 3
    assert all(cell[:1] not in {"=", "+", "@"} for row in rows for cell in row)


def test_without_measurements_an_old_file_goes(drawn, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("old")
    assert not write_measurements(path, [dataclasses.replace(drawn("student.a"), measurements=())])
    assert not path.exists()


def test_the_terminal_gets_a_line_a_measurement(drawn):
    result = dataclasses.replace(
        drawn("student.a"), measurements=(dataclasses.replace(STEP, flag="noisy"),)
    )
    line, doubt = measurement_lines(result)
    assert line == (
        "Step time: 12.4\u202fms, earned 100 % of its points (Reference 10\u202fms; "
        "Compared 1.24 \u00d7 the reference; Spread \u00b1 0.5\u202fms; Repeated 7 times; "
        "Device cpu (2 cores); Data MNIST (real))"
    )
    assert doubt.startswith("  Benefit of the doubt: ")
