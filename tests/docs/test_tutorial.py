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


def build(blocks: list[Any], course: Path) -> None:
    """Do all that the tutorial says, but for the commands, of which only the first one writes."""
    begin = next(b for b in blocks if b.page == PAGE and b.language == "toml" and not b.file)
    (course / "course.toml").write_text(begin.text, encoding="utf-8")
    assert main(["new", "plane", "--course", str(course)]) == 0
    problems = [follow(block, course) for block in steps(blocks) if block.file]
    assert not any(problems)
    assert main(["generate", "plane", "--course", str(course)]) == 0


@pytest.mark.slow(seconds=25)
def test_followed_to_the_letter_it_is_green(
    blocks: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    begin = next(b for b in blocks if b.page == PAGE and b.language == "toml" and not b.file)
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


TOML = "assignments/plane/assignment.toml"
STATEMENT = "assignments/plane/statement.md"
REFERENCE = "reference/plane/plane.py"
STEP, FIT = "graders/plane/test_3_step.py", "graders/plane/test_4_fit.py"
SEEN_FIT = "graders/plane/visible/test_4_fit.py"
UPHILL = "graders/plane/variants/wrong/uphill.py"
LOOPS = "graders/plane/variants/correct/loops.py"
MORE = 'id = "predict"\ntitle = "Predict"\npoints = 1\n\n[[question]]\n'
# What is changed, in which files, and how the row of the table begins that tells of it.
SLIPS = [
    (TOML, 'functions = ["fit"]', "functions = []", "fit stands in no"),
    (SEEN_FIT, "points(0.5)", "points(5)", "question 'fit': found tests worth"),
    (TOML, 'id = "fit"', MORE + 'id = "fit"', "# %% predict: found no such cell"),
    (f"{SEEN_FIT} {FIT}", "def test_", "def look_", "question 'fit': found no test"),
    (STATEMENT, "## 4. `fit`", "## 4. fitting", "found '## 4. fitting'"),
    (REFERENCE, "0.3644444", "0.3644", "the reference fails its own self-check"),
    (REFERENCE, "It begins with zeros.", "", "this is not what the reference gives"),
    (STEP, "reference.gradient(w", "reference.slope(w", "there is no slope"),
    (STEP, "mistakes=mistakes)", "mistakes=mistake)", "A grader of this assignment failed"),
    (STEP, '"hidden"', '"visible"', "is visible: it belongs into"),
    (STEP, "gradewright.graders", "gradewright.checks", "is no part of what graders import"),
    (FIT, "def test_losses", "def test_w", "test_w is defined again"),
    (SEEN_FIT, "(student, rng)", "(student, reference, rng)", "a visible test uses reference"),
    (UPHILL, "w + rate", "w - rate", "does not lose step"),
    (LOOPS, "np.array([a - rate * b for a, b in zip(w, gradient(w, X, y))])", "w", "loses step;"),
    (
        UPHILL.replace("uphill", "a_pair"),
        "return w, losses",
        "return {'w': w, 'losses': [0]}",
        "no wrong variant",
    ),
]
# Most are told whatever is graded.
GRADED = {
    "does not lose step": ["--only", "uphill"],
    "loses step;": ["--only", "loops.py"],
    "no wrong variant": [],
}


def said_in(text: str) -> dict[str, str]:
    """Return what the table says that validate says, as patterns, by their beginnings."""
    table = text.partition("| it says | so |")[2].partition("\n\n")[0]
    cells = re.findall(r"^\| (`.+?) \| ", table, re.MULTILINE)
    return {cell.strip("`…").partition("`")[0]: cell for cell in cells}


@pytest.mark.slow(seconds=40)
def test_what_validate_says_is_what_the_table_says(
    blocks: list[Any], pages: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(blocks, tmp_path)
    told = said_in(pages[PAGE])
    missed = set(told)
    for names, old, new, begin in SLIPS:
        texts = {tmp_path / name: (tmp_path / name).read_text("utf-8") for name in names.split()}
        for file, text in texts.items():
            assert old in text, (file, old)
            file.write_text(text.replace(old, new), encoding="utf-8")
        capsys.readouterr()
        some = GRADED.get(begin, ["--sample", "1"])
        options = ["--seed", "5", "--jobs", "1", "--course", str(tmp_path)]
        code = main(["validate", "plane", *options, *some])
        printed = "".join(capsys.readouterr())
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        (whole,) = (words for words in told if words.startswith(begin))
        assert code, begin
        assert whole in printed, printed
        missed.discard(whole)
    assert missed == set()


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
