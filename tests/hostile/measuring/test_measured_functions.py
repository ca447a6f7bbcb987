"""Each trick that is known of functions under the clock: none of them earns more than its work.

Every submission is right work made far too slow, and a trick to hide that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow(seconds=90)

HERE = Path(__file__).parent
ROWS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "rows.toml").read_text("utf-8"))
# Rows of the catalogue that are about models: see test_measured_models.py.
OF_MODELS = {19, 20, 21, 22}
BY_LEVEL = [name for name, row in ROWS.items() if row.get("by_level")]
# What is tried in each world: below the best level what may come out otherwise there.
TRIED = {"namespaces-as-user": list(ROWS), "landlock-as-user": BY_LEVEL}

ASSIGNMENT = """\
title = "Neighbours"
source = "made up for tests"

[load]
mode = "{mode}"

[limits]
{limits}

[[question]]
id = "nearest"
title = "The nearest"
points = 4
functions = ["nearest"]
"""

GRADERS = '''\
import numpy as np
import pytest

from gradewright.checks import check_close

pytestmark = pytest.mark.question("nearest")


@pytest.mark.points(1)
def test_value(student, reference, rng):
    """Fresh points."""
    for size in (20, 300):
        X = rng.normal(size=(size, 3))
        check_close(student.nearest(X), reference.nearest(X), rtol=1e-9)


@pytest.mark.performance
@pytest.mark.points(3)
def test_time(student, reference, bench, rng):
    """At most 4 times as long as the reference."""
    bench.compare_times(
        "Time of nearest",
        student.nearest,
        reference.nearest,
        draw=lambda: rng.normal(size=(int(rng.integers(200, 400)), 3)),
        check=lambda X, got, expected: check_close(got, expected, rtol=1e-9),
        scale=((4.0, 1.0), (12.0, 0.0)),
        repeats=5,
    )
'''

REFERENCE = '''\
import numpy as np

# %% nearest
def nearest(X):
    """Return for each row of X the squared distance of the nearest other one."""
    ### BEGIN SOLUTION
    squares = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return squares.min(axis=1)
    ### END SOLUTION
'''


@pytest.fixture(scope="module")
def run(grade: Any) -> Callable[[str], Any]:
    """Return the function that grades what is tried in a world, once."""

    @cache
    def graded(world: str) -> Any:
        work = (HERE / "rows" / "_work.py").read_text("utf-8")
        files = {
            f"{name}.py": work + (HERE / "rows" / f"{name}.py").read_text("utf-8")
            for name in TRIED[world]
        }
        more = {"assignment": ASSIGNMENT, "graders": GRADERS, "reference": REFERENCE}
        limits = {"test_seconds": 8.0, "processes": 80, "memory_mb": 500}
        return grade(world, files, more=more, limits=limits, seconds=580)

    return graded


@pytest.mark.parametrize(
    ("world", "name"),
    [
        pytest.param(world, name, marks=pytest.mark.xdist_group(f"measured-{world}"))
        for world, names in TRIED.items()
        for name in names
    ],
)
def test_a_trick_earns_no_more_than_its_work(
    run: Callable[[str], Any], world: str, name: str
) -> None:
    row = ROWS[name]
    entry = run(world).students[name]
    assert entry["status"] == "graded", entry["message"]
    _value, time = entry["questions"][0]["tests"]
    assert time["score"] == row.get("earns", 0.0), (time, entry["measurements"])
    told = " ".join(time["message"].split())
    assert any(words in told for words in row.get("says", [""])), told


def test_every_row_of_the_catalogue_has_a_submission() -> None:
    assert {row["row"] for row in ROWS.values()} == set(range(24)) - OF_MODELS
    assert {path.stem for path in (HERE / "rows").glob("*.py")} == {*ROWS, "_work"}
