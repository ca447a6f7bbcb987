"""A plan holds the work, what is graded for nobody, and how layouts were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradewright.batch.plan import make_plan
from gradewright.cli import main
from gradewright.course.reader import read_course
from gradewright.errors import UsageError

WORK = "def total(x):\n    return sum(x)\n\n\ndef mean(x):\n    return sum(x) / len(x)\n"


def _lay(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WORK, encoding="utf-8")
    return root


def test_every_entry_is_in_the_plan(tiny_course: Any, tmp_path: Path) -> None:
    root = _lay(tmp_path / "class", "mia/sums.py", "jan/hw.py", "ida.py")
    (root / "grades.csv").write_text("a,b", encoding="utf-8")
    plan = make_plan([root], read_course(tiny_course.root), "sums")
    (task,) = plan.tasks
    assert [found.student for found in task.submissions] == ["ida", "jan", "mia"]
    assert [entry.path for entry in plan.left_out] == ["grades.csv"]


def test_the_layout_is_the_callers_to_say(tiny_course: Any, tmp_path: Path) -> None:
    root = _lay(tmp_path / "class", "red/mia.py", "red/jan.py", "blue/ida.py", "blue/tom.py")
    course = read_course(tiny_course.root)
    with pytest.raises(UsageError, match="--layout sections"):
        make_plan([root], course, "sums")
    (task,) = make_plan([root], course, "sums", "sections").tasks
    assert [found.student for found in task.submissions] == ["ida", "jan", "mia", "tom"]


def test_the_command_line_takes_the_layout(
    tiny_course: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _lay(tmp_path / "class", "red/mia.py", "red/jan.py")
    arguments = ["grade", str(root), "--assignment", "sums", "--course", str(tiny_course.root)]
    arguments += ["--out", str(tmp_path / "out"), "--jobs", "1"]
    assert main(arguments) == 2
    assert "two ways" in capsys.readouterr().err
    assert main([*arguments, "--layout", "sections"]) == 0
    scores = (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8")
    assert {line.partition(",")[0] for line in scores.splitlines()[1:]} == {"jan", "mia"}
