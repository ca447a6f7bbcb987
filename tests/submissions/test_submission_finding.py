from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradewright.course.records import Assignment, Course
from gradewright.errors import UsageError
from gradewright.submissions.find import find
from gradewright.submissions.records import Found

LR, PN = "logistic_regression", "planar_network"
Look = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def found_in(tmp_path: Path, course: Course) -> Callable[..., tuple[Found, ...]]:
    """Return a finder in a folder `subs` that holds the named (empty) files."""

    def run(
        files: Sequence[str], at: str = "subs", assignment: Assignment | None = None
    ) -> tuple[Found, ...]:
        for name in files:
            path = tmp_path / "subs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return find([tmp_path / at], assignment=assignment, course=course).found

    return run


@pytest.fixture
def look(found_in: Callable[..., tuple[Found, ...]], tmp_path: Path) -> Look:
    """Return a finder whose answers are (student, assignment, root below the given folder)."""

    def run(
        files: Sequence[str], at: str = "subs", assignment: Assignment | None = None
    ) -> list[tuple[str, str, str]]:
        found = found_in(files, at, assignment)
        return [(f.student, f.assignment, str(f.root.relative_to(tmp_path))) for f in found]

    return run


# One file


@pytest.mark.parametrize("name", ["ann.py", "ann.ipynb", "ann.zip", "ann.ipynb.txt", "ann__v2.py"])
def test_one_file_with_an_assignment_is_called_by_its_student(
    name: str, look: Look, logistic: Assignment
) -> None:
    assert look([name], f"subs/{name}", logistic) == [("ann", LR, f"subs/{name}")]


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("ann/logistic_regression.ipynb", "ann"),
        ("ann/Logistic-Regression.py", "ann"),
        ("ann/logistic_regression/work.ipynb", "ann"),
        ("ann/logistic_regression/logistic_regression.py", "ann"),
        ("ann__logistic_regression.ipynb", "ann"),
        ("logistic_regression__ann.ipynb", "ann"),
        ("logistic_regression.ipynb", "subs"),
    ],
)
def test_the_assignment_of_one_file_is_inferred(file: str, student: str, look: Look) -> None:
    assert look([file], f"subs/{file}") == [(student, LR, f"subs/{file}")]


def test_one_file_called_like_the_assignment_belongs_to_its_folder(
    look: Look, logistic: Assignment
) -> None:
    file = "ann/logistic_regression.ipynb"
    assert look([file], f"subs/{file}", logistic) == [("ann", LR, f"subs/{file}")]


def test_a_given_file_counts_whatever_its_name(look: Look, logistic: Assignment) -> None:
    assert look(["ann.pdf"], "subs/ann.pdf", logistic) == [("ann", LR, "subs/ann.pdf")]


# A folder per student and assignment


def test_folders_of_students_and_assignments(look: Look) -> None:
    files = [
        "bob/logistic_regression/work.ipynb",
        "ann/planar_network/work.ipynb",
        "ann/logistic_regression/work.ipynb",
        "ann10/Planar Network/work.ipynb",
        "ann9/planar-network.zip",
        "cy/planar_network.py",
        "readme.md",
        ".git/planar_network/x.py",
        "dan/essay/x.ipynb",
    ]
    assert look(files) == [
        ("ann", LR, "subs/ann/logistic_regression"),
        ("ann", PN, "subs/ann/planar_network"),
        ("ann9", PN, "subs/ann9/planar-network.zip"),
        ("ann10", PN, "subs/ann10/Planar Network"),
        ("bob", LR, "subs/bob/logistic_regression"),
        ("cy", PN, "subs/cy"),
    ]


def test_only_the_assignment_asked_for(look: Look, planar: Assignment) -> None:
    files = [
        "ann/planar_network/w.py",
        "ann/logistic_regression/w.py",
        "bob/logistic_regression/w.py",
        "cy/logistic_regression.zip",
    ]
    assert look(files, assignment=planar) == [("ann", PN, "subs/ann/planar_network")]


