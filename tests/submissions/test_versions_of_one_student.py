"""Copies and versions are one student's, two people stay two, and it is always said."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gradewright.course.records import Assignment, Course
from gradewright.submissions.find import find
from gradewright.submissions.people import is_generic, lateness, without_copy, without_version
from gradewright.submissions.records import Findings

Lay = Callable[[Path, Mapping[str, bytes]], Path]
Look = Callable[..., Findings]


@pytest.fixture
def look(tmp_path: Path, lay: Lay, course: Course, logistic: Assignment) -> Look:
    def run(files: Mapping[str, bytes]) -> Findings:
        return find([lay(tmp_path / "class", files)], assignment=logistic, course=course)

    return run


@pytest.mark.parametrize(
    "name",
    ["mia (2)", "mia-Copy1", "mia - Copy", "Mia", "MIA_final", "mia-3", "mia_v2"],
)
def test_a_copy_beside_the_plain_name(name: str, look: Look, solved: bytes) -> None:
    findings = look({"mia.py": solved, f"{name}.py": solved + b"#\n", "jan.py": solved})
    jan, mia = findings.found
    assert (jan.student, mia.student) == ("jan", "mia")
    assert jan.notes == ()
    assert "Also handed in" in mia.notes[0]
    assert any("one student, mia" in why for why in findings.decisions)
    assert "one student, mia" in mia.doubt
    assert jan.doubt == ""


@pytest.mark.parametrize("names", [("team-1", "team-2"), ("mia_k", "mia_g"), ("x1", "x2")])
def test_names_without_a_plain_one_stay_apart(
    names: tuple[str, str], look: Look, solved: bytes
) -> None:
    findings = look({f"{name}.py": solved for name in names})
    assert sorted(found.student for found in findings.found) == sorted(names)


def test_the_most_complete_counts_and_of_such_the_final(
    look: Look, solved: bytes, make_zip: Callable[..., bytes]
) -> None:
    stub = b"def sigmoid(z):\n    pass\n"
    findings = look(
        {
            "mia.py": solved,
            "mia_final.py": stub,
            "jan_draft.py": solved,
            "jan.py": solved,
            "jan_final.py": solved,
            "ida.zip": make_zip({"hw.py": solved}),
            "ida/hw.py": stub,
        }
    )
    graded = {found.student: found.root.name for found in findings.found}
    assert graded == {"mia": "mia.py", "jan": "jan_final.py", "ida": "ida.zip"}


def test_composed_and_decomposed_letters_are_one_student(look: Look, solved: bytes) -> None:
    name = "Zoë Müller"
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]
    assert forms[0] != forms[1]
    findings = look({f"{forms[0]}.py": solved, f"{forms[1]}.zip": b"", "jan.py": solved})
    assert [found.student for found in findings.found] == ["jan", name]


def test_the_answer_does_not_depend_on_the_order_of_paths(
    look: Look, solved: bytes, tmp_path: Path, course: Course, logistic: Assignment
) -> None:
    look({"b.py": solved, "B.py": solved, "a_v2.py": solved, "a.py": solved, "c/x.py": solved})
    paths = sorted((tmp_path / "class").iterdir())
    forth = find(paths, assignment=logistic, course=course)
    back = find(paths[::-1], assignment=logistic, course=course)
    assert forth.found == back.found


def test_words_for_works_are_no_names() -> None:
    for stem in ("homework", "my_work", "hw3", "final-v2", "Untitled1", "Lab solution"):
        assert is_generic(stem), stem
    for stem in ("mia", "mia_work", "submission_7", "4711", "solution12"):
        assert not is_generic(stem), stem


def test_marks_of_versions_are_taken_off() -> None:
    assert without_copy("mia (1)") == without_copy("mia - Copy (2)") == "mia"
    assert without_version("mia_v3 final (1)") == "mia"
    assert without_copy("mia_v3") == "mia_v3"
    assert without_version("final") == "final"


def test_only_whole_words_make_a_draft_or_a_final_work() -> None:
    assert [lateness(stem) for stem in ("mia_final", "mia", "mia draft", "golden", "finally")] == [
        1,
        0,
        -1,
        0,
        0,
    ]
