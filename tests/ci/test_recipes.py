"""The page about CI is followed to the letter, with local repositories in the place of hosts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow(seconds=20)
def test_what_the_page_says_works(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs" / "ci.md").read_text("utf-8")
    (block,) = re.findall(r"```bash\n(.+?)```", page, re.DOTALL)
    course = tmp_path / "course"
    course.mkdir()
    for name in ("course.toml", "assignments", "graders", "reference", "examples"):
        (course / name).symlink_to(repository / name)
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GRADEWRIGHT_CACHE": os.environ["GRADEWRIGHT_CACHE"],
    }
    command = block.strip().splitlines()[-1]
    done = subprocess.run(
        ["bash", "-eu", "-c", f"{block}{command}"],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("NEW ") == 2
    assert done.stdout.count("SAME ") == 2
    assert (course / "try" / "pull" / "grading" / "index.html").is_file()
    entries = json.loads((course / "try" / "pull" / "handed-in.json").read_text("utf-8"))
    assert [entry["student"] for entry in entries] == ["amara-okafor", "bohdan-melnyk"]


def test_every_file_of_a_recipe_is_there(repository: Path) -> None:
    page = (repository / "docs" / "ci.md").read_text("utf-8")
    linked = set(re.findall(r"\(\.\./(examples/ci/[\w.-]+)\)", page))
    there = {f"examples/ci/{file.name}" for file in (repository / "examples" / "ci").iterdir()}
    assert linked == there
