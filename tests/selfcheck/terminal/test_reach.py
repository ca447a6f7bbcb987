"""What a change touches: everything that a function rests on, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from gradewright.selfcheck.terminal.reach import Reach
from gradewright.selfcheck.work import FileWork

SOURCE = """\
import functools
import numpy as np

RATE = 0.5
TABLE = np.arange(3)


def helper(x):
    return x * RATE


def total(x):
    # what it is for
    return np.sum(x)


def mean(x):
    return sum(helper(v) for v in x)


class Layer:
    def run(self, x):
        return x
"""


def digests(work: Any, source: str, function: str) -> tuple[str, str]:
    work.write(source)
    loaded = FileWork(work.kit, work.folder)
    return Reach(loaded.submission, loaded.namespace, loaded.where).of(function)


@pytest.mark.parametrize(
    ("old", "new", "touched"),
    [
        ("np.sum(x)", "np.sum(x) + 0", {"total"}),
        ("x * RATE", "x + RATE", {"mean"}),
        ("# what it is for", "# anything", set()),
        ("    # what it is for\n", "", set()),
        ("RATE = 0.5", "RATE = 0.6", {"total", "mean"}),
        ("import functools", "import math", {"total", "mean"}),
        ("sum(helper(v)", "sum(globals()['helper'](v)", {"mean"}),
        ("def total(x):", "def total(x, y=1):", {"total"}),
        ("def total(x):", "def total(y):", {"total"}),
        ("def mean(x):\n", "def mean(x):\n    global RATE\n", set()),
        ("return x\n", "return Layer\n", {"total", "mean"}),
        ("def total(x):", "@functools.cache\ndef total(x):", {"total", "mean"}),
    ],
)
def test_what_an_edit_touches(work: Any, old: str, new: str, touched: set[str]) -> None:
    assert SOURCE.count(old) == 1
    edited = SOURCE.replace(old, new)
    before = {name: digests(work, SOURCE, name)[0] for name in ("total", "mean")}
    after = {name: digests(work, edited, name)[0] for name in ("total", "mean")}
    assert {name for name in before if before[name] != after[name]} == touched


def test_lines_count_where_they_are_told(work: Any) -> None:
    loose, exact = digests(work, SOURCE, "total")
    moved = digests(work, "# one line more\n" + SOURCE, "total")
    assert moved[0] == loose
    assert moved[1] != exact
    assert digests(work, SOURCE, "total") == (loose, exact)


def test_helpers_beside_the_work_count(work: Any) -> None:
    helper = work.folder / "mine.py"
    helper.write_text("SIZE = 1\n", encoding="utf-8")
    before = digests(work, SOURCE, "total")
    helper.write_text("SIZE = 2\n", encoding="utf-8")
    assert digests(work, SOURCE, "total") != before


def test_what_nobody_can_follow_rests_on_everything(work: Any) -> None:
    source = SOURCE.replace("RATE = 0.5", "RATE = np.random.default_rng(1)")
    before = digests(work, source, "mean")[0]
    assert digests(work, source.replace("np.sum(x)", "np.sum(x) + 0"), "mean")[0] != before
