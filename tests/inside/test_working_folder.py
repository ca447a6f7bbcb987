"""The folder that a submission works in."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradewright.sandbox.inside.folders import enter


def _lay(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_files_are_found_from_the_graded_files_folder_and_from_the_one_above(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _lay(tmp_path, "data/a.csv", "work/nb/own.csv", "work/other.csv", "top.csv", "nb/mine.csv")
    _lay(tmp_path, "work/nb/data/b.csv")
    enter("work/nb/hw.ipynb")
    assert Path.cwd() == tmp_path / "work/nb"
    for name in ("own.csv", "../other.csv", "../../data/a.csv", "../../top.csv"):
        assert Path(name).read_text(encoding="utf-8") == name.replace("../../", "").replace(
            "..", "work"
        ).replace("own.csv", "work/nb/own.csv")
    for name in ("top.csv", "data/a.csv", "nb/mine.csv"):
        assert Path(name).read_text(encoding="utf-8") == name
    assert Path("data/b.csv").read_text(encoding="utf-8") == "work/nb/data/b.csv"
    assert not Path("work").exists()


@pytest.mark.parametrize("main", ["hw.ipynb", "/etc/hw.ipynb", "../hw.ipynb", "a/../../hw.py", ""])
def test_a_graded_file_at_the_top_changes_nothing(tmp_path, monkeypatch, main):
    monkeypatch.chdir(tmp_path)
    enter(main)
    assert Path.cwd() == tmp_path


def test_a_folder_name_that_cannot_be_made_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    enter(f"{'x' * 300}/hw.ipynb")
    assert Path.cwd() == tmp_path
