"""More attacks that once succeeded."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PACKAGE = Path(__file__).resolve().parents[2] / "runner" / "gradewright"
# An ordinary installation: the package itself lies in the folder of installed packages.
INSTALLED = f"""
import shutil, subprocess, sys, venv
from pathlib import Path
venv.create("/srv/venv", with_pip=False, symlinks=True)
packages = next(Path("/srv/venv/lib").glob("python*/site-packages"))
ignored = shutil.ignore_patterns("__pycache__")
shutil.copytree({str(PACKAGE)!r}, packages / "gradewright", ignore=ignored)
others = "import site; site.addsitedir({sysconfig.get_path("purelib")!r})"
(packages / "others.pth").write_text(others)
sys.exit(subprocess.call(sys.argv[1:]))
"""


def test_colliding_tuples_take_no_time(grade: Any, holes: Any) -> None:
    run = grade("namespaces-as-user", holes("tuple_collisions"))
    tests = run.students["tuple_collisions"]["questions"][0]["tests"]
    assert tests[0]["seconds"] < 1.2


def test_colliding_tuples_in_tuples_take_no_time(grade: Any, holes: Any) -> None:
    run = grade("namespaces-as-user", holes("nested_collisions"))
    tests = run.students["nested_collisions"]["questions"][0]["tests"]
    assert tests[0]["seconds"] < 1.2


@pytest.fixture(scope="module")
def installed_run(grade: Any, holes: Any, honest: str) -> Any:
    files = holes("keeps_in_the_package", "keeps_in_the_package_reader") | {"zz.py": honest}
    more = {"python": "/srv/venv/bin/python"}
    return grade("namespaces-as-user", files, before=INSTALLED, more=more)


def test_an_installed_package_grades_as_well(installed_run: Any) -> None:
    assert installed_run.students["zz"]["score"] == 4


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("keeps_in_the_package", "0 bytes were written"),
        ("keeps_in_the_package_reader", "was left []"),
    ],
)
def test_nothing_is_kept_in_the_package(installed_run: Any, student: str, words: str) -> None:
    assert words in installed_run.shown(student)


def test_landlock_keeps_the_access_lists_of_files(grade: Any, holes: Any, neighbours: Any) -> None:
    files = holes("landlock_lists") | neighbours
    run = grade("landlock-as-user", files, limits={"processes": 80})
    assert run.observed["changed"] == []


@pytest.fixture(scope="module")
def landlock_run(grade: Any, holes: Any, honest: str) -> Any:
    quick = {f"zz_last{n}.py": honest for n in range(30)}
    files = holes("landlock_priorities", "landlock_watches") | quick
    return grade("landlock-as-user", files, jobs=2, limits={"processes": 80})


def test_landlock_keeps_the_priorities_of_others(landlock_run: Any) -> None:
    assert "slowed []" in landlock_run.shown("landlock_priorities")


def test_landlock_keeps_the_names_of_others(landlock_run: Any) -> None:
    assert "saw []" in landlock_run.shown("landlock_watches")


def test_landlock_keeps_a_fork_bomb_from_other_judges(grade: Any, holes: Any, honest: str) -> None:
    files = holes("takes_all_processes") | {f"z{n}.py": honest for n in range(8)}
    run = grade("landlock-as-user", files, jobs=2, limits={"test_seconds": 1.5})
    graded = [e for name, e in run.students.items() if name != "takes_all_processes"]
    assert [(entry["status"], entry["score"]) for entry in graded] == [("graded", 4)] * 8
