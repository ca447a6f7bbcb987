"""Run as root, the tests also prove the seal for an ordinary user, in a process of one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ORDINARY = 61234

SCRIPT = """
import json, os, sys
from gradewright.course.records import Limits
from gradewright.errors import SandboxError
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.zygote import ZygoteSandbox
from gradewright.sandbox.launch import LEVELS, Levels, Settings

NAMES = ("who", "bomb", "peek", "reach")
SOURCE = '''
import os, signal
def who(): return os.getuid(), os.getpid()
def bomb():
    while True: os.fork() or signal.pause()
def peek(path):
    return os.listdir(path)
def reach(port):
    import socket
    return socket.create_connection(("127.0.0.1", port), 1)
'''
found = {}
for level in LEVELS:
    limits = Limits(test_seconds=2, processes=40, memory_mb=600)
    sandbox = ZygoteSandbox(Settings(("numpy",), limits, Levels(level, level)))
    try:
        session = sandbox.open(Bundle((("w.py", None, SOURCE),), {}, {}, NAMES, "slice"))
    except SandboxError as error:
        found[level] = str(error)
        continue
    def ask(function, *args):
        session.begin_test(2)
        outcome = session.call(function, args, {}, 0)
        session.end_test()
        return [outcome.ending, outcome.error, repr(outcome.value)]
    found[level] = {
        "who": ask("who"), "bomb": ask("bomb"), "home": ask("peek", sys.argv[1]),
        "reach": ask("reach", 9), "after": ask("who"),
        "protections": sandbox.isolation.protections,
    }
    session.close()
    sandbox.close()
print(json.dumps({"uid": os.getuid(), "found": found}))
"""


def interpreter_for_others() -> str | None:
    """Return an interpreter like ours that another user may run, or None."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        run = [candidate, "-c", "import sys; print(sys.version_info[:2])"]
        try:
            done = subprocess.run(
                run,
                user=ORDINARY,
                group=ORDINARY,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError:
            continue
        if done.stdout.strip() == str(sys.version_info[:2]):
            return candidate
    return None


@pytest.fixture(scope="module")
def python() -> Iterator[str]:
    """Give an environment with our packages that an ordinary user may use."""
    if os.geteuid() != 0:
        pytest.skip("not root: all other tests already run as an ordinary user")
    base = interpreter_for_others()
    if base is None:
        pytest.skip("no interpreter of this version that another user may run")
    folder = Path(tempfile.mkdtemp(prefix="gradewright-user-"))
    folder.chmod(0o755)
    subprocess.run([base, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    import gradewright

    runner = Path(gradewright.__file__).parent.parent
    paths = dict.fromkeys([sysconfig.get_path("purelib"), str(runner)])
    (site / "shared.pth").write_text("\n".join(paths) + "\n")
    yield str(folder / "venv" / "bin" / "python")
    shutil.rmtree(folder)


def test_an_ordinary_user_gets_the_same_seal(python: str, tmp_path: Path) -> None:
    probe = [python, "-c", "import gradewright, numpy"]
    options = {"user": ORDINARY, "group": ORDINARY, "extra_groups": [], "cwd": "/"}
    if subprocess.run(probe, **options, capture_output=True, check=False).returncode:  # type: ignore[call-overload]
        pytest.skip("this environment's packages lie where another user may not read")
    done = subprocess.run(  # type: ignore[call-overload]
        [python, "-c", SCRIPT, "/home"],
        **options,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": "/tmp"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert report["uid"] == ORDINARY
    sealed = report["found"]["namespaces"]
    if isinstance(sealed, str):
        pytest.skip(f"this machine gives ordinary users no namespaces: {sealed}")
    assert sealed["who"][0] == "returned"
    assert sealed["bomb"][:2] == ["raised", "BlockingIOError"]
    assert sealed["home"][:2] == ["raised", "FileNotFoundError"]
    assert sealed["reach"][0] == "raised"
    assert sealed["after"][0] == "returned"
    assert {"own_files", "own_processes", "no_network", "process_limit"} <= set(
        sealed["protections"]
    )
    assert report["found"]["process"]["after"][0] == "returned"
    assert tmp_path.exists()
