"""A release holds what students need, in files that every computer can write, always the same."""

from __future__ import annotations

import base64
import dataclasses
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.new import write_new
from gradewright.authoring.release.archive import zipped
from gradewright.authoring.release.closure import modules_for, packages_for
from gradewright.authoring.release.contents import release_of
from gradewright.authoring.release.writing import write_release
from gradewright.cli import main
from gradewright.course.reader import read_course
from gradewright.errors import CourseError, UsageError
from gradewright.selfcheck.kit import NOT_WORK, read_kit

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "course.toml").write_text('name = "c"\ntitle = "C"\n', encoding="utf-8")
    write_new(tmp_path, "demo")
    return tmp_path


def demo(course: Path) -> Any:
    (assignment,) = read_course(course).assignments
    return assignment


def member(pyz: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pyz)) as archive:
        return archive.read(name)


def test_it_holds_what_students_need(course: Path) -> None:
    release = release_of(demo(course))
    assert set(release.files) == {
        "README.txt",
        "check.pyz",
        "checks/printed.py",
        "checks/test_1_loss.py",
        "checks/test_2_gradient.py",
        "demo.ipynb",
        "demo.py",
        "questions.txt",
        "statement.html",
        "statement.txt",
    }
    given = course / "graders" / "demo" / "visible" / "test_1_loss.py"
    assert release.files["checks/test_1_loss.py"] == given.read_bytes()
    readme = release.files["README.txt"].decode()
    assert len(readme.splitlines()) <= 12
    assert "demo.ipynb" in readme
    assert release.stamp in readme
    kit = read_kit(member(release.files["check.pyz"], "kit.json").decode())
    assert kit.stamp == release.stamp
    assert {c.file for c in kit.checks} == {"test_1_loss.py", "test_2_gradient.py"}


def test_points_are_told_by_who_decides_them(course: Path) -> None:
    lines = release_of(demo(course)).files["questions.txt"].decode().splitlines()
    rows = {cells[0]: cells[1:] for cells in map(str.split, lines) if cells}
    for name in ("loss", "gradient", "together"):
        total, own, hidden = map(float, rows[name][:3])
        assert total == pytest.approx(own + hidden)
        assert min(own, hidden) > 0
    assert float(rows["together"][0]) == demo(course).points


def test_the_same_release_is_the_same_bytes(course: Path, tmp_path: Path) -> None:
    made = [write_release(release_of(demo(course)), tmp_path / n)[1] for n in ("one", "two")]
    assert made[0].read_bytes() == made[1].read_bytes()


def test_another_release_has_another_stamp(course: Path) -> None:
    before = release_of(demo(course)).stamp
    test = course / "graders/demo/visible/printed.py"
    test.write_text(f"{test.read_text('utf-8')}\n# more\n", encoding="utf-8")
    assert release_of(demo(course)).stamp != before


