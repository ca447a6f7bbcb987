"""Cleaning of text, and numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports.plain_text import shorten, words
from gradewright.words.numbers import decimals, points
from gradewright.words.printable import clean, one_line

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (2.5, "2.5"),
        (1 / 3, "0.33"),
        (0.1 + 0.2, "0.3"),
        (0.0, "0"),
        (-0.001, "0"),
        (10, "10"),
        (100.0, "100"),
        (1.999, "2"),
        (-1.25, "-1.25"),
    ],
)
def test_points_have_at_most_two_decimals_and_no_trailing_zeros(value, text):
    assert points(value) == text


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_decimals_stay_within_half_a_unit_of_the_last_place(value, places):
    text = decimals(value, places)
    assert abs(float(text) - value) <= 0.5 * 10**-places + 1e-9
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;5;196mred\x1b[m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]unterminated stays", "unterminated stays"),
        ("\x1bPpayload\x1b\\after", "after"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("nul\x00bell\x07", "nul\u2400bell\u2407"),
        ("user\u202egnp.exe", "user⟨U+202E⟩gnp.exe"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("\ufeffbom", "bom"),
        ("line\u2028end", "line⟨U+2028⟩end"),
        ("Зоя, Zoë, 李", "Зоя, Zoë, 李"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_clean_takes_escapes_out_and_shows_what_is_invisible(text, shown):
    assert clean(text) == shown


@given(ANY_TEXT)
def test_clean_text_is_always_utf8_and_clean_again(text):
    once = clean(text)
    once.encode("utf-8")
    assert "\x1b" not in once
    assert clean(once) == once


@given(ANY_TEXT, st.integers(1, 50))
def test_one_line_is_one_line_and_short(text, limit):
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\t" not in line


def test_shorten_says_how_much_is_left_out():
    assert shorten("abc", 3) == "abc"
    cut = shorten("x" * 5000, 1000)
    assert cut.startswith("x" * 1000)
    assert "4,000" in cut


def test_a_slug_becomes_a_title():
    assert words("planar_network") == "Planar network"
    assert words("svm-rbf") == "Svm rbf"
    assert words("") == ""
