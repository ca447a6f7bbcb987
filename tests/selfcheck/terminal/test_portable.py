"""The whole path on a Python that has no module of POSIX's own, and no package but NumPy."""

from __future__ import annotations

import os
import signal
import sys
import zipfile
from pathlib import Path
from typing import Any

import gradewright

# Every process of a check begins with this. What is not there on Windows is not there here.
BARE = """\
import importlib.metadata, os, select, signal, sys
import _posixsubprocess, subprocess

POSIX = {"fcntl", "termios", "tty", "pty", "resource", "pwd", "grp", "syslog", "crypt"}
KEPT = {"numpy", "gradewright"}
found = {top for top in importlib.metadata.packages_distributions() if not top.startswith("_")}
BLOCKED = (POSIX | found) - KEPT

class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in BLOCKED & sys.modules.keys():
    del sys.modules[name]
sys.meta_path.insert(0, Bare())
for module, names in (
    (signal, "setitimer getitimer alarm SIGALRM SIGHUP SIGCONT SIGTSTP SIGWINCH pthread_kill"),
    (select, "poll epoll"),
    (os, "fork forkpty getpgrp tcgetpgrp setsid getuid geteuid killpg O_NONBLOCK O_NOFOLLOW"),
):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
"""


def bare(folder: Path) -> dict[str, str]:
    """Return the environment in which a Python is bare."""
    site = folder / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(BARE, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(site), str(Path(gradewright.__file__).parents[1])])}


def test_it_is_bare(work: Any, tmp_path: Path) -> None:
    work.command = [
        sys.executable,
        "-c",
        "import sys, os; print(hasattr(os, 'fork')); import pandas",
    ]
    done = work.check(**bare(tmp_path))
    assert done.stdout == "False\n"
    assert "No module named 'pandas'" in done.stderr


def test_checked_once(work: Any, tmp_path: Path) -> None:
    environment = bare(tmp_path)
    done = work.check(**environment)
    assert done.returncode == 0, done.stderr
    work.write(work.wrong.replace("return np.sum(x) + 1", "while True: pass"))
    done = work.check("total", "--all", **environment)
    assert done.returncode == 1, done.stderr
    assert "sums.py, line 6, in total: while True: pass" in done.stdout
    assert work.check("--html", "--plain", **environment).returncode == 1


def test_watched_without_keys(work: Any, tmp_path: Path) -> None:
    with work.terminal(**bare(tmp_path)) as terminal:
        terminal.wait("All tests that are here pass.", "Ctrl-C quits")
        work.write(work.wrong)
        terminal.wait("FAIL   total (1)", "Ctrl-C quits")
        terminal.signal(signal.SIGINT)
        assert terminal.ended() == 1
        assert terminal.modes == terminal.before


def test_from_inside_an_archive(work: Any, tmp_path: Path) -> None:
    package = Path(gradewright.__file__).parent
    pyz = tmp_path / "elsewhere" / "check.pyz"
    pyz.parent.mkdir()
    with zipfile.ZipFile(pyz, "w") as archive:
        for file in package.rglob("*"):
            if file.suffix in (".py", ".toml"):
                text = file.read_text(encoding="utf-8")
                if file.name == "en.toml":
                    text = text.replace("is not written yet", "is not written yet (archived)")
                archive.writestr(f"gradewright/{file.relative_to(package).as_posix()}", text)
        archive.writestr("kit.json", work.kit.to_json())
        archive.writestr(
            "__main__.py",
            "import sys, zipfile\n"
            "from gradewright.selfcheck.kit import read_kit\n"
            "from gradewright.selfcheck.terminal.main import main\n"
            "kit = zipfile.ZipFile(sys.argv[0]).read('kit.json').decode()\n"
            "sys.exit(main(sys.argv[1:], read_kit(kit)))\n",
        )
    work.write(work.stub)
    work.command = [sys.executable, str(pyz)]
    done = work.check()
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("(archived)") == 4
    # Without any of it installed, and told where the work is.
    work.command = [sys.executable, str(pyz), str(work.folder)]
    work.folder = tmp_path
    assert work.check().stdout.count("(archived)") == 4


def test_the_kit_in_the_archive_beside_the_work(work: Any) -> None:
    with zipfile.ZipFile(work.folder / "check.pyz", "w") as archive:
        archive.writestr("kit.json", work.kit.to_json())
    work.command = [sys.executable, "-P", "-m", "gradewright", "check"]
    done = work.check()
    assert done.returncode == 0, done.stderr
    assert "Sums and means" in done.stdout
    (work.folder / "check.pyz").unlink()
    done = work.check()
    assert done.returncode == 2
    assert "check.pyz" in done.stderr
