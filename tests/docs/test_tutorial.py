"""The tutorial, followed to the letter in an empty folder, ends in an assignment that is green."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

PAGE = "docs/authoring.md"
STUBS = "student_template"


def steps(blocks: list[Any]) -> Iterator[Any]:
    """Yield the blocks of the tutorial, in order; what comes after it names no files."""
    yield from (b for b in blocks if b.page == PAGE and (b.file or b.language == "console"))


def transcript(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block, and what it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def fits(printed: str, told: str) -> bool:
    """Tell whether an output is what the page shows, where … stands for anything."""
    lines = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    pattern = ".*".join(re.escape(part) for part in told.strip().split("…"))
    return re.fullmatch(pattern, lines, re.DOTALL) is not None


def follow(block: Any, course: Path) -> str:
    """Do what a block with a file says; return what is wrong, "" for nothing."""
    file = course / block.file
    if not block.action:
        shown = file.is_file() and file.read_text(encoding="utf-8") == block.text
        return "" if shown else f"{block}: {block.file} is another one"
    if (block.action == "new") == file.exists():
        return f"{block}: {block.file} is {'there' if file.exists() else 'not there'}"
    space = "\n\n" if file.suffix == ".py" and block.text.startswith(("def", "# %%")) else "\n"
    start = file.read_text(encoding="utf-8") + space if file.exists() else ""
    file.write_text(start + block.text, encoding="utf-8")
    return ""


@pytest.mark.slow(seconds=25)
def test_followed_to_the_letter_it_is_green(
    blocks: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (begin,) = (b for b in blocks if b.page == PAGE and b.language == "toml" and not b.file)
    (tmp_path / "course.toml").write_text(begin.text, encoding="utf-8")
    shown: set[str] = set()
    commands = []
    for block in steps(blocks):
        if block.file:
            shown.add(block.file)
            assert follow(block, tmp_path) == ""
            continue
        for command, told in transcript(block.text):
            code = main(shlex.split(command)[1:])
            printed = capsys.readouterr().out
            assert fits(printed, told), f"{block}: {command}\n{printed}"
            commands.append((command, code))
    assert len(commands) == 7
    # Only the one that shows what is left to mend is not green.
    assert [command for command, code in commands if code] == [
        "gradewright validate plane --seed 5"
    ]
    files = {str(f.relative_to(tmp_path)) for f in tmp_path.rglob("*") if f.is_file()}
    files = {f for f in files if not f.startswith(STUBS) and "__pycache__" not in f}
    assert files - shown == {"course.toml"}
    toml = (tmp_path / "assignments/plane/assignment.toml").read_text(encoding="utf-8")
    assert toml.count("[[question]]") == 4


def test_a_tutorial_that_is_out_of_step_is_found(planted: Any, tmp_path: Path) -> None:
    text = "`a.py`:\n\n```python\nx = 1\n```\n\n`a.py`, at its end:\n\n```python\ny = 2\n```\n"
    whole, more = planted(text)
    assert (whole.file, whole.action, more.action) == ("a.py", "", "at its end")
    assert "another one" in follow(whole, tmp_path)
    assert "not there" in follow(more, tmp_path)
    (tmp_path / "a.py").write_text("x = 1\n")
    assert follow(whole, tmp_path) == ""
    assert follow(more, tmp_path) == ""
    assert (tmp_path / "a.py").read_text() == "x = 1\n\ny = 2\n"
    assert list(transcript("$ one\na\n$ two\n")) == [("one", "a\n"), ("two", "")]
    assert fits("a  \nb 1.5\nc\n", "a\nb …\nc\n")
    assert not fits("a\nb\nd\n", "a\n…\nc\n")
