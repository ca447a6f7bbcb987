"""Fixtures that many tests share."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

# Tests run on the stand-ins, whatever the caller has; those that want the real data ask for it.
os.environ["GRADEWRIGHT_TEST_DATA"] = os.environ.pop(
    "GRADEWRIGHT_DATA", os.environ.get("GRADEWRIGHT_TEST_DATA", "")
)

# Nor do tests read or write the caller's kept values: all processes of one run of tests share a
# folder of its own, which goes with the one that made it. Tests that count trainings take another.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["GRADEWRIGHT_CACHE"] = tempfile.mkdtemp(prefix="gradewright-tests-kept-")
    atexit.register(shutil.rmtree, os.environ["GRADEWRIGHT_CACHE"], ignore_errors=True)

ROOT = Path(__file__).resolve().parent.parent

ASSIGNMENT = """\
title = "Sums"
source = "made up for tests"

[limits]
test_seconds = 2.0
load_seconds = 3.0
memory_mb = 600

[[question]]
id = "total"
title = "The total"
points = 2
functions = ["total"]

[[question]]
id = "mean"
title = "The mean"
points = 1
functions = ["mean"]
"""

GRADERS = '''\
import numpy as np
import pytest

from gradewright.graders import check_close


@pytest.mark.question("total")
def test_printed(student):
    """The printed example."""
    check_close(student.total(np.array([1.0, 2.0])), 3.0)


@pytest.mark.question("total")
@pytest.mark.visibility("hidden")
def test_fresh(student, reference, rng):
    """Fresh numbers."""
    x = rng.normal(size=5)
    check_close(student.total(x), reference.total(x))


@pytest.mark.question("mean")
@pytest.mark.visibility("hidden")
def test_mean(student, reference, rng):
    """The mean of fresh numbers."""
    x = rng.normal(size=4)
    check_close(student.mean(x), reference.mean(x), sizes={"n": 4})
'''

REFERENCE = '''\
"""Reference solution: Sums."""

# %% total
def total(x):
    """Return the sum of x."""
    ### BEGIN SOLUTION
    return sum(x)
    ### END SOLUTION

# %% check total
def check_total():
    assert total([1, 2]) == 3

# %% mean
def mean(x):
    """Return the mean of x."""
    ### BEGIN SOLUTION
    return total(x) / len(x)
    ### END SOLUTION
'''

STATEMENT = """\
# Sums

Add numbers.

## 1. `total`

The sum of all numbers.

## 2. `mean`

The sum divided by how many there are.
"""


class TinyCourse:
    """A course with one assignment, `sums`, written into a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("course.toml", 'name = "tiny"\ntitle = "Tiny"\n')
        self.write("assignments/sums/assignment.toml", ASSIGNMENT)
        self.write("assignments/sums/statement.md", STATEMENT)
        self.write("graders/sums/test_sums.py", GRADERS)
        self.write("reference/sums/sums.py", REFERENCE)

    def write(self, name: str, text: str) -> Path:
        """Write a file of the course."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


def _recorded() -> dict[str, float]:
    """Return the seconds of each slow test function as measured: slow_tests.py writes them."""
    lines = (ROOT / "tests" / "slow_tests.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: float(seconds) for seconds, name in pairs}


_RECORDED = _recorded()


def _seconds(item: pytest.Item) -> float:
    """Return about how long a slow test takes, 0 for any other."""
    mark = item.get_closest_marker("slow")
    said = 0.0 if mark is None else float(mark.kwargs.get("seconds", 1.0))
    file = item.path.relative_to(ROOT / "tests").as_posix()
    return _RECORDED.get(f"{file}::{getattr(item, 'originalname', item.name)}", said)


def _group(item: pytest.Item) -> str:
    """Return what one process takes: the fast or the slow tests of a file, as they share fixtures.

    Or a test's own group, where it names one.
    """
    mark = item.get_closest_marker("xdist_group")
    if mark is not None:
        return str(mark.args[0])
    return f"{item.path.stem}-{'slow' if _seconds(item) else 'fast'}"


# First, since xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put fast tests first, then what takes longest, so that no process is left alone with it."""
    # Of a group by its test functions: the first case of one often does the work of all.
    takes: dict[str, dict[str, float]] = {}
    for item in items:
        seconds, group = _seconds(item), _group(item)
        takes.setdefault(group, {})[item.nodeid.partition("[")[0]] = seconds
        if seconds and item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group))
    total = {group: sum(functions.values()) for group, functions in takes.items()}
    items.sort(key=lambda item: (_seconds(item) > 0, -total[_group(item)]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Have one process more than cores: many tests wait, for limits to pass or for processes."""
    named = "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ
    return None if named else (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the repository's folder, which is the default course."""
    return ROOT


@pytest.fixture
def tiny_course(tmp_path: Path) -> TinyCourse:
    """Return a course with one small assignment, in a folder of its own."""
    return TinyCourse(tmp_path / "course")


@pytest.fixture(scope="module")
def shared_tiny_course(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    """Return such a course for all tests of a module."""
    return TinyCourse(tmp_path_factory.mktemp("tiny") / "course")


@pytest.fixture
def chromium() -> Path:
    """Return the browser, or skip with the reason."""
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found is None:
        pytest.skip("headless Chromium was not found on PATH; install chromium to run this test")
    return Path(found)


SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",
    "--dump-dom",
]


@pytest.fixture
def visit(chromium: Path, tmp_path: Path) -> Any:
    """Open an address, let so many seconds of the browser's own time pass, return the document."""

    def open_address(address: str, seconds: int = 3) -> str:
        switches = [*SWITCHES, f"--virtual-time-budget={1000 * seconds}"]
        command = [chromium, *switches, f"--user-data-dir={tmp_path / 'profile'}", address]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
        return done.stdout.decode("utf-8", "replace")

    return open_address
