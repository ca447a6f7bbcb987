"""What learning systems write into names is read: student, id, attempt, late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gradewright.course.records import Assignment, Course
from gradewright.submissions.find import find
from gradewright.submissions.read import read
from gradewright.submissions.records import Findings, Found, Submission

Lay = Callable[[Path, Mapping[str, bytes]], Path]
Grade = Callable[..., dict[str, Found]]
MAKE_ZIP = Callable[..., bytes]
HELPED = b"from tools import *\n\n\ndef sigmoid(z):\n    return f(z)\n"


@pytest.fixture
def findings(tmp_path: Path, lay: Lay, course: Course) -> Callable[..., Findings]:
    """Return a finder in a folder that holds some files."""

    def run(files: Mapping[str, bytes], assignment: Assignment | None = None) -> Findings:
        return find([lay(tmp_path / "got", files)], assignment=assignment, course=course)

    return run


@pytest.fixture
def found(findings: Callable[..., Findings]) -> Grade:
    """Return a finder whose answer is by student."""

    def run(files: Mapping[str, bytes], assignment: Assignment | None = None) -> dict[str, Found]:
        return {found.student: found for found in findings(files, assignment).found}

    return run


@pytest.fixture
def read_one(logistic: Assignment) -> Callable[[Found], Submission]:
    return lambda found: read(found, logistic)


@pytest.mark.parametrize("asked", [False, True])
def test_canvas(
    asked: bool,
    found: Grade,
    read_one: Callable[[Found], Submission],
    solved: bytes,
    logistic: Assignment,
) -> None:
    files = {
        "kleinmia_70011_900121_hw.py": HELPED,
        "kleinmia_70011_900122_tools-1.py": b"def f(z):\n    return z\n",
        "kleinmia_70011_900123_plot.png": b"\x89PNG",
        "grossjan_LATE_70012_900130_hw-2.py": solved,
        "weissida_70013_text.html": b"<p>see https://colab.research.google.com/drive/1</p>",
    }
    by_name = found(files, logistic if asked else None)
    assert sorted(by_name) == ["grossjan", "kleinmia", "weissida"]
    mia, jan = by_name["kleinmia"], by_name["grossjan"]
    assert (mia.student_id, mia.late, jan.student_id, jan.late) == ("70011", False, "70012", True)
    assert jan.attempt == "3"
    submission = read_one(mia)
    assert submission.main == "hw.py"
    assert set(submission.modules) == {"tools.py", "plot.png"}
    assert by_name["weissida"].student_id == "70013"


def test_of_two_canvas_files_of_one_name_the_later_counts(
    found: Grade, read_one: Callable[[Found], Submission], solved: bytes
) -> None:
    files = {"kleinmia_70011_900121_logistic_regression.py": b"x = 1\n"}
    files["kleinmia_70011_900220_logistic_regression-1.py"] = solved
    mia = found(files)["kleinmia"]
    assert read_one(mia).content == solved
    assert "900121" in mia.notes[0]


@pytest.mark.parametrize("flat", [False, True])
def test_moodle(
    flat: bool, found: Grade, read_one: Callable[[Found], Submission], solved: bytes
) -> None:
    between = "" if flat else "/"
    files = {
        f"Mia Klein_51_assignsubmission_file_{between}hw.py": HELPED,
        f"Mia Klein_51_assignsubmission_file_{between}tools.py": b"def f(z):\n    return z\n",
        f"Mia Klein_51_assignsubmission_onlinetext_{between}onlinetext.html": b"<p>Hello</p>",
        f"Jan von Gross_52_assignsubmission_file_{between}logistic_regression.py": solved,
        f"Ida_53_assignsubmission_onlinetext_{between}onlinetext.html": b"<p>no file</p>",
    }
    by_name = found(files)
    assert sorted(by_name) == ["Ida", "Jan von Gross", "Mia Klein"]
    assert by_name["Mia Klein"].student_id == "51"
    assert "typed online" in by_name["Mia Klein"].notes[0]
    assert set(read_one(by_name["Mia Klein"]).modules) == {"tools.py"}


def test_hidden_names_are_told_apart_by_number(found: Grade, solved: bytes) -> None:
    files = {f"Participant_{n}_assignsubmission_file_/hw.py": solved for n in (5, 6)}
    assert sorted(found(files)) == ["Participant 5", "Participant 6"]


def test_two_people_of_one_name_stay_two(found: Grade, solved: bytes) -> None:
    files = {
        "Mia Klein_51_assignsubmission_file_/hw.py": solved,
        "Mia Klein_77_assignsubmission_file_/hw.py": solved + b"\n",
    }
    by_name = found(files)
    assert sorted(by_name) == ["Mia Klein (51)", "Mia Klein (77)"]


def test_blackboard(found: Grade, read_one: Callable[[Found], Submission], solved: bytes) -> None:
    first, second = "2024-03-09-23-59-59", "2024-03-10-08-00-00"
    files = {
        f"Week_3_mklein_attempt_{first}_hw.py": b"x = 1\n",
        f"Week_3_mklein_attempt_{first}.txt": b"Name: Mia Klein (mklein)\n",
        f"Week_3_mklein_attempt_{second}_hw.py": solved,
        f"Week_3_mklein_attempt_{second}.txt": (
            b"Name: Mia Klein (mklein)\nDate Submitted: Sunday (LATE)\n"
        ),
        f"Week_3_j_gross_attempt_{second}_hw.py": solved,
        f"Week_3_j_gross_attempt_{second}.txt": b"Name: Jan Gross (j_gross)\n",
        f"Week_3_aweiss_attempt_{second}_hw.py": solved,
    }
    by_name = found(files)
    assert sorted(by_name) == ["Jan Gross", "Mia Klein", "aweiss"]
    mia = by_name["Mia Klein"]
    assert (mia.student_id, mia.attempt) == ("mklein", second)
    assert by_name["Jan Gross"].student_id == "j_gross"
    assert read_one(mia).content == solved
    assert first in mia.notes[0]


def test_gradescope(found: Grade, solved: bytes) -> None:
    metadata = b"""---
