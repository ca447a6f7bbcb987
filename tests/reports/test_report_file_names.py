"""Names that become files and anchors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports.safe_names import file_name, href, page_stem, question_anchor

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize("name", ["anna", "Anna Müller", "зоя.коваль", "s123@uni.edu", "a-b_c+d"])
def test_ordinary_names_stay(name):
    assert file_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "a\x00b",
        "a\nb",
        "con",
        "NUL.txt",
        "x" * 300,
        "李" * 100,
        "a\u202eb",
        "trailing.",
        " space ",
        "\ud800",
        "<script>",
        "e\u0301",
    ],
)
def test_other_names_become_safe_and_stay_distinct_from_what_they_look_like(name):
    safe = file_name(name)
    assert safe != name
    assert file_name(safe) == safe
    assert file_name(name) == safe


@given(ANY_TEXT)
def test_every_name_is_one_safe_part_of_a_path(name):
    safe = file_name(name)
    assert 0 < len(safe) <= 80
    assert len(safe.encode("utf-8")) <= 200
    assert not safe.startswith(".")
    assert not safe.endswith((".", " "))
    assert Path(safe).name == safe
    assert safe.isprintable()


@given(ANY_TEXT, ANY_TEXT)
def test_different_names_get_different_files(one, other):
    if one != other:
        assert file_name(one) != file_name(other)


@given(ANY_TEXT)
def test_anchors_and_links_hold_no_character_that_html_or_a_link_would_mind(text):
    assert set(question_anchor(3, text)) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    )
    link = href("students", file_name(text))
    assert not set(link) & set(" \"'<>\\?#&:")


def test_a_page_never_takes_the_name_of_a_copy():
    assert page_stem("planar") == "planar"
    assert page_stem("planar-notebook") != "planar-notebook"
