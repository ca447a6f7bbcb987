"""What a terminal is taken to be able to do, and text that fits it."""

from __future__ import annotations

import io

import pytest

from gradewright.selfcheck.terminal.menu import Offer, bar
from gradewright.selfcheck.terminal.opening import has_display
from gradewright.selfcheck.terminal.style import Style, columns, style_of
from gradewright.selfcheck.terminal.tally import Tally


class Screen(io.TextIOWrapper):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def style(encoding: str = "utf-8", *, plain: bool = False, **environment: str) -> Style:
    return style_of(Screen(io.BytesIO(), encoding=encoding), environment, plain=plain)


def test_colours() -> None:
    assert style(TERM="xterm").colours
    assert not style(TERM="xterm", NO_COLOR="1").colours
    assert style(TERM="xterm", NO_COLOR="").colours
    assert not style(TERM="dumb").colours
    assert not style(TERM="xterm", plain=True).colours
    assert not style_of(io.StringIO(), {"TERM": "xterm"}, plain=False).colours


@pytest.mark.parametrize(
    ("environment", "links"),
    [
        ({"TERM": "xterm"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "3400"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"WT_SESSION": "1", "CI": "true"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "1"}, False),
    ],
)
def test_links(environment: dict[str, str], links: bool) -> None:
    assert style(**environment).links is links


def test_width_without_a_terminal() -> None:
    assert style(COLUMNS="72").width == 72
    assert style(COLUMNS="3").width == 20
    assert style(COLUMNS="wide").width == 100


def test_wide_letters_take_two_columns() -> None:
    assert columns("平面") == 4
    assert columns("e\u0301") == 1
    assert Style().cut("平面网络", 5) == "平面…"
    assert Style().cut("planar", 6) == "planar"
    assert Style().cut("planar", 5) == "plan…"


def test_nothing_steers_and_nothing_is_lost_where_there_is_only_ascii() -> None:
    assert "\x1b" not in Style().cut("a\x1b[2Jb", 20)
    only = style("cp1252")
    assert only.ascii
    assert only.cut("näh · 1…", 20) == "n?h - 1..."
    assert only.cut("planar", 5) == "pl..."
    assert not style("utf_8").ascii


def test_the_bar_has_numbers_and_fits() -> None:
    half = Tally(1.0, 2.0, 0.0, 0)
    assert bar(half, Style(width=40)) == "█" * 12 + "░" * 13 + "  1 of 2 points"
    assert bar(half, Style(width=20)) == "1 of 2 points"
    assert bar(half, Style(width=100, ascii=True)).startswith("#" * 20 + "-" * 20 + "  ")
    assert bar(Tally(0.0, 0.0, 1.0, 2), Style()) == "0 of 0 points"


def test_keys_fit_forty_columns() -> None:
    words = ("next", "details", "list", "all", "open", "quit")
    offer = Offer(tuple(zip("ndlaoq", words, strict=True)))
    narrow = offer.line(Style(width=40))
    assert narrow == "n:next d:open l:list a:all o:doc q:quit"
    assert columns(narrow) < 40
    assert "[o] open the statement" in offer.line(Style(width=100))
    assert "o" in offer
    assert "x" not in offer


def test_displays() -> None:
    assert has_display({"DISPLAY": ":0"})
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert not has_display({})
    assert not has_display({"SSH_CONNECTION": "1", "WAYLAND_DISPLAY": "wayland-0"})