submission_31:
  :submitters:
  - :name: Mia Klein
    :sid: '0042'
    :email: m@x.y
  :results:
    :tests:
    - :name: not a person
submission_32:
  :submitters:
  - :name: "Jan Gross"
    :sid:
    :email: j@x.y
  - :name: Ida Weiss
    :sid: 9
    :email: i@x.y
"""
    files = {"submission_metadata.yml": metadata, "submission_31/hw.py": solved}
    by_name = found({**files, "submission_32/hw.py": solved, "submission_33/hw.py": solved})
    assert sorted(by_name) == ["Ida Weiss", "Jan Gross", "Mia Klein", "submission_33"]
    assert by_name["Mia Klein"].student_id == "0042"
    assert by_name["Jan Gross"].student_id == "j@x.y"
    assert by_name["Ida Weiss"].notes == ("Handed in together with Jan Gross.",)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Mar 9, 2024 1150 PM", "Mar 10, 2024 830 AM"),
        ("Dec 31, 2023 1130 AM", "Jan 1, 2024 1201 AM"),
        ("9 March, 2024 2350", "10 March, 2024 0830"),
        ("Mar 9, 2024 1215 AM", "Mar 9, 2024 115 AM"),
    ],
)
@pytest.mark.parametrize("between", ["/", " - "])
def test_brightspace(
    older: str, newer: str, between: str, findings: Callable[..., Findings], solved: bytes
) -> None:
    files = {
        f"81-99 - Mia Klein - {older}{between}hw.py": b"x = 1\n",
        f"81-99 - Mia Klein - {newer}{between}hw.py": solved,
        f"82-99 - Jan Gross - {older}{between}hw.pdf": b"%PDF-1.7",
        "index.html": b"<html></html>",
    }
    result = findings(files)
    jan, mia = result.found
    assert (mia.student, mia.student_id, mia.attempt) == ("Mia Klein", "81", newer)
    assert older in mia.notes[0]
    assert (jan.student, jan.student_id) == ("Jan Gross", "82")
    assert [entry.path for entry in result.left_out] == ["index.html"]
    assert "Brightspace" in result.decisions[0]


def test_a_download_need_not_be_unpacked(
    tmp_path: Path, course: Course, make_zip: MAKE_ZIP, logistic: Assignment, solved: bytes
) -> None:
    files = {
        "kleinmia_70011_900121_hw.py": HELPED,
        "kleinmia_70011_900122_tools.py": b"def f(z):\n    return z\n",
        "grossjan_LATE_70012_900130_hw.py": solved,
    }
    path = tmp_path / "submissions.zip"
    path.write_bytes(make_zip(files))
    jan, mia = find([path], assignment=None, course=course).found
    assert (mia.student, jan.student, jan.late) == ("kleinmia", "grossjan", True)
    assert set(read(mia, logistic).modules) == {"tools.py"}


def test_names_that_happen_to_look_like_a_systems_say_nothing(
    found: Grade, logistic: Assignment, solved: bytes
) -> None:
    files = {"mia.py": solved, "jan.py": solved, "ida.py": solved, "run_10_20_log.py": solved}
    assert {"ida", "jan", "mia"} < set(found(files, logistic))
