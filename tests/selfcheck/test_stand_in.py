"""The stand-in for pytest does what pytest does, as far as visible tests ask for it."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.selfcheck import stand_in

MODULE = """\
import pytest

@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize(("a", "b"), [(1, 2), (3, 4), (5, 6)])
@pytest.mark.parametrize("word", ["x", "y"])
def test_all(n, a, b, word):
    print("case", n, a, b, word)
"""


def test_parameter_sets_come_in_pytests_order(tmp_path: Path):
    file = tmp_path / "test_order.py"
    file.write_text(MODULE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:randomly", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    theirs = [line.split("case ")[1] for line in told.stdout.splitlines() if "case " in line]
    namespace: dict = {}
    source = MODULE.replace("import pytest", "")
    exec(source, {"pytest": stand_in.pytest_stand_in()}, namespace)
    sets = stand_in.parameter_sets(stand_in.marks_of(namespace["test_all"]))
    ours = [f"{each['n']} {each['a']} {each['b']} {each['word']}" for each in sets]
    assert len(theirs) == 12
    assert ours == theirs


@given(st.lists(st.lists(st.integers(), min_size=1, max_size=3), max_size=3))
def test_every_combination_comes_once(axes):
    marks = [stand_in.Mark("parametrize", (f"a{at}", values)) for at, values in enumerate(axes)]
    sets = stand_in.parameter_sets(marks)
    names = [f"a{at}" for at in range(len(axes))]
    assert [tuple(each[n] for n in names) for each in sets] == list(itertools.product(*axes))


def test_marks_and_fixtures_are_found_again():
    module = stand_in.pytest_stand_in()

    @module.mark.points(0.5)
    @module.mark.performance
    def test_it():
        """Do nothing."""

    @module.fixture(scope="module")
    def shared():
        return 1

    @module.fixture
    def plain():
        return 2

    marks = {mark.name: mark.args for mark in stand_in.marks_of(test_it)}
    assert marks == {"performance": (), "points": (0.5,)}
    assert [stand_in.scope_of(f) for f in (shared, plain, test_it)] == ["module", "function", ""]
    assert (shared(), plain()) == (1, 2)


def test_a_test_may_be_passed_over():
    with pytest.raises(stand_in.Skipped, match="not here"):
        stand_in.pytest_stand_in().skip("not here")
