"""`gradewright new` writes an assignment that is green as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gradewright.cli import main

MOST_LINES = {"numpy": 265, "keras": 330}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "course.toml").write_text('name = "fresh"\ntitle = "Fresh"\n', encoding="utf-8")
    return tmp_path


def new(course: Path, *words: str) -> int:
    return main(["new", *words, "--course", str(course)])


@pytest.mark.parametrize("like", ["numpy", pytest.param("keras", marks=pytest.mark.slow)])
def test_what_is_written_is_green(
    course: Path, capsys: pytest.CaptureFixture[str], like: str
) -> None:
    assert new(course, "demo", "--like", like) == 0
    assert "gradewright validate demo" in capsys.readouterr().out
    code = main(["validate", "demo", "--course", str(course), "--jobs", "1", "--seed", "5"])
    out = capsys.readouterr().out
    assert code == 0, out
    assert "All 8 cases are as expected" in out
    for kind, count in (("correct", 2), ("wrong", 3)):
        assert len(list((course / "graders/demo/variants" / kind).iterdir())) == count


@pytest.mark.parametrize("like", ["numpy", "keras"])
def test_it_reads_as_an_example(course: Path, repository: Path, like: str) -> None:
    assert new(course, "demo", "--like", like) == 0
    written = [f for f in course.rglob("*") if f.is_file() and "student_template" not in f.parts]
    texts = {f: f.read_text(encoding="utf-8") for f in written}
    assert sum(len(text.splitlines()) for text in texts.values()) <= MOST_LINES[like]
    assert not [f for f, text in texts.items() if "SLUG" in text or "SLUG" in str(f)]
    ruff = [sys.executable, "-m", "ruff", "--config", str(repository / "pyproject.toml")]
    for verb in (["check", "--ignore", "ANN,INP,D,S101"], ["format", "--check"]):
        words = [*ruff[:3], verb[0], *ruff[3:], *verb[1:], "--exclude", "variants"]
        words.append(str(course / "graders"))
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_shows_what_is_written(course: Path, repository: Path) -> None:
    assert new(course, "demo") == 0
    readme = (repository / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    graders = [file.read_text(encoding="utf-8") for file in course.rglob("graders/**/*.py")]
    assert blocks
    for block in blocks:
        assert any(block in text for text in graders)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("Demo", "cannot be an assignment's name"),
        ("class", "cannot be an assignment's name"),
        ("../demo", "cannot be an assignment's name"),
        ("taken", "is there already"),
    ],
)
def test_a_name_that_cannot_be_taken(
    course: Path, capsys: pytest.CaptureFixture[str], slug: str, words: str
) -> None:
    (course / "graders" / "taken").mkdir(parents=True)
    assert new(course, slug) == 2
    assert words in capsys.readouterr().err
    assert not (course / "assignments").exists()


def test_a_folder_that_is_no_course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(tmp_path, "demo") == 2
    assert "course.toml" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
