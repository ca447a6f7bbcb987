"""Run the self-checks that students get against the reference itself."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from gradewright.authoring.findings import Finding
from gradewright.authoring.source import read_source
from gradewright.course.records import Assignment
from gradewright.phrases import say

_CHECK_SECONDS = 120.0
# Loads the reference as graders do, support modules included, and runs its self-checks.
_RUN_CHECKS = """\
import runpy, sys, traceback
file, *folders = sys.argv[1:]
sys.path[:0] = folders
module = runpy.run_path(file, run_name="reference")
failed = 0
for name, check in list(module.items()):
    if name.startswith("check_") and callable(check):
        try:
            check()
        except BaseException as error:
            failed = 1
            frames = traceback.extract_tb(error.__traceback__)
            line = [f.lineno for f in frames if f.filename == file][-1:]
            print("\\x1e" + "\\x1f".join([name, *map(str, line or [0]), f"{error!r}"]))
sys.exit(failed)
"""


@contextmanager
def self_checks(assignment: Assignment) -> Iterator[Callable[[], Iterator[Finding]]]:
    """Run the self-checks of an assignment in a process beside the block.

    Gives the function that waits for them and yields a finding for each that the reference fails.
    """
    if all(cell.kind != "check" for cell in read_source(assignment).cells):
        yield lambda: iter(())
        return
    file = assignment.reference / f"{assignment.slug}.py"
    folders = dict.fromkeys(str(path.parent) for path in assignment.load.support)
    command = [sys.executable, "-c", _RUN_CHECKS, str(file), *folders]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(  # noqa: S603 - the author's own file
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=complaint
        )
        try:
            yield lambda: _findings(assignment.slug, str(file), process, said, complaint)
        finally:
            process.kill()
            process.wait()


def _findings(
    slug: str, file: str, process: subprocess.Popen[bytes], said: IO[bytes], complaint: IO[bytes]
) -> Iterator[Finding]:
    try:
        code = process.wait(_CHECK_SECONDS)
    except subprocess.TimeoutExpired:
        yield Finding(slug, file, say("validate.checks_hang", seconds=f"{_CHECK_SECONDS:g}"))
        return
    told = [line[1:].split("\x1f") for line in _lines(said) if line[:1] == "\x1e"]
    for name, line, error in told:
        yield Finding(slug, f"{file}:{line}", say("validate.check", check=name, error=error))
    if code and not told:
        last = next((line for line in reversed(_lines(complaint)) if line.strip()), "?")
        yield Finding(slug, file, say("validate.checks_stop", error=last))


def _lines(written: IO[bytes]) -> list[str]:
    written.seek(0)
    return written.read().decode("utf-8", "replace").split("\n")
