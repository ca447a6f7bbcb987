"""How long a student waits for a self-check: from the command, and from a save, to the verdict.

    python benchmarks/selfcheck.py [SLUG] [--rounds N]

copies the reference of a NumPy assignment into a folder of its own, checks it there as a student
would, and prints medians: seconds on the clock, and of the processor where that is known. A watch
runs in a terminal of its own; from a save to the verdict is told with and without the time until
the save is noticed.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import resource
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from gradewright.authoring.kits import kit_of
from gradewright.course.reader import read_course
from gradewright.selfcheck.kit import Kit

_COURSE = Path(__file__).resolve().parents[1]
_COMMAND = (sys.executable, "-P", "-m", "gradewright", "check", "--kit", "kit.json")
_CLEARED, _NOTICED, _MENU = b"\x1b[3J", b"checking", b"[q]"
_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Took:
    """One measurement: seconds on the clock, and of the processor, 0 where that is not known."""

    clock: float
    processor: float = 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long a self-check takes.")
    parser.add_argument("slug", nargs="?", default="planar_network")
    parser.add_argument("--rounds", type=int, default=9, metavar="N")
    arguments = parser.parse_args()
    assignment = next(a for a in read_course(_COURSE).assignments if a.slug == arguments.slug)
    kit = kit_of(assignment)
    reference = next(assignment.reference.glob("*.py")).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / f"{kit.slug}.py"
        (folder / "kit.json").write_text(kit.to_json(), encoding="utf-8")
        for file, source in kit.support.items():
            (folder / file).write_text(source, encoding="utf-8")
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        print(f"{kit.slug}: {len(kit.checks)} tests, {os.cpu_count()} cores, load {load:.1f}")
        rounds = range(arguments.rounds)
        _print("--help", [_once(folder, "--help") for _ in rounds])
        work.write_text(reference, encoding="utf-8")
        _print("cold, right work", [_once(folder, "--once") for _ in rounds])
        work.write_text(_spoiled(reference, kit), encoding="utf-8")
        _print("cold, a wrong line", [_once(folder, "--once") for _ in rounds])
        _print_watch(folder, work, reference, kit, arguments.rounds)


def _spoiled(source: str, kit: Kit) -> str:
    """Return the source with the last function of the first question wrapped in a wrong one."""
    function = kit.questions[0].functions[-1]
    wrong = f"def {function}(*args, **kwargs):\n    return None\n"
    return f"{source}\n\n{wrong}"


def _print(title: str, took: list[Took]) -> None:
    clock, processor = median(t.clock for t in took), median(t.processor for t in took)
    spread = f"{min(t.clock for t in took):.3f} to {max(t.clock for t in took):.3f}"
    said = f", {processor:.3f} s of the processor" if processor else ""
    print(f"{title:<42} {clock:.3f} s ({spread}){said}", flush=True)


def _once(folder: Path, *words: str) -> Took:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*_COMMAND, *words], cwd=folder, capture_output=True, check=False)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(clock, used)


def _print_watch(folder: Path, work: Path, reference: str, kit: Kit, rounds: int) -> None:
    """Save an edited function again and again while a watch runs."""
    work.write_text(reference, encoding="utf-8")
    for question in kit.questions:
        head = next((f"def {f}(" for f in question.functions if f"def {f}(" in reference), "")
        if not head:
            continue
        noticed, saved = [], []
        with _watching(folder) as until:
            until(_CLEARED)
            until(_MENU)
            for number in range(rounds):
                edited = _touched(reference, head, number)
                time.sleep(1.5)
                began = time.perf_counter()
                work.write_text(edited, encoding="utf-8")
                seen = until(_NOTICED)
                shown = until(_CLEARED)
                until(_MENU)
                noticed.append(Took(shown - seen))
                saved.append(Took(shown - began))
        _print(f"{question.id}: noticed to verdict", noticed)
        _print(f"{question.id}: save to verdict", saved)


def _touched(source: str, head: str, number: int) -> str:
    """Return the source in which a function has one more statement that changes nothing."""
    before, _, after = source.partition(head)
    signature, _, body = after.partition(":\n")
    return f"{before}{head}{signature}:\n    _number = {number}\n{body}"


@contextmanager
def _watching(folder: Path) -> Iterator[Callable[[bytes], float]]:
    """Watch in a terminal; what is given waits for bytes on it and returns when they came."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
    environment = os.environ | {"TERM": "xterm-256color"}
    process = subprocess.Popen(
        _COMMAND, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    text = b""

    def until(wanted: bytes) -> float:
        nonlocal text
        end = time.monotonic() + _PATIENCE_SECONDS
        while wanted not in text:
            if time.monotonic() > end:
                sys.exit(f"{wanted!r} did not come:\n{text.decode(errors='replace')}")
            if select.select([ours], [], [], 0.5)[0]:
                text += os.read(ours, 65536)
        text = text.partition(wanted)[2]
        return time.perf_counter()

    try:
        yield until
    finally:
        process.terminate()
        process.wait()
        os.close(ours)
        os.close(theirs)


if __name__ == "__main__":
    main()