def test_the_archive_opens_everywhere(course: Path, tmp_path: Path) -> None:
    release = release_of(demo(course))
    folder, archive = write_release(release, tmp_path / "out")
    written = {f.relative_to(folder.parent).as_posix() for f in folder.rglob("*") if f.is_file()}
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        assert set(opened.namelist()) == written == {f"demo/{name}" for name in release.files}
    unzip = shutil.which("unzip")
    if unzip is None:
        pytest.skip("no unzip here")
    there = tmp_path / "there"
    done = subprocess.run([unzip, "-q", archive, "-d", there], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    for name, content in release.files.items():
        assert (there / "demo" / name).read_bytes() == content
    assert (there / "demo" / "check.pyz").stat().st_mode & 0o111
    tested = subprocess.run([unzip, "-tq", there / "demo" / "check.pyz"], check=False)
    assert tested.returncode == 0


def test_an_archive_depends_on_its_files_alone() -> None:
    files = {"b.txt": b"2", "a/c.pyz": b"1"}
    made = zipped(files, b"#!head\n")
    assert made == zipped(dict(reversed(files.items())), b"#!head\n")
    assert made.startswith(b"#!head\n")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        modes = {e.filename: e.external_attr >> 16 & 0o777 for e in archive.infolist()}
        assert archive.testzip() is None
    assert modes == {"a/c.pyz": 0o755, "b.txt": 0o644}


def test_data_and_pictures_come_along(course: Path) -> None:
    folder = course / "assignments" / "demo"
    for name in ("data/small.csv", "data/more/.hidden", "figures/plane.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(PICTURE)
    statement = folder / "statement.md"
    text = statement.read_text("utf-8").replace("\n\n", "\n\n![A plane](figures/plane.png)\n\n", 1)
    statement.write_text(text, encoding="utf-8")
    files = release_of(demo(course)).files
    assert files["data/small.csv"] == PICTURE
    assert "data/more/.hidden" not in files
    assert base64.b64encode(PICTURE) in files["statement.html"]
    (folder / "figures" / "plane.png").unlink()
    with pytest.raises(CourseError, match=r"figures/plane\.png"):
        release_of(demo(course))


@pytest.mark.parametrize("name", ["aux.csv", "a b.csv", "ä.csv", "COM1", "end.", "x:y"])
def test_names_that_some_computer_refuses_are_refused(course: Path, name: str) -> None:
    file = course / "assignments" / "demo" / "data" / name
    file.parent.mkdir()
    file.write_bytes(b"1")
    with pytest.raises(CourseError, match="Windows"):
        release_of(demo(course))


def test_much_data_is_refused(course: Path) -> None:
    file = course / "assignments" / "demo" / "data" / "large.bin"
    file.parent.mkdir()
    file.write_bytes(bytes(10_000_001))
    with pytest.raises(CourseError, match=r"10\.0 MB"):
        release_of(demo(course))


def test_an_assignment_without_visible_tests_cannot_be_released(course: Path) -> None:
    shutil.rmtree(course / "graders" / "demo" / "visible")
    with pytest.raises(CourseError, match="visible"):
        release_of(demo(course))


def test_what_lies_beside_the_work_is_no_work(course: Path) -> None:
    release = release_of(demo(course))
    tops = {name.partition("/")[0] for name in release.files} - {"demo.py", "demo.ipynb"}
    # Data may be there, and the page of a check that a student made.
    assert tops | {"data", "check-report.html"} == set(NOT_WORK)


def test_a_folder_that_somebody_worked_in_stays(course: Path, tmp_path: Path) -> None:
    release = release_of(demo(course))
    folder, archive = write_release(release, tmp_path / "out")
    stub, before = folder / "demo.py", archive.read_bytes()
    changed = dataclasses.replace(release, files={**release.files, "questions.txt": b"new"})
    write_release(changed, tmp_path / "out")
    assert (folder / "questions.txt").read_bytes() == b"new"
    stub.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds demo\.py"):
        write_release(release, tmp_path / "out")
    assert stub.read_text("utf-8") == "mine"
    assert archive.read_bytes() != before


def test_the_command_writes_folder_and_archive(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = course / "given"
    assert main(["release", "--course", str(course), "--out", str(out)]) == 0
    assert {p.name for p in out.iterdir()} == {"demo", "demo.zip"}
    assert str(out / "demo.zip") in capsys.readouterr().out
    assert main(["release", "other", "--course", str(course)]) == 2


def test_only_what_the_self_check_needs_is_in_it() -> None:
    paths = set(modules_for("selfcheck"))
    assert "gradewright/performance/inside.py" in paths  # imported inside a function
    assert "gradewright/beside/loading/slicing.py" in paths  # imported by a relative import
    rooms = {path.split("/")[1] for path in paths}
    assert rooms & {"sandbox", "grading", "batch", "reports", "authoring", "cli"} == set()


def test_it_needs_no_package_but_numpy() -> None:
    theirs = packages_for("selfcheck") - set(sys.stdlib_module_names)
    # Pillow draws pictures where it is there.
    assert theirs <= {"numpy", "PIL", "keras", "matplotlib"}
    assert "numpy" in theirs
