"""Which files are watched, and that a file is waited for while it is written."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from gradewright.selfcheck.terminal import files
from gradewright.selfcheck.terminal.files import settled, snapshot

SUB = {"sub/__init__.py", "sub/helper.py"}


def names(path: Path) -> set[str]:
    return {Path(file).relative_to(path).as_posix() for file in snapshot(path)}


def test_sources_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "work.py",
        "work.ipynb",
        "data.csv",
        "check.pyz",
        "sub/__init__.py",
        "sub/helper.py",
        "checks/test_1.py",
        ".ipynb_checkpoints/work.ipynb",
        "__pycache__/x.py",
        "env/lib/numpy.py",
        "env/pyvenv.cfg",
        "a/b/c/deep.py",
        "a/b/c/d/deeper.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    assert names(tmp_path) == {"work.py", "work.ipynb", *SUB, "a/b/c/deep.py"}
    assert snapshot(tmp_path / "work.py") == snapshot(tmp_path)
    assert snapshot(tmp_path / "gone" / "work.py") == {}


def test_a_folder_that_holds_everything_is_not_read_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_MOST_ENTRIES", 10)
    for number in range(30):
        (tmp_path / f"{number:02}.py").touch()
    assert len(snapshot(tmp_path)) == 10


def test_a_file_that_is_emptied_first_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "empty.py").touch()
    before = snapshot(tmp_path)
    file.write_text("", encoding="utf-8")

    def write_late() -> None:
        time.sleep(0.2)
        file.write_text("x = 2\n", encoding="utf-8")

    writer = threading.Thread(target=write_late)
    writer.start()
    now = settled(tmp_path, before)
    writer.join()
    assert now[str(file)][1] == 6
    assert now == snapshot(tmp_path)


def test_a_file_that_is_gone_for_good_is_not_waited_for_long(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("x = 1\n", encoding="utf-8")
    before = snapshot(tmp_path)
    file.unlink()
    began = time.monotonic()
    assert settled(tmp_path, before) == {}
    assert time.monotonic() - began < 5
