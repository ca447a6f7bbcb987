"""A place is said in the same words in notes, tracebacks and pages."""

from __future__ import annotations

import pytest

from gradewright.words.places import where, within


@pytest.mark.parametrize(
    ("cell", "line", "first", "said"),
    [
        (3, 2, False, "cell 3, line 2"),
        (3, 2, True, "Cell 3, line 2"),
        (3, None, False, "cell 3"),
        ("3 (mean)", 2, True, "Cell 3 (mean), line 2"),
        (None, 2, True, "{work}.py, line 2"),
        (None, None, False, "{work}.py"),
    ],
)
def test_a_place_is_a_cell_or_a_file(
    cell: int | str | None, line: int | None, first: bool, said: str
) -> None:
    assert where("{work}.py", cell, line, first=first) == said


def test_a_line_of_a_traceback_names_file_and_function() -> None:
    assert within("a.ipynb", 3, 2, "mean") == "a.ipynb, cell 3, line 2, in mean"
    assert within("a.py", None, 2, "mean") == "a.py, line 2, in mean"
