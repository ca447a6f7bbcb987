"""A thousand submissions in one call, and a run that is killed: nothing leaks, nothing is lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.reader import find_assignment, read_course
from gradewright.grading.terms import Terms
from gradewright.submissions.records import Found

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"


def recovered(journal: Path) -> list[Any]:
    """Return what a killed run left: not the course in line 1, nor a torn last line."""
    return [json.loads(line) for line in journal.read_bytes().split(b"\n")[1:-1]]


@dataclass(frozen=True)
class Holding:
    """What the process of a judge holds."""

    memory_mb: float
    descriptors: int
    processes: int
    mounts: int


def children(pid: int) -> list[int]:
    # Those that threads of it started included.
    below: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(FileNotFoundError):
            below += [int(child) for child in (task / "children").read_text().split()]
    return below + [pid for child in below for pid in children(child)]


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def holding(pid: int) -> Holding:
    """Look at a judge between two submissions."""
    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    family = children(pid)
    mounts = max(len(Path(f"/proc/{each}/mounts").read_text().splitlines()) for each in family)
    return Holding(
        resident * os.sysconf("SC_PAGE_SIZE") / 1e6,
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
        len(family),
        mounts,
    )


@pytest.mark.slow
def test_a_thousand_submissions_leave_nothing_behind(tiny_course: Any, tmp_path: Path) -> None:
    assignment = find_assignment(read_course(tiny_course.root), "sums")
    work = tmp_path / "work.py"
    work.write_text(RIGHT)
    everybody = tuple(Found(f"student{n:04}", "sums", work) for n in range(1000))
    # Other tests of this process may keep a server.
    others = set(children(os.getpid()))
    pool = Pool([Task(assignment, everybody)], Hiring(Terms(seed=1), jobs=1))
    scores: list[float] = []
    seen: dict[int, Holding] = {}
    for delivery in pool.run():
        scores.append(delivery.result.score)
        if len(scores) in (200, 990):
            (judge,) = pool.judges
            assert judge.process.pid is not None
            seen[len(scores)] = holding(judge.process.pid)
    assert scores == [3.0] * 1000
    early, late = seen[200], seen[990]
    assert late.memory_mb < early.memory_mb + 10
    assert late.descriptors <= early.descriptors + 2
    assert late.processes <= early.processes + 2
    assert late.mounts <= early.mounts + 2
    # Python's own helper for spawned processes stays as long as this process.
    left = set(children(os.getpid())) - others
    assert [pid for pid in left if "resource_tracker" not in command(pid)] == []


@pytest.mark.slow
def test_a_killed_run_loses_only_what_was_in_flight(tiny_course: Any, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for number in range(200):
        (folder / f"student{number:03}.py").write_text(RIGHT)
    words = [sys.executable, "-m", "gradewright", "grade", str(folder), "--assignment", "sums"]
    words += ["--course", str(tiny_course.root), "--out", str(out), "--jobs", "2"]
    run = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    printed = [run.stdout.readline() for _ in range(25)]
    family = children(run.pid)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()
    kept = recovered(out / "results.partial.jsonl")
    assert len(kept) >= len(printed)
    assert all(entry["score"] == 3 for entry in kept)
    assert not (out / "results.json").exists()
    deadline = time.monotonic() + 10
    while (left := [pid for pid in family if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