def test_an_empty_folder_of_an_assignment_is_a_submission(tmp_path: Path, course: Course) -> None:
    (tmp_path / "ann" / LR).mkdir(parents=True)
    found = find([tmp_path], assignment=None, course=course).found
    assert found == (Found("ann", LR, tmp_path / "ann" / LR),)


def test_loose_files_of_a_student_keep_their_helpers(
    found_in: Callable[..., tuple[Found, ...]],
) -> None:
    found = found_in(["ann/logistic_regression.ipynb", "ann/planar_network.py", "ann/utils.py"])
    assert [(f.assignment, f.root.name, f.without) for f in found] == [
        (LR, "ann", ("planar_network.py",)),
        (PN, "ann", ("logistic_regression.ipynb",)),
    ]


def test_a_folder_comes_before_loose_files_and_those_before_an_archive(
    found_in: Callable[..., tuple[Found, ...]],
) -> None:
    both = ["ann/logistic_regression/w.py", "ann/logistic_regression.zip"]
    found = found_in([*both, "bob/logistic_regression.py", "bob/logistic_regression.zip"])
    assert [f.root.name for f in found] == [LR, "bob"]
    assert [f.without for f in found] == [(), ("logistic_regression.zip",)]
    assert all("logistic_regression.zip" in f.notes[0] for f in found)


# A path that is itself a student's


@pytest.mark.parametrize("asked", [False, True])
def test_a_path_that_is_a_students_assignment(
    asked: bool, look: Look, logistic: Assignment
) -> None:
    files = ["ann/logistic_regression/work.ipynb", "ann/logistic_regression/draft.ipynb"]
    found = look(files, "subs/ann/logistic_regression", logistic if asked else None)
    assert found == [("ann", LR, "subs/ann/logistic_regression")]


def test_a_path_that_is_a_student(look: Look, planar: Assignment) -> None:
    files = ["ann/logistic_regression/a.ipynb", "ann/planar_network/b.ipynb"]
    assert look(files, "subs/ann") == [
        ("ann", LR, "subs/ann/logistic_regression"),
        ("ann", PN, "subs/ann/planar_network"),
    ]
    assert look(files, "subs/ann", planar) == [("ann", PN, "subs/ann/planar_network")]


def test_a_path_that_is_a_student_with_files_and_scratch_work(
    look: Look, logistic: Assignment
) -> None:
    files = ["logistic_regression.ipynb", "Untitled.ipynb", "Untitled1.ipynb", "test.ipynb"]
    files += ["logistic_regression-Copy1.ipynb", "planar_network.ipynb", "utils.py"]
    paths = [f"ann/{name}" for name in files]
    assert look(paths, "subs/ann", logistic) == [("ann", LR, "subs/ann")]


