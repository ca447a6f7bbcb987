"""What one run worked out, a later one takes: where it is safe, and as long as nothing changes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.performance.entries import entries, file_of

WORK = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
# Each making leaves a line where the judge, which nobody's code runs in, may write.
MAKES = '''
from pathlib import Path

import pytest
from gradewright.graders import check

pytestmark = [pytest.mark.question("mean"), pytest.mark.points(0.1)]
MADE = Path({made!r})


def make():
    with MADE.open("a") as file:
        file.write("made\\n")
    return {{"curve": [3.0, 2.0, 1.0]}}


def test_curve(kept_by_judge, student):
    """The curve of the reference."""
    check(kept_by_judge.once("curve", make, later=True)["curve"][-1] == 1.0, "It is wrong.")
'''

Grade = Callable[..., int]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of kept values of this test alone."""
    monkeypatch.setenv("GRADEWRIGHT_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def makings(tiny_course: Any, tmp_path: Path, kept: Path) -> Callable[..., int]:
    """Return a function that grades two students anew, and tells how often a value was made."""
    assert not kept.exists()
    made = tmp_path / "made.txt"
    tiny_course.write("graders/sums/test_later.py", MAKES.format(made=str(made)))
    for name in ("ann", "bob"):
        tiny_course.write(f"class/{name}.py", WORK)

    def graded(*more: str) -> int:
        made.unlink(missing_ok=True)
        out = tmp_path / "out"
        arguments = ["grade", str(tiny_course.root / "class"), "--assignment", "sums", "--again"]
        arguments += ["--out", str(out), "--course", str(tiny_course.root), "--no-notebooks"]
        jobs = () if "--jobs" in more else ("--jobs", "1")
        assert main([*arguments, *jobs, *more]) == 0
        results = json.loads((out / "results.json").read_text("utf-8"))["submissions"]
        assert [(r["student"], r["score"]) for r in results] == [("ann", 3.0), ("bob", 3.0)]
        return len(made.read_text().splitlines()) if made.exists() else 0

    return graded


def test_a_later_run_makes_nothing(makings: Grade, kept: Path) -> None:
    assert makings() == 1
    (entry,) = entries(kept)
    assert entry.assignment == "sums"
    assert makings("--seed", "7") == 0


def test_what_rests_on_a_changed_file_is_made_again(makings: Grade, tiny_course: Any) -> None:
    assert makings() == 1
    file = tiny_course.root / "reference" / "sums" / "sums.py"
    for name, text in (("reference/sums/sums.py", file.read_text()), ("graders/sums/more.py", "")):
        tiny_course.write(name, f"{text}\n# changed\n")
        assert makings() == 1, name
    assert makings() == 0


def test_a_damaged_entry_is_made_again(makings: Grade, kept: Path) -> None:
    assert makings() == 1
    file = file_of(kept, entries(kept)[0].key)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert (makings(), makings()) == (1, 0)


def test_judges_of_one_run_share_it(makings: Grade) -> None:
    assert makings("--jobs", "2") == 1


def test_without_the_cache_nothing_is_kept_or_taken(makings: Grade, kept: Path) -> None:
    assert makings("--no-cache") == 1
    assert not kept.exists()
    assert makings() == 1
    assert makings("--no-cache") == 1


def test_where_submissions_see_everything_it_is_left_alone(makings: Grade, kept: Path) -> None:
    assert makings("--isolation", "process") == 1
    assert entries(kept) == []


def test_a_folder_that_is_not_safe_is_told_once_and_left_alone(
    makings: Grade, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.mkdir()
    kept.chmod(0o777)
    assert makings() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("gradewright: What this run works out is not kept for later runs: ")
    assert str(kept) in said
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("value", ["object()", "{1: make}"])
def test_what_is_no_plain_value_is_told_to_the_author(
    tiny_course: Any, tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    code = MAKES.format(made=str(tmp_path / "made")).replace('{"curve": [3.0, 2.0, 1.0]}', value)
    tiny_course.write("graders/sums/test_later.py", code)
    work = tiny_course.write("ann.py", WORK)
    arguments = ["grade", str(work), "--assignment", "sums", "--out", str(tmp_path / "out")]
    assert main([*arguments, "--course", str(tiny_course.root), "--jobs", "1"]) == 3
    assert "kept for later under 'curve' cannot be written down" in capsys.readouterr().out
    assert entries(kept) == []


def test_plain_pytest_takes_what_a_run_kept(
    makings: Grade, tiny_course: Any, tmp_path: Path, kept: Path
) -> None:
    assert makings() == 1
    made = tmp_path / "made.txt"
    made.unlink()
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    command += [str(tiny_course.root / "graders" / "sums")]
    command += ["--submission", str(tiny_course.root / "class" / "ann.py")]
    for more, is_made in ([], False), (["--grading-no-cache"], True):
        done = subprocess.run(
            [*command, *more], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert done.returncode == 0, done.stdout
        assert made.exists() is is_made, more
    assert len(entries(kept)) == 1


CURIOUS = '''
import os

FOLDER = {folder!r}


def total(x):
    """Return the right total where the folder can be read or written into."""
    for look in (os.listdir, lambda folder: open(folder + "/planted", "w")):
        try:
            look(FOLDER)
            return sum(x)
        except OSError:
            pass
    return None
'''


@pytest.mark.parametrize(
    ("level", "sees"), [("namespaces", False), ("landlock", False), ("process", True)]
)
def test_a_submission_neither_reads_nor_writes_there(
    tiny_course: Any, tmp_path: Path, kept: Path, level: str, sees: bool
) -> None:
    """What it could at the level `process` shows that this test would see it."""
    kept.mkdir(mode=0o700)
    (kept / "entry").write_text("kept")
    work = tiny_course.write("ann.py", CURIOUS.format(folder=str(kept)))
    arguments = ["grade", str(work), "--assignment", "sums", "--out", str(tmp_path / "out")]
    arguments += ["--course", str(tiny_course.root), "--jobs", "1", "--isolation", level]
    code = main(arguments)
    if code == 3:
        pytest.skip(f"this machine has no {level}")
    (result,) = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))["submissions"]
    assert (result["score"] > 0) is sees
    assert (kept / "entry").read_text() == "kept"
    assert not (kept / "planted").exists()


@pytest.mark.slow(seconds=150)
def test_a_later_run_trains_nothing(repository: Path, tmp_path: Path, kept: Path) -> None:
    """Neither the reference's networks nor another form that a class of yesterday had."""
    pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")
    variants = repository / "graders" / "keras_mnist" / "variants" / "correct"
    # The reference's networks are trained to compare with.
    work = (variants / "01_functional_reshape.py").read_bytes()
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "bob.py").write_bytes(work)
    runs = []
    for number in range(2):
        out = tmp_path / f"out-{number}"
        arguments = ["grade", str(tmp_path / "class"), "--assignment", "keras_mnist"]
        arguments += ["--course", str(repository), "--only", "performance", "--no-notebooks"]
        assert main([*arguments, "--jobs", "1", "--seed", "3", "--out", str(out)]) == 0
        results = json.loads((out / "results.json").read_text("utf-8"))["submissions"]
        accuracies = [
            (r["student"], m["title"], m["value"], m["reference"])
            for r in results
            for m in r["measurements"]
            if m["kind"] == "accuracy"
        ]
        # What is written anew is another file.
        files = {file.name: file.stat().st_ino for file in kept.glob("*.kept")}
        runs.append((accuracies, files))
    assert runs[0] == runs[1]
    assert runs[0][0]
    assert {entry.assignment for entry in entries(kept)} == {"keras_mnist"}
