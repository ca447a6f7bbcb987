"""What somebody else kills while honest work is graded costs nobody a point."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.errors import SandboxError
from gradewright.sandbox.launch import Levels, Settings
from gradewright.sandbox.zygote import ZygoteSandbox

pytestmark = pytest.mark.slow(seconds=100)

RIGHT = """\
import time
def total(x):
    return sum(x)
def mean(x):
    return sum(x) / len(x)
def slow(x):
    time.sleep(0.6)
    return x
"""
# The judge runs the graders: this one kills what runs below it, at one moment, so many times.
GRADER = '''
import os, signal, threading, time
from pathlib import Path
import pytest

pytestmark = pytest.mark.question("mean")
ROLE, MOMENT, TIMES, LOG = "@ROLE@", "@MOMENT@", @TIMES@, Path("@LOG@")


def below(pid):
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from below(int(child))


def spaces(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1:] for line in lines if line.startswith("NSpid"))


def victim():
    found = list(below(os.getpid()))
    deepest = max(len(spaces(pid)) for pid in found)
    inner = [pid for pid in found if len(spaces(pid)) == deepest]
    session = next(pid for pid in inner if spaces(pid)[-1] == "1")
    stat = Path(f"/proc/{session}/stat").read_text().rpartition(")")[2].split()
    roles = {"bwrap": found[0], "zygote": int(stat[1]), "session": session}
    return roles.get(ROLE) or next(pid for pid in inner if pid != session)


def steady_victim():
    # The process of the test before may go away while its siblings are read.
    until = time.monotonic() + 5
    while True:
        try:
            return victim()
        except (OSError, StopIteration):
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def strike(moment):
    struck = LOG.read_text().split() if LOG.exists() else []
    if moment == MOMENT and len(struck) < TIMES:
        LOG.write_text(" ".join([*struck, ROLE]))
        os.kill(steady_victim(), signal.SIGKILL)


def test_more(student):
    """Some calls."""
    strike("first")
    assert student.total([1, 2]) == 3
    strike("between")
    timer = threading.Timer(0.2, strike, ["during"])
    timer.start()
    assert student.slow(4) == 4
    timer.join()
    strike("last")
'''


@pytest.fixture(autouse=True, scope="module")
def _namespaces() -> None:
    sandbox = ZygoteSandbox(Settings(("numpy",), levels=Levels("namespaces", "namespaces")))
    try:
        sandbox.start()
    except SandboxError as error:
        pytest.skip(f"this machine gives no namespaces: {error}")
    sandbox.close()


class Scene:
    """A class of honest work, and somebody who kills a process of the machinery."""

    def __init__(self, course: Any, folder: Path) -> None:
        self.course, self.folder, self.log = course, folder, folder.parent / "struck"
        folder.mkdir()
        for name in ("a_first", "m_middle", "z_last"):
            (folder / f"{name}.py").write_text(RIGHT)

    def grade(self, role: str, moment: str, times: int = 1) -> dict[str, Any]:
        """Grade the class and return the entries by student."""
        places = {"ROLE": role, "MOMENT": moment, "TIMES": str(times), "LOG": str(self.log)}
        grader = GRADER
        for place, value in places.items():
            grader = grader.replace(f"@{place}@", value)
        self.course.write("graders/sums/test_more.py", grader)
        out = self.course.root / "out"
        words = ["grade", str(self.folder), "--assignment", "sums", "--out", str(out)]
        words += ["--course", str(self.course.root), "--jobs", "1", "--seed", "1"]
        self.code = main(words)
        document = json.loads((out / "results.json").read_text(encoding="utf-8"))
        return {entry["student"]: entry for entry in document["submissions"]}


@pytest.fixture
def scene(tiny_course: Any, tmp_path: Path) -> Scene:
    return Scene(tiny_course, tmp_path / "class")


def marks(found: dict[str, Any]) -> list[tuple[str, float]]:
    return [(found[name]["status"], found[name]["score"]) for name in sorted(found)]


@pytest.mark.parametrize(
    ("role", "moment"),
    [
        *((role, moment) for role in ("bwrap", "zygote") for moment in ("first", "during", "last")),
        *(("session", moment) for moment in ("first", "between", "during", "last")),
        *(("test", moment) for moment in ("between", "during", "last")),
    ],
)
def test_nobody_loses_by_one_death(scene: Scene, role: str, moment: str) -> None:
    found = scene.grade(role, moment)
    assert scene.log.read_text() == role
    assert marks(found) == [("graded", 3)] * 3
    assert scene.code == 0


# A session dies in the process that tests share, in one of the test's own, and in a new session.
@pytest.mark.parametrize(("role", "times"), [("zygote", 2), ("bwrap", 2), ("session", 6)])
def test_machinery_that_dies_again_fails_one_submission(
    scene: Scene, role: str, times: int
) -> None:
    found = scene.grade(role, "between", times)
    assert scene.log.read_text().split() == [role] * times
    assert [entry["status"] for entry in found.values()] == ["failed", "graded", "graded"]
    assert [found[name]["score"] for name in ("m_middle", "z_last")] == [3, 3]
    assert scene.code == 3


@pytest.mark.parametrize(
    ("doing", "words"),
    [
        ("os.kill(os.getpid(), 9)", "SIGKILL"),
        ("os.abort()", "SIGABRT"),
        ("os._exit(3)", "3"),
        ("ctypes.string_at(8)", "SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "SIGXCPU"),
    ],
)
def test_who_ends_its_own_process_loses_as_ever(scene: Scene, doing: str, words: str) -> None:
    own = f"import os, ctypes, signal\n{RIGHT}def mean(x):\n    {doing}\n"
    (scene.folder / "m_middle.py").write_text(own)
    found = scene.grade("nobody", "never")
    assert marks(found) == [("graded", 3), ("graded", 2.5), ("graded", 3)]
    tests = [t for q in found["m_middle"]["questions"] for t in q["tests"]]
    lost = [test for test in tests if test["status"] != "passed"]
    assert [test["status"] for test in lost] == ["crashed"]
    assert words in lost[0]["message"]
    assert "memory" not in lost[0]["message"]
    assert scene.code == 0
