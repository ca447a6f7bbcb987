"""A class never becomes one student, a student never vanishes, and doubt is asked about."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Assignment, Course
from gradewright.errors import UsageError
from gradewright.submissions.find import find
from gradewright.submissions.layouts import Layout
from gradewright.submissions.read import read
from gradewright.submissions.records import Findings

Lay = Callable[[Path, Mapping[str, bytes]], Path]
Look = Callable[..., Findings]
LR = "logistic_regression"


@pytest.fixture
def look(tmp_path: Path, lay: Lay, course: Course, logistic: Assignment) -> Look:
    """Return a finder below a folder that holds files, each with right work unless given."""

    def run(
        files: Mapping[str, bytes], at: str = "", *, asked: bool = True, layout: Layout = "auto"
    ) -> Findings:
        lay(tmp_path / "case", files)
        path = tmp_path / "case" / at
        wanted = logistic if asked else None
        return find([path], assignment=wanted, course=course, layout=layout)

    return run


def students(findings: Findings) -> list[str]:
    return [found.student for found in findings.found]


@pytest.fixture
def work(solved: bytes, solved_notebook: bytes) -> Callable[..., dict[str, bytes]]:
    """Return a maker of files with right work."""

    def make(*names: str) -> dict[str, bytes]:
        return {name: solved if name.endswith(".py") else solved_notebook for name in names}

    return make


Work = Callable[..., dict[str, bytes]]


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    "files",
    [
        ("mia.py", "jan.py"),
        ("mia.ipynb", "jan.ipynb"),
        ("mia.py", "jan.ipynb", "ida.py"),
        ("mia/hw.py", "jan/hw.py"),
        ("mia/deep/down/hw.ipynb", "jan/hw.zip"),
    ],
)
def test_a_class_called_like_the_assignment(
    asked: bool, files: tuple[str, ...], look: Look, work: Work
) -> None:
    findings = look(work(*(f"{LR}/{name}" for name in files)), LR, asked=asked)
    expected = sorted({name.partition("/")[0].partition(".")[0] for name in files})
    assert students(findings) == expected
    assert "--layout student" in findings.decisions[0]


def test_the_same_folder_in_another_class_says_nothing(look: Look, work: Work) -> None:
    files = work(*(f"{year}/{LR}/{name}.py" for year in (2023, 2024) for name in ("mia", "jan")))
    assert students(look(files, f"2024/{LR}")) == ["jan", "mia"]


def test_what_one_student_imports_is_no_class(look: Look, work: Work) -> None:
    files = {**work(f"mia/{LR}/mywork.py"), f"mia/{LR}/nettools.py": b"def plot(x):\n    pass\n"}
    assert students(look(files, f"mia/{LR}")) == ["mia"]
    assert students(look(files)) == ["mia"]


@pytest.mark.parametrize("asked", [False, True])
def test_a_student_called_like_the_assignment_drops_nobody(
    asked: bool, look: Look, work: Work
) -> None:
    files = work(f"{LR}/hw.ipynb", "mia/hw.ipynb", "jan/hw.py")
    findings = look(files, asked=asked)
    assert students(findings) == ["jan", LR, "mia"]
    assert findings.decisions


@pytest.mark.parametrize(
    "files",
    [("work.ipynb", "draft.ipynb"), ("notebooks/hw.ipynb", "src/tools.py"), ("hw/final/x.py",)],
)
def test_names_of_works_are_no_students(files: tuple[str, ...], look: Look, work: Work) -> None:
    findings = look(work(*files))
    assert students(findings) == ["case"]
    assert "--layout class" in findings.decisions[0]


def test_where_the_readings_are_as_likely_nobody_is_brought_together(
    look: Look, work: Work
) -> None:
    files = work(f"{LR}/hw.ipynb", "mia/hw.ipynb")
    with pytest.raises(UsageError, match=r"two ways.*--layout class or --layout student"):
        look(files)
    assert students(look(files, layout="class")) == [LR, "mia"]
    assert students(look(files, layout="student")) == ["case"]


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    "files",
    [
        ("monday/mia/hw.ipynb", "monday/jan/hw.py", "friday/ida/hw.py", "friday/tom/hw.ipynb"),
        ("export/mia/hw.ipynb", "export/jan/hw.py", "export/ida/hw.py", "export/tom/hw.py"),
        ("a/b/mia/hw.ipynb", "a/b/jan/hw.py", "a/b/ida/hw.py", "a/b/tom/hw.py"),
        tuple(f"export/{name}.ipynb" for name in ("mia", "jan", "ida", "tom")),
        tuple(f"submitted/{name}/{LR}/x.py" for name in ("mia", "jan", "ida", "tom")),
        tuple(f"{LR}/{name}.py" for name in ("mia", "jan", "ida", "tom")),
    ],
)
def test_a_class_some_folders_deep(
    asked: bool, files: tuple[str, ...], look: Look, work: Work
) -> None:
    findings = look(work(*files), asked=asked)
    assert students(findings) == ["ida", "jan", "mia", "tom"]
    assert "--layout class" in findings.decisions[0]


def test_two_notebooks_in_every_folder_are_asked_about(look: Look, work: Work) -> None:
    files = work("red/mia.ipynb", "red/jan.ipynb", "blue/ida.ipynb", "blue/tom.ipynb")
    with pytest.raises(UsageError, match=r"two ways.*--layout sections or --layout class"):
        look(files)
    assert students(look(files, layout="sections")) == ["ida", "jan", "mia", "tom"]
    assert students(look(files, layout="class")) == ["blue", "red"]


def test_parts_of_the_same_name_make_no_groups(look: Look, work: Work) -> None:
    files = work("mia/red/hw.ipynb", "mia/blue/hw.ipynb", "jan/red/hw.ipynb", "jan/blue/hw.ipynb")
    assert students(look(files)) == ["jan", "mia"]


def test_a_student_among_others_who_hands_in_for_two_is_named(look: Look, work: Work) -> None:
    findings = look(work("mia/tom/hw.ipynb", "mia/ida/hw.ipynb", "jan/hw.ipynb", "ida/hw.ipynb"))
    assert students(findings) == ["ida", "jan", "mia"]
    assert "mia" in findings.decisions[0]


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("wrapper", ["", "class/"])
def test_an_archive_of_a_class(
    asked: bool,
    wrapper: str,
    look: Look,
    work: Work,
    make_zip: Callable[..., bytes],
    logistic: Assignment,
) -> None:
    inside = {
        **work("mia/hw.ipynb", "jan/hw.py", "ida/hw.ipynb"),
        "tom/": b"",
        "eva/notes.txt": b"I was ill.",
    }
    packed = make_zip({wrapper + name: content for name, content in inside.items()})
    findings = look({"download.zip": packed}, "download.zip", asked=asked)
    assert students(findings) == ["eva", "ida", "jan", "mia", "tom"]
    assert read(findings.found[2], logistic).main == "hw.py"
    assert students(look({}, asked=asked)) == ["eva", "ida", "jan", "mia", "tom"]
    assert students(look({}, "download.zip", layout="student")) == ["download"]


def test_a_students_archive_is_one_student(
    look: Look, work: Work, make_zip: Callable[..., bytes]
) -> None:
    files = {**work("hw/work.ipynb", "hw/draft.ipynb"), "hw/helpers.py": b"x = 1\n"}
    findings = look({"mia.zip": make_zip(files)}, "mia.zip")
    assert students(findings) == ["mia"]
    assert findings.decisions == ()


def test_a_handed_out_file_beside_the_hand_ins_is_left_out(
    look: Look, work: Work, make_notebook: Callable[..., bytes]
) -> None:
    stub = make_notebook("def sigmoid(z):\n    # YOUR CODE HERE\n    raise NotImplementedError()")
    findings = look({f"{LR}.ipynb": stub, **work("mia.ipynb", "jan.ipynb")})
    assert students(findings) == ["jan", "mia"]
    assert findings.left_out[0].path == f"{LR}.ipynb"
    assert "handed out" in findings.left_out[0].reason


def test_every_entry_is_accounted_for(look: Look, work: Work, tmp_path: Path) -> None:
    files = {
        **work("mia.ipynb", ".jan.ipynb"),
        "ida": work("x.py")["x.py"],
        "ina.pyn": work("x.py")["x.py"],
        "tom.txt": b"https://example.org/my-work",
        "eva.pdf": b"%PDF-1.7",
        "leo.ipynb.part": b'{"cells": [',
        "scores.csv": b"a",
        "points.npz": b"a",
        "slides/one.pdf": b"%PDF",
        "planar_network/x.ipynb": b"{}",
        ".DS_Store": b"",
        ".git/config": b"",
    }
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "kim").symlink_to("nowhere")
    (tmp_path / "case" / "pia").mkdir()
    findings = look(files)
    assert students(findings) == ["eva", "ida", "ina", "leo", "mia", "pia", "tom"]
    assert sorted(entry.path for entry in findings.left_out) == [
        ".jan.ipynb",
        "kim",
        "planar_network",
        "points.npz",
        "scores.csv",
        "slides",
    ]
    reasons = {entry.path: entry.reason for entry in findings.left_out}
    assert "links are not followed" in reasons["kim"]
    assert "planar_network" in reasons["planar_network"]


def test_another_assignments_work_is_named(look: Look, work: Work) -> None:
    findings = look(work("mia/hw.ipynb", "jan/planar_network.ipynb", "ida/planar_network/x.py"))
    assert students(findings) == ["mia"]
    assert [entry.path for entry in findings.left_out] == ["ida", "jan"]
    assert all("planar_network" in entry.reason for entry in findings.left_out)


def test_content_tells_the_assignment_where_no_name_does(look: Look, work: Work) -> None:
    files = {**work("mia/hw.ipynb", "jan.py"), "ida/link.txt": b"https://example.org/x"}
    files["tom/essay.py"] = b"def bubble_sort(x):\n    return x\n"
    files[f"eva/{LR}.py"] = b"x = 1\n"
    findings = look(files, asked=False)
    assert students(findings) == ["eva", "ida", "jan", "mia"]
    assert [entry.path for entry in findings.left_out] == ["tom"]
    assert "--assignment" in findings.left_out[0].reason
    assert "ida" in findings.decisions[-1]


def test_a_script_that_others_import_is_no_student(
    look: Look, work: Work, logistic: Assignment
) -> None:
    files = {
        **work("mia.py"),
        "jan.py": b"from mathtools import f\n\n\ndef sigmoid(z):\n    return f(z)\n",
        "mathtools.py": b"def f(z):\n    return z\n",
        "tom.py": b"print('nothing done')\n",
    }
    findings = look(files)
    assert students(findings) == ["jan", "mia", "tom"]
    assert set(read(findings.found[0], logistic).modules) == {"mathtools.py"}
    assert [entry.path for entry in findings.left_out] == ["mathtools.py"]


@pytest.mark.parametrize("locked", ["mia", "mia/inner"])
def test_a_locked_folder_is_its_students(
    locked: str, look: Look, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def guarded(path: Path) -> object:
        if str(path).endswith(locked):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert students(look(work("mia/inner/hw.py", "jan/hw.py"))) == ["jan", "mia"]


def test_a_class_twice_as_large_takes_about_twice_as_many_looks(
    look: Look, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat, looks = os.stat, [0]

    def counted(*arguments: Any, **options: Any) -> os.stat_result:
        looks[0] += 1
        return stat(*arguments, **options)

    monkeypatch.setattr(os, "stat", counted)

    def looks_for(count: int) -> int:
        shutil.rmtree(tmp_path / "case", ignore_errors=True)
        files = work(*(f"s{n:03}/{LR}/{LR}.py" for n in range(count)))
        looks[0] = 0
        assert len(look(files, asked=False).found) == count
        return looks[0]

    assert looks_for(60) < 2.2 * looks_for(30)
