"""The command line itself: quick help, doctor, isolation that can be required."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.sandbox import bubblewrap
from gradewright.sandbox.diagnosis import PROTECTIONS


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom gradewright.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pytest', 'pandas', 'jinja2', 'rich', 'nbformat'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for verb in ("grade", "validate", "generate", "doctor"):
        assert verb in done.stdout


def test_doctor_names_every_protection(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("Isolation on this machine: ")
    assert output.count("✓ yes") + output.count("✗ no") == len(PROTECTIONS)


def test_doctor_says_how_to_get_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bubblewrap, "program", lambda: None)
    assert main(["doctor"]) == 0
    output = capsys.readouterr().out
    assert "Isolation on this machine: namespaces" not in output
    assert "apt-get install bubblewrap" in output
    assert "✗ no" in output


def grade(course: Any, tmp_path: Path, *more: str) -> int:
    work = tmp_path / "ann.py"
    work.write_text("def total(x):\n    return sum(x)\n")
    arguments = ["grade", str(work), "--assignment", "sums", "--out", str(tmp_path / "out")]
    return main([*arguments, "--course", str(course.root), "--jobs", "1", *more])


def level(tmp_path: Path) -> str:
    document = json.loads((tmp_path / "out" / "results.json").read_text())
    return str(document["submissions"][0]["isolation"]["level"])


@pytest.mark.parametrize("wanted", ["landlock", "process"])
def test_a_level_can_be_chosen(tiny_course: Any, tmp_path: Path, wanted: str) -> None:
    code = grade(tiny_course, tmp_path, "--isolation", wanted)
    if code == 3 and wanted == "landlock":
        pytest.skip("this kernel has no Landlock")
    assert code == 0
    assert level(tmp_path) == wanted


def test_isolation_that_is_not_there_is_refused(
    tiny_course: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Judges are processes of their own: what they find on PATH is what counts.
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    assert grade(tiny_course, tmp_path, "--require-isolation", "namespaces") == 3
    message = capsys.readouterr().err
    assert "bubblewrap is not installed" in message
    assert "gradewright doctor" in message
    assert not (tmp_path / "out" / "results.json").exists()


def test_without_bubblewrap_grading_goes_on_at_the_next_level(
    tiny_course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    assert grade(tiny_course, tmp_path) == 0
    assert level(tmp_path) in ("landlock", "process")


def test_plain_pytest_grades_one_submission(tiny_course: Any, tmp_path: Path) -> None:
    work = tmp_path / "ann.py"
    work.write_text("def total(x):\n    return sum(x)\ndef mean(x):\n    return 7.0\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--submission", str(work)]
    folder = tiny_course.root / "graders" / "sums"
    done = subprocess.run(
        [*command, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=dict(os.environ),
    )
    assert done.returncode == 1, done.stderr
    assert "2 passed" in done.stdout.replace("1 failed, ", "")
    assert "mean has the wrong value" in done.stdout
    assert "check_close(" not in done.stdout