def test_the_current_folder_has_a_name(
    look: Look, tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(["ann/logistic_regression/a.py"])
    monkeypatch.chdir(tmp_path / "subs" / "ann")
    assert [f.student for f in find([Path()], assignment=None, course=course).found] == ["ann"]


def test_another_assignments_folder_is_no_class(look: Look, logistic: Assignment) -> None:
    with pytest.raises(UsageError, match="No submissions for logistic_regression"):
        look(["ann/planar_network/a.ipynb"], "subs/ann/planar_network", logistic)


# One flat folder


def test_a_flat_folder_with_an_assignment(look: Look, logistic: Assignment) -> None:
    files = ["bob.ipynb", "ann__homework 1.ipynb", "cy.zip", "dan.py", "eve.rar", "fay__x.pdf"]
    files += ["syllabus.pdf", "scores.csv", ".hidden.ipynb", "gil__planar_network.ipynb"]
    found = look(files, assignment=logistic)
    assert [student for student, _, _ in found] == ["ann", "bob", "cy", "dan", "eve", "fay"]


def test_a_flat_folder_that_names_its_assignments(look: Look) -> None:
    files = ["ann__logistic_regression.ipynb", "ann__planar_network.py", "bob__x.ipynb"]
    assert [(s, a) for s, a, _ in look(files)] == [("ann", LR), ("ann", PN)]


def test_the_last_version_is_graded_and_the_others_are_named(
    found_in: Callable[..., tuple[Found, ...]], logistic: Assignment
) -> None:
    files = ["ann__v2.ipynb", "ann__v10.ipynb", "ann.ipynb", "ann__v99.pdf", "bob.ipynb"]
    ann, bob = found_in(files, assignment=logistic)
    assert ann.root.name == "ann__v10.ipynb"
    assert "ann.ipynb, ann__v2.ipynb, ann__v99.pdf" in ann.notes[0]
    assert bob.notes == ()


@pytest.mark.parametrize(
    ("patterns", "graded"),
    [(("*.ipynb", "*.py"), "ann.ipynb"), (("*.py", "*.ipynb"), "ann.py")],
)
def test_of_one_version_the_kind_asked_for_is_graded(
    patterns: tuple[str, ...],
    graded: str,
    found_in: Callable[..., tuple[Found, ...]],
    make_assignment: Callable[..., Assignment],
) -> None:
    (ann,) = found_in(["ann.ipynb", "ann.py", "ann.zip"], assignment=make_assignment(*patterns))
    assert ann.root.name == graded


def test_files_given_one_by_one_are_like_their_folder(
    tmp_path: Path, course: Course, logistic: Assignment, found_in: Callable[..., object]
) -> None:
    found_in(["ann__v1.ipynb", "ann__v2.ipynb", "bob.ipynb"], assignment=logistic)
    paths = sorted((tmp_path / "subs").iterdir())
    one_by_one = find(paths, assignment=logistic, course=course).found
    assert one_by_one == find([tmp_path / "subs"], assignment=logistic, course=course).found


@pytest.mark.parametrize("files", [["ann__1.py", "bob__2.py"], ["a.ipynb", "b.ipynb", "c.ipynb"]])
def test_a_flat_folder_called_like_the_assignment(
    files: list[str], look: Look, logistic: Assignment
) -> None:
    paths = [f"logistic_regression/{name}" for name in files]
    found = look(paths, "subs/logistic_regression", logistic)
    assert [student for student, _, _ in found] == [
        name.split(".")[0][:3].rstrip("_") for name in files
    ]


def test_a_template_left_in_a_flat_folder_hides_no_student(
    look: Look, logistic: Assignment
) -> None:
    files = ["logistic_regression.ipynb", "ann.ipynb", "bob.ipynb", "cy.ipynb"]
    students = [student for student, _, _ in look(files, assignment=logistic)]
    assert students == ["ann", "bob", "cy", "subs"]


# A folder per student


def test_a_folder_per_student_with_an_assignment(look: Look, logistic: Assignment) -> None:
    files = ["ann/work.ipynb", "bob/deep/down/work.py", "cy/hand in.zip", "dan/essay.docx"]
    files += ["eve/data.csv", "fay/logistic_regression/w.py", "gil/planar_network/w.py"]
    assert look(files, assignment=logistic) == [
        ("ann", LR, "subs/ann"),
        ("bob", LR, "subs/bob"),
        ("cy", LR, "subs/cy"),
        ("dan", LR, "subs/dan"),
        ("eve", LR, "subs/eve"),
        ("fay", LR, "subs/fay/logistic_regression"),
    ]


def test_a_folder_per_student_under_the_assignments_name(look: Look, logistic: Assignment) -> None:
    files = ["logistic_regression/ann/w.py", "logistic_regression/bob/w.ipynb"]
    assert look(files, "subs/logistic_regression", logistic) == [
        ("ann", LR, "subs/logistic_regression/ann"),
        ("bob", LR, "subs/logistic_regression/bob"),
    ]


def test_folders_of_material_beside_a_flat_folders_files_are_no_students(
    look: Look, logistic: Assignment
) -> None:
    found = look(["ann.ipynb", "images/a.png", "slides/week1.pdf"], assignment=logistic)
    assert [student for student, _, _ in found] == ["ann"]


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    "inside",
    [
        ["bob__x.ipynb", "cy__x.ipynb"],
        ["a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb"],
        ["bob/w.ipynb", "cy/w.ipynb"],
        ["bob/logistic_regression/w.py", "cy/logistic_regression/w.py"],
    ],
)
def test_no_student_can_hand_in_for_another(
    inside: list[str],
    asked: bool,
    look: Look,
    logistic: Assignment,
    course: Course,
    tmp_path: Path,
) -> None:
    mine = [f"ann/logistic_regression/{name}" for name in inside]
    found = look([*mine, "bob/logistic_regression/w.py"], assignment=logistic if asked else None)
    assert [(student, root) for student, _, root in found] == [
        ("ann", "subs/ann/logistic_regression"),
        ("bob", "subs/bob/logistic_regression"),
    ]
    path = tmp_path / "subs" / "ann" / LR
    with pytest.raises(UsageError, match=r"two ways.*--layout"):
        find([path], assignment=None, course=course)
    alone = find([path], assignment=None, course=course, layout="student")
    assert [found.student for found in alone.found] == ["ann"]


