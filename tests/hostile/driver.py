"""Inside the cage: lay out a course, a class and secrets, grade, and report what became of them.

A request comes on stdin as JSON; a tar archive goes to stdout: the folder of the run's reports as
`out/…`, and `observed.json`.

    files      class folder: relative path -> base64 of the content, {"link": target}
               or {"pipe": true}
    secrets    name -> token; where each is planted stands in `plant`
    options    more of the command line of `gradewright grade`
    limits     the assignment's limits, and `mode` of loading
    graders, reference, assignment    their texts; else those below
    path, cwd  what is graded; "class" to start gradewright in the class folder
    python     the interpreter that runs gradewright
    kill_judges    seconds after which all judges are killed
    shared_memory  whether a secret lies there, too
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path
from typing import Any

WORLD = Path.cwd()
CLASS, COURSE, HOME, OUT = (WORLD / name for name in ("class", "course", "home", "out"))
WATCHED = (WORLD, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
# The addresses that attacks try to reach: all of them are the cage's own.
PORT, ABSTRACT = 47047, "\0gradewright-hostile"

ASSIGNMENT = """\
title = "Numbers"
source = "made up for tests"

[load]
mode = "{mode}"

[limits]
{limits}

[[question]]
id = "total"
title = "The total"
points = 2
functions = ["total"]

[[question]]
id = "shift"
title = "Shifted"
points = 1
functions = ["shift"]

[[question]]
id = "summary"
title = "The summary"
points = 1
functions = ["summary"]
"""

GRADERS = '''\
"""Graders that hold a secret: {token}"""
import numpy as np
import pytest

from gradewright.checks import check_close, check_equal

TOKEN = "{token}"


@pytest.mark.question("total")
def test_printed(student):
    """The printed example."""
    check_close(student.total(np.array([1.0, 2.0, 4.0])), 7.0)


@pytest.mark.question("total")
@pytest.mark.visibility("hidden")
def test_fresh(student, reference, rng):
    """Fresh numbers."""
    x = rng.normal(size=5)
    check_close(student.total(x), reference.total(x))


@pytest.mark.question("shift")
@pytest.mark.visibility("hidden")
def test_shift(student, reference, rng):
    """Fresh numbers, shifted."""
    x = rng.normal(size=4)
    check_close(student.shift(x), reference.shift(x))


@pytest.mark.question("summary")
@pytest.mark.visibility("hidden")
def test_summary(student, reference, rng):
    """How many there are, and what they are."""
    for x in (rng.normal(size=3), rng.normal(size=int(rng.integers(20, 40)))):
        check_equal(student.summary(x), reference.summary(x))
'''

REFERENCE = '''\
"""Reference solution with a secret: {token}"""

TOKEN = "{token}"


def total(x):
    """Return the sum of x."""
    ### BEGIN SOLUTION
    return sum(x)
    ### END SOLUTION


def shift(x):
    """Return x with a mean of 0."""
    ### BEGIN SOLUTION
    return x - x.mean()
    ### END SOLUTION


def summary(x):
    """Return how many numbers there are, and whether that is odd."""
    ### BEGIN SOLUTION
    return {{"n": len(x), "is": "odd" if len(x) % 2 else "even"}}
    ### END SOLUTION
'''


def main() -> int:
    """Do what the request on stdin asks for."""
    request = json.load(sys.stdin)
    _lay_out_course(request)
    for name, entry in request["files"].items():
        _lay_out(CLASS / name, entry)
    plant(request["secrets"])
    if request.get("shared_memory"):
        _write(Path("/dev/shm/notes.txt"), request["secrets"]["tmp"])
    listener = Listener()
    before, mounts = _snapshot(), _mounts()
    observed = _grade(request)
    observed |= {
        "changed": sorted(_changes(before, _snapshot())),
        "mounts": _mounts() - mounts,
        "left": _others(),
        "reached": sorted(set(listener.heard)),
    }
    _send(observed)
    return 0


def _lay_out_course(request: dict[str, Any]) -> None:
    limits = dict(request["limits"])
    mode = limits.pop("mode")
    lines = "\n".join(f"{key} = {value}" for key, value in limits.items())
    secrets = request["secrets"]
    _write(COURSE / "course.toml", 'name = "tiny"\ntitle = "Tiny"\n')
    assignment = request.get("assignment") or ASSIGNMENT
    _write(
        COURSE / "assignments/numbers/assignment.toml", assignment.format(mode=mode, limits=lines)
    )
    _write(COURSE / "assignments/numbers/statement.md", "# Numbers\n")
    _write(COURSE / "assignments/numbers/labels.csv", secrets["labels"])
    graders = request.get("graders") or GRADERS.format(token=secrets["graders"])
    _write(COURSE / "graders/numbers/test_numbers.py", graders)
    reference = request.get("reference") or REFERENCE.format(token=secrets["reference"])
    _write(COURSE / "reference/numbers/numbers.py", reference)


def plant(secrets: dict[str, str]) -> None:
    """Put secrets where a curious submission would look for them."""
    _write(HOME / ".netrc", secrets["home"])
    _write(HOME / "gradebook.csv", secrets["home"])
    # What judges keep for later runs stands there: nobody reads it, and nobody writes beside it.
    kept = HOME / ".cache" / "gradewright"
    _write(kept / f"{'ab' * 32}.kept", secrets["home"])
    kept.chmod(0o700)
    _write(OUT / "earlier.txt", secrets["out"])
    _write(Path("/tmp/gradewright-notes.txt"), secrets["tmp"])
    os.environ["GRADEBOOK_TOKEN"] = secrets["environment"]
    for folder in (HOME, COURSE, CLASS, OUT):
        folder.chmod(0o755)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _lay_out(path: Path, entry: Any) -> None:
    """Make one entry of the class folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(entry, str):
        path.write_bytes(base64.b64decode(entry))
    elif "link" in entry:
        path.symlink_to(entry["link"])
    else:
        os.mkfifo(path)


