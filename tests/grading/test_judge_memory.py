"""What a judge holds after a submission is what it held before."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest

from gradewright.grading.faults import forget_frames

MODEST = "def total(x):\n    return float(x.sum())\n\n\ndef mean(x):\n    return float(x.mean())\n"
# Names of functions -> what they return, wrong and large.
LARGE = {
    "truths": "np.zeros(40_000_000, bool)",
    "numbers": "np.full((2_000, 2_000), 0.5)",
    "texts": "np.zeros(2_000, 'S16000')",
    "parts": "[{'n': [float(k)] * 9} for k in range(15_000)]",
}
LAPS = 4
LEAST_MB = 30
MEASURE = """
import sys
from pathlib import Path

from gradewright.course.reader import find_assignment, read_course
from gradewright.grading.judge import grade
from gradewright.grading.terms import Terms
from gradewright.sandbox.zygote import ZygoteSandbox
from gradewright.sandbox.launch import Settings
from gradewright.submissions.find import find

course = read_course(Path(sys.argv[1]))
assignment = find_assignment(course, "sums")
sandbox = ZygoteSandbox(Settings(("numpy",), assignment.limits))


def resident():
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def submissions():
    for path in sys.argv[2:]:
        yield from find([Path(path)], assignment=assignment, course=course).found
        # The judge asks for the next one when it is done with the one before.
        print("RESIDENT", path, resident(), flush=True)


def deliver(result, submission):
    print("SCORE", result.score, flush=True)


try:
    grade(assignment, sandbox, Terms(), submissions(), deliver)
finally:
    sandbox.close()
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="no /proc tells memory")
@pytest.mark.parametrize("kind", LARGE)
def test_large_wrong_answers_leave_nothing_behind(tiny_course: Any, kind: str) -> None:
    modest, large = tiny_course.root / "modest.py", tiny_course.root / "large.py"
    modest.write_text(MODEST)
    body = f"    return {LARGE[kind]}\n"
    large.write_text(f"import numpy as np\n\n\ndef total(x):\n{body}\n\ndef mean(x):\n{body}")
    paths = [modest, modest, *[large] * LAPS, modest]
    command = [sys.executable, "-c", MEASURE, str(tiny_course.root), *map(str, paths)]
    # Else glibc keeps freed arrays of 32 MB in a pool from some lap on, and nobody holds them.
    settings = os.environ | {"MALLOC_MMAP_THRESHOLD_": "1000000", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=120, env=settings
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    held = [int(words[-1]) for words in lines if words[0] == "RESIDENT"]
    scores = [float(words[1]) for words in lines if words[0] == "SCORE"]
    assert scores == [3, 3, *[0] * LAPS, 3]
    # The first large one may leave pools of the allocator's behind, the others nothing at all.
    before, first, last = held[1], held[2], held[1 + LAPS]
    assert (first - before) / 1024 < LEAST_MB
    assert (last - first) / 1024 / (LAPS - 1) < 3


class Large:
    """Stands for what a frame holds."""


def _raise_from_another(kept: Large) -> None:
    try:
        _raise_holding(kept)
    except ValueError as error:
        raise RuntimeError("second") from error


def _raise_holding(kept: Large) -> None:
    held = [kept]
    raise ValueError(f"first, with {len(held)}")


def test_an_exception_that_is_kept_holds_no_values() -> None:
    value = Large()
    gone = weakref.ref(value)
    with pytest.raises(RuntimeError) as caught:
        _raise_from_another(value)
    error, caught = caught.value, None  # type: ignore[assignment]
    forget_frames(error)
    del value
    gc.collect()
    assert gone() is None
    assert error.__traceback__ is None
    assert str(error.__cause__) == "first, with 1"