@pytest.mark.parametrize("inside", [["bob__x.ipynb", "cy__x.ipynb"], ["bob/w.py", "cy/w.py"]])
def test_nor_in_a_folder_without_the_assignments_name(
    inside: list[str], look: Look, logistic: Assignment
) -> None:
    files = [f"ann/{name}" for name in inside]
    found = look([*files, "bob/w.py"], assignment=logistic)
    assert [(student, root) for student, _, root in found] == [
        ("ann", "subs/ann"),
        ("bob", "subs/bob"),
    ]


def test_a_folder_that_cannot_be_listed_stops_nobody_else(
    look: Look, logistic: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = look(["ann/locked/w.py", "bob/w.py"], assignment=logistic)
    assert [student for student, _, _ in found] == ["ann", "bob"]


# Links and names


def test_links_are_absent(tmp_path: Path, course: Course, logistic: Assignment) -> None:
    outside = tmp_path / "secret"
    (outside / LR).mkdir(parents=True)
    (outside / "eve.py").touch()
    subs = tmp_path / "subs"
    (subs / "ann" / LR).mkdir(parents=True)
    (subs / "eve").symlink_to(outside)
    (subs / "eve.py").symlink_to(outside / "eve.py")
    (subs / "ann" / PN).symlink_to(outside)
    expected = (Found("ann", LR, subs / "ann" / LR),)
    assert find([subs], assignment=None, course=course).found == expected
    assert find([subs], assignment=logistic, course=course).found == expected
    (tmp_path / "given").symlink_to(subs)
    given = find([tmp_path / "given"], assignment=None, course=course).found
    assert [f.student for f in given] == ["ann"]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("a\nb", "a%0Ab"),
        ("-rf", "-rf"),
        ("=1+1", "=1+1"),
        ("Zoë 名", "Zoë 名"),
        ("a\x1b[2J", "a%1B[2J"),
        (os.fsdecode(b"\xff"), "%ED%B3%BF"),
    ],
)
def test_students_names_are_safe_to_show(
    name: str, student: str, look: Look, logistic: Assignment
) -> None:
    found = look([f"{name}/logistic_regression/w.py", f"{name}/w.py"])
    assert [s for s, _, _ in found] == [student]
    assert look([f"{name}.ipynb"], f"subs/{name}.ipynb", logistic)[0][0] == student


def test_names_that_differ_in_control_characters_stay_different(
    look: Look, logistic: Assignment
) -> None:
    found = look(["a\nb.py", "a\rb.py", "a%0Ab.py", "__x.py"], assignment=logistic)
    assert {student for student, _, _ in found} == {"a%0Ab", "a%0Db", "a%250Ab", "__x"}


