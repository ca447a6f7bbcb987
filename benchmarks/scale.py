"""A large class in one run: submissions a second in each fifth, and memory on the way.

    python benchmarks/scale.py 5000

writes a class of the benchmark's notebooks, no two alike, grades it with two judges and prints what
the main process and the judges hold, and what came out takes on disk. Other work on the machine
changes submissions a second; what our own processes spend on the processors for one stays.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from harness import machine
from harness.notebooks import write_class
from harness.tools import COURSE

_FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Look:
    """The processes of a run, after so many submissions: megabytes held, and seconds spent."""

    done: int
    main: float
    judges: list[float]
    main_seconds: float
    judges_seconds: float


@dataclass(slots=True)
class Seen:
    """What was seen of a run: after how many seconds each line came, and its processes."""

    lines: list[float] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    end: float = 0.0


def main() -> None:
    """Write the class, grade it and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--notebooks", action="store_true", help="with the rendered copies")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gradewright-scale-") as name:
        folder, out = Path(name, "class"), Path(name, "out")
        write_class(folder, arguments.count)
        words = [sys.executable, "-m", "gradewright", "grade", str(folder), "--seed", "11"]
        words += ["--course", str(COURSE), "--out", str(out), "--jobs", str(arguments.jobs)]
        words += [] if arguments.notebooks else ["--no-notebooks"]
        print(f"load {machine.load():.2f}, {arguments.count} submissions", flush=True)
        report(watch(words, arguments.count), arguments.count, out)


def watch(words: list[str], count: int) -> Seen:
    """Run a grading and look at it as it prints its lines."""
    seen, start = Seen(), time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.startswith("["):
                continue
            seen.lines.append(time.perf_counter() - start)
            if len(seen.lines) % (count // 10) == 0:
                seen.looks.append(look(process.pid, len(seen.lines)))
        process.wait()
    seen.end = time.perf_counter() - start
    return seen


def report(seen: Seen, count: int, out: Path) -> None:
    """Print the figures."""
    print(
        f"first result after {seen.lines[0]:.1f} s, last {seen.lines[-1]:.1f}, end {seen.end:.1f}"
    )
    size = count // _FIFTHS
    before = seen.lines[0]
    for n in range(_FIFTHS):
        last = seen.lines[(n + 1) * size - 1]
        print(f"fifth {n + 1}: {size / (last - before):.1f} submissions/s")
        before = last
    for each in seen.looks:
        judges = ", ".join(f"{held:.0f}" for held in each.judges)
        print(f"{each.done}: main {each.main:.0f} MB, judges {judges} MB")
    most = max(len(each.judges) for each in seen.looks)
    for early, late in pairwise(each for each in seen.looks if len(each.judges) == most):
        done = late.done - early.done
        main_ms = 1000 * (late.main_seconds - early.main_seconds) / done
        judges_ms = 1000 * (late.judges_seconds - early.judges_seconds) / done
        print(f"to {late.done}: main {main_ms:.1f} ms, judges {judges_ms:.1f} ms a submission")
    for file in ("index.html", "scores.csv", "results.json"):
        print(f"{file}: {(out / file).stat().st_size / 1e6:.1f} MB")
    pages = [file.stat().st_size for file in (out / "students").rglob("*.html")]
    print(f"students/: {len(pages)} pages, {sum(pages) / 1e6:.0f} MB")


def look(pid: int, done: int) -> Look:
    """Look at a run's processes; those of the submissions are not among them."""
    judges = children(pid)
    spent = [seconds(judge) for judge in judges]
    return Look(done, megabytes(pid), [megabytes(j) for j in judges], seconds(pid), sum(spent))


def children(pid: int) -> list[int]:
    """Return a process's children that are judges: its own Python, not its helpers."""
    below: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        below += [int(child) for child in (task / "children").read_text().split()]
    return [child for child in below if "spawn_main" in command(child)]


def command(pid: int) -> str:
    """Return the words of a process, "" where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except OSError:
        return ""


def seconds(pid: int) -> float:
    """Return the processor seconds of a process, 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """Return the resident memory of a process, 0 where it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    (line,) = (line for line in text.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
