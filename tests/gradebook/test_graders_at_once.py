"""Several graders record into one gradebook; one of them is killed and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gradewright.gradebook.checking import check
from gradewright.gradebook.schema import attempts, gradings, students
from gradewright.gradebook.store import open_gradebook

pytestmark = pytest.mark.slow(seconds=60)

WORK = "import time\n# {}\ndef total(x):\n    time.sleep(0.2)\n    return sum(x)\n"


def test_two_runs_into_one_gradebook(
    new_url: Callable[[], str], tiny_course: Any, tmp_path: Path
) -> None:
    url = new_url()

    def start(name: str) -> subprocess.Popen[bytes]:
        folder = tmp_path / name
        for n in range(10):
            file = folder / f"{name}{n}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(WORK.format(file.name), encoding="utf-8")
        words = ["grade", str(folder), "--assignment", "sums", "--gradebook", url]
        words += ["--out", str(tmp_path / f"out-{name}"), "--course", str(tiny_course.root)]
        program = [sys.executable, "-m", "gradewright", *words, "--jobs", "1", "--no-notebooks"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(program, start_new_session=True, **quiet)  # type: ignore[call-overload,no-any-return]

    runs = {name: start(name) for name in ("a", "b")}
    journal = tmp_path / "out-a" / "results.partial.jsonl"
    until = time.monotonic() + 200
    while not journal.exists() or journal.read_bytes().count(b"\n") < 5:
        assert time.monotonic() < until
        assert runs["a"].poll() is None, "the run ended before it was killed"
        time.sleep(0.05)
    os.kill(runs["a"].pid, signal.SIGKILL)
    runs["a"].wait()
    assert start("a").wait() == 0
    assert runs["b"].wait() == 0
    book = open_gradebook(url)
    with book.reading() as connection:
        query = (
            select(students.c.name)
            .select_from(gradings)
            .join(attempts, gradings.c.attempt_id == attempts.c.id)
            .join(students, attempts.c.student_id == students.c.id)
        )
        found = Counter(connection.execute(query).scalars())
    assert found == Counter(f"{name}{n}" for name in ("a", "b") for n in range(10))
    assert check(book).damage == ()
    book.close()
