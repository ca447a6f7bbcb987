"""A large class in one run: submissions a second in each fifth, and memory on the way.

    python benchmarks/scale.py 5000

writes a class of the benchmark's notebooks, no two alike, grades it with two judges and prints what
the main process and the judges hold, and what came out takes on disk.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness import machine
from harness.notebooks import write_class
from harness.tools import COURSE

_FIFTHS = 5


@dataclass(slots=True)
class Seen:
    """What was seen of a run: seconds since its start, and megabytes of memory."""

    lines: list[float] = field(default_factory=list)
    memory: list[tuple[int, float, list[float]]] = field(default_factory=list)
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
                judges = [megabytes(pid) for pid in children(process.pid)]
                seen.memory.append((len(seen.lines), megabytes(process.pid), judges))
        process.wait()
    seen.end = time.perf_counter() - start
    return seen


def report(seen: Seen, count: int, out: Path) -> None:
    """Print the figures."""
    print(
        f"first result after {seen.lines[0]:.1f} s, last {seen.lines[-1]:.1f}, end {seen.end:.1f}"
    )
    each = count // _FIFTHS
    before = seen.lines[0]
    for n in range(_FIFTHS):
        last = seen.lines[(n + 1) * each - 1]
        print(f"fifth {n + 1}: {each / (last - before):.1f} submissions/s")
        before = last
    for done, ours, judges in seen.memory:
        print(f"{done}: main {ours:.0f} MB, judges {', '.join(f'{j:.0f}' for j in judges)} MB")
    for file in ("index.html", "scores.csv", "results.json"):
        print(f"{file}: {(out / file).stat().st_size / 1e6:.1f} MB")
    pages = [file.stat().st_size for file in (out / "students").rglob("*.html")]
    print(f"students/: {len(pages)} pages, {sum(pages) / 1e6:.0f} MB")


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
