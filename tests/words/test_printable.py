"""Nothing that a stranger writes steers a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.words.printable import printable, without_escapes


@given(st.text(), st.integers(1, 40))
def test_a_line_is_printable_and_short(text: str, longest: int) -> None:
    line = printable(text, longest)
    assert line.isprintable()
    assert len(line) == min(len(text), longest)
    assert printable(line, longest) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("80\u202f%", "80 %"),
        ("a\x1b[2Jb", "a\ufffd[2Jb"),
        ("gnp\u202ey", "gnp\ufffdy"),
        ("naïve ∂", "naïve ∂"),
    ],
)
def test_spaces_stay_spaces_and_the_rest_is_marked(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "escape", ["\x1b[1;31m", "\x1b[0m", "\x9b1m", "\x1b]0;title\x07", "\x1b[31"]
)
def test_escapes_are_left_out_even_where_they_are_cut_off(escape: str) -> None:
    assert without_escapes(f"layer{escape}") == "layer"
