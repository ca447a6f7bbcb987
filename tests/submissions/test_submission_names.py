from __future__ import annotations

import os
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.submissions.names import (
    is_ignored,
    listed,
    natural,
    safe_name,
    safe_path,
    same_word,
    shown,
)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("ann", "ann"),
        ("Zoë Müller-名", "Zoë Müller-名"),
        ("-rf", "-rf"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("ann\nbob", "ann%0Abob"),
        ("ann\x1b[31m", "ann%1B[31m"),
        ("100%", "100%"),
        ("ann%0Abob", "ann%250Abob"),
        ("ann\u202ebob", "ann%E2%80%AEbob"),
        ("क्\u200dष", "क्\u200dष"),
        (os.fsdecode(b"ann\xff"), "ann%ED%B3%BF"),
    ],
)
def test_a_name_is_made_safe_and_readable_names_stay(raw: str, safe: str) -> None:
    assert safe_name(raw) == safe


@given(st.text(st.characters(codec=None), max_size=20))
def test_safe_names_show_no_control_characters_and_can_be_undone(raw: str) -> None:
    safe = safe_name(raw)
    assert not any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in safe)
    # Undoing it gives the name back, so no two names come to the same.
    assert unquote_to_bytes(safe).decode("utf-8", "surrogatepass") == raw


def test_natural_order_counts_numbers_and_ignores_case() -> None:
    names = ["v10", "V2", "v1", "b", "A"]
    assert sorted(names, key=natural) == ["A", "b", "v1", "V2", "v10"]


def test_natural_order_stands_endless_names() -> None:
    assert natural("9" * 100) < natural("1" + "0" * 100)
    assert natural("9" * 10_000) != natural("9" * 10_001)
    assert len(natural("1a" * 10_000)[0]) < 200


@given(st.lists(st.text(max_size=8)))
def test_natural_order_is_total(names: list[str]) -> None:
    backwards = names[::-1]
    backwards.sort(key=natural)
    assert sorted(names, key=natural) == backwards


@pytest.mark.parametrize(
    "name", [".git", ".ipynb_checkpoints", "__MACOSX", "__pycache__", "Thumbs.db", ".hidden.py"]
)
def test_what_systems_leave_behind_is_ignored(name: str) -> None:
    assert is_ignored(name)


def test_ordinary_names_are_not_ignored() -> None:
    assert not any(is_ignored(name) for name in ("ann.ipynb", "__init__.py", "-x.py"))


def test_paths_that_no_disk_could_hold_are_refused() -> None:
    assert safe_path(("src", "a\nb.py")) == "src/a%0Ab.py"
    assert safe_path(("x" * 256,)) is None
    assert safe_path(("x",) * 33) is None
    assert safe_path(("x" * 250,) * 5) is None


def test_long_lists_and_names_are_cut() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert shown("x" * 200) == "x" * 79 + "…"


def test_slugs_are_recognised_in_other_spellings() -> None:
    assert same_word("Logistic-Regression") == same_word("logistic_regression")
    assert same_word("logistic  regression") == same_word("LOGISTIC_REGRESSION")