class Listener:
    """Serves every address that a sealed submission must not reach, and notes who comes."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._serve("tcp4", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", PORT))
        self._serve("udp4", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", PORT))
        self._serve("abstract", socket.AF_UNIX, socket.SOCK_STREAM, ABSTRACT)
        self._serve("path", socket.AF_UNIX, socket.SOCK_STREAM, str(HOME / "agent.sock"))

    def _serve(self, name: str, family: int, kind: int, address: Any) -> None:
        if isinstance(address, str) and address.startswith("/"):
            Path(address).parent.mkdir(exist_ok=True)
        server = socket.socket(family, kind)
        server.bind(address)
        if kind == socket.SOCK_STREAM:
            server.listen()
        threading.Thread(target=self._hear, args=(name, server), daemon=True).start()

    def _hear(self, name: str, server: socket.socket) -> None:
        while True:
            if server.type == socket.SOCK_STREAM:
                connection, _address = server.accept()
                connection.sendall(b"reached")
                connection.close()
            else:
                server.recv(100)
            self.heard.append(name)


def _grade(request: dict[str, Any]) -> dict[str, Any]:
    """Run gradewright; return what it said and how long it took."""
    started = time.monotonic()
    killer = threading.Timer(request.get("kill_judges", 1000), _kill_judges)
    killer.daemon = True
    killer.start()
    done = subprocess.run(
        _command(request),
        cwd=CLASS if request.get("cwd") == "class" else WORLD,
        env=os.environ | {"HOME": str(HOME), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return {
        "seconds": time.monotonic() - started,
        "code": done.returncode,
        "terminal": (done.stdout + done.stderr).decode("utf-8", "surrogateescape"),
    }


def _command(request: dict[str, Any]) -> list[str]:
    python = request.get("python") or sys.executable
    # The installed script, as people call it: `python -m` would put the folder it is called in
    # on the path of modules.
    program = str(Path(sys.executable).parent / "gradewright")
    command = [python, program, "grade", request.get("path") or str(CLASS)]
    command += ["--assignment", "numbers", "--course", str(COURSE), "--out", str(OUT)]
    return [*command, "--seed", "11", *request["options"]]


def _kill_judges() -> None:
    """Kill the processes that judge, as the machine does when it runs out of memory."""
    for process in Path("/proc").glob("[0-9]*"):
        if b"spawn_main" in (process / "cmdline").read_bytes():
            os.kill(int(process.name), signal.SIGKILL)


def _snapshot() -> dict[str, str]:
    """Return every file that the judge's user may write to, with its mode and digest."""
    found = {}
    for root in WATCHED:
        for path in sorted(root.rglob("*")):
            if path.is_relative_to(OUT) and path.name != "earlier.txt":
                continue
            status = path.lstat()
            content = _content(path) if stat.S_ISREG(status.st_mode) else b""
            found[str(path)] = f"{status.st_mode:o} {hashlib.sha256(content).hexdigest()}"
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError:
        return b"closed"


def _changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    names = before.keys() | after.keys()
    return [name for name in names if before.get(name) != after.get(name)]


def _mounts() -> int:
    return len(Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines())


def _others() -> list[str]:
    """Return the processes that gradewright left behind; the cage's first two are ours."""
    time.sleep(0.3)
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) in (1, os.getpid()):
            continue
        try:
            found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def _send(observed: dict[str, Any]) -> None:
    OUT.chmod(0o755)
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
        raw = json.dumps(observed).encode()
        member = tarfile.TarInfo("observed.json")
        member.size = len(raw)
        archive.addfile(member, io.BytesIO(raw))
        archive.add(OUT, "out")


if __name__ == "__main__":
    sys.exit(main())