# What cannot be done


def test_a_missing_path_is_named(tmp_path: Path, course: Course) -> None:
    with pytest.raises(UsageError, match="gone does not exist"):
        find([tmp_path / "gone"], assignment=None, course=course)


def test_no_path_at_all(course: Course) -> None:
    with pytest.raises(UsageError, match="No path was given"):
        find([], assignment=None, course=course)


@pytest.mark.parametrize("files", [["ann.ipynb"], ["ann/work.ipynb"], ["ann/deep/work.zip"]])
def test_an_assignment_has_to_be_given(files: list[str], look: Look) -> None:
    with pytest.raises(UsageError, match=r"--assignment with one of: logistic_reg.*planar"):
        look(files)
    with pytest.raises(UsageError, match="--assignment"):
        look([], f"subs/{files[0]}")


@pytest.mark.parametrize("files", [["readme.md"], ["ann/data.csv"], [".ipynb_checkpoints/x.ipynb"]])
def test_nothing_was_found(files: list[str], look: Look, logistic: Assignment) -> None:
    with pytest.raises(UsageError, match="<student>/<assignment>/"):
        look(files)
    with pytest.raises(UsageError, match="one folder per student"):
        look(files, assignment=logistic)


def test_a_path_that_holds_nothing_refuses_no_other(
    tmp_path: Path, look: Look, course: Course
) -> None:
    look(["ann/logistic_regression/w.py"])
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / "subs", tmp_path / "empty", tmp_path / "gone"]
    findings = find(paths, assignment=None, course=course)
    assert [found.student for found in findings.found] == ["ann"]
    assert [Path(entry.path).name for entry in findings.left_out] == ["empty", "gone"]
    assert "does not exist" in findings.left_out[1].reason
    with pytest.raises(UsageError, match="empty"):
        find(paths[1:], assignment=None, course=course)


def test_two_places_for_one_student_are_refused(tmp_path: Path, course: Course, look: Look) -> None:
    look(["ann/logistic_regression/w.py"])
    other = tmp_path / "section 2" / "ann" / LR
    other.mkdir(parents=True)
    with pytest.raises(UsageError, match=r"ann: .*section 2.*subs"):
        find([tmp_path / "subs", tmp_path / "section 2"], assignment=None, course=course)


def test_the_same_path_twice_is_one(tmp_path: Path, course: Course, look: Look) -> None:
    look(["ann/logistic_regression/w.py"])
    paths = [tmp_path / "subs", tmp_path / "subs" / "ann", tmp_path / "subs"]
    assert len(find(paths, assignment=None, course=course).found) == 1


entry_names = st.sampled_from(
    [LR, PN, "ann", "bob", "ann__v2", "bob__planar_network", "data", "=x", "a\nb", "Untitled"]
)
endings = st.sampled_from(["", ".py", ".ipynb", ".zip", ".pdf", ".tar.gz", ".csv"])
file_paths = st.lists(entry_names, min_size=1, max_size=3).flatmap(
    lambda parts: endings.map(lambda ending: "/".join(parts) + ending)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.lists(file_paths, min_size=1, max_size=8), asked=st.booleans())
def test_any_layout_gives_each_pair_once_or_a_usage_error(
    files: list[str],
    asked: bool,
    tmp_path_factory: pytest.TempPathFactory,
    course: Course,
    logistic: Assignment,
) -> None:
    root = tmp_path_factory.mktemp("any")
    for name in files:
        path = root / name
        if not any(above.is_file() for above in path.parents) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    try:
        found = find([root], assignment=logistic if asked else None, course=course).found
    except UsageError:
        return
    pairs = [(f.student, f.assignment) for f in found]
    assert len(set(pairs)) == len(pairs)
    assert all(f.root.exists() and root in (f.root, *f.root.parents) for f in found)
    assert not asked or {f.assignment for f in found} == {LR}
