"""The pull recipe on a class of bare repositories: what is new is graded, and told once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ci.conftest import RIGHT, WRONG, Ran, commit, git

Job = Callable[..., Ran]
PULL = ("ci", "pull")


class Class:
    """A folder of bare repositories and the list of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.list = root / "repositories.txt"

    def hand_in(self, student: str, source: str, when: str = "2026-03-01T10:00:00Z") -> str:
        name = commit(self.root / f"{student}.git", {"sums.py": source}, when=when)
        self.write()
        return name

    def write(self) -> None:
        lines = [f"{p.stem} {p.name} our/{p.stem}" for p in sorted(self.root.glob("*.git"))]
        self.list.write_text("# our class\n" + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def our(tmp_path: Path) -> Class:
    (tmp_path / "bare").mkdir()
    return Class(tmp_path / "bare")


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file, without git's own."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "repositories" not in file.parts
    }


def test_a_class_is_graded_and_what_repeats_changes_nothing(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    commits = {
        "anna": our.hand_in("anna", RIGHT),
        "bohdan": our.hand_in("bohdan", WRONG, "2026-03-02T11:00:00Z"),
    }
    out = tmp_path / "out"
    words = (*PULL, our.list, "--course", course, "--out", out)
    ran = job("github", *words)
    assert ran.code == 0, ran.errors
    assert ran.outputs == {"new": "2", "rows": "2", "broken": "0"}
    assert "anna  sums: 3 / 3" in ran.log
    assert "bohdan  sums: 2 / 3" in ran.log
    entries = json.loads((out / "handed-in.json").read_text())
    assert [(e["student"], e["commit"], e["submitted"]) for e in entries] == [
        ("anna", commits["anna"], "2026-03-01T10:00:00Z"),
        ("bohdan", commits["bohdan"], "2026-03-02T11:00:00Z"),
    ]
    status = json.loads((out / "told/bohdan/sums/github-status.json").read_text())
    assert status == {
        "state": "success", "context": "gradewright", "description": "2 of 3 points",
    }  # fmt: skip
    check = json.loads((out / "told/bohdan/sums/check-run.json").read_text())
    assert check["head_sha"] == commits["bohdan"]

    results = json.loads((out / "grading/results.json").read_text())["submissions"]
    assert {r["student"]: r["submitted"] for r in results} == {
        "anna": "2026-03-01T10:00:00Z",
        "bohdan": "2026-03-02T11:00:00Z",
    }

    before = digests(out)
    ran = job("github", *words)
    assert (ran.code, ran.outputs["new"]) == (0, "0")
    assert digests(out) == before


def test_only_what_is_new_is_graded_again(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    our.hand_in("anna", RIGHT)
    our.hand_in("bohdan", WRONG)
    out = tmp_path / "out"
    words = (*PULL, our.list, "--course", course, "--out", out)
    job("plain", *words)
    created = {
        each["student"]: each["created"]
        for each in json.loads((out / "grading/results.json").read_text())["submissions"]
    }
    again = our.hand_in("bohdan", RIGHT + "# mended\n", "2026-03-03T10:00:00Z")
    ran = job("plain", *words)
    assert "NEW   bohdan  sums: 3 / 3" in ran.log
    assert "SAME  anna  sums: 3 / 3" in ran.log
    results = json.loads((out / "grading/results.json").read_text())["submissions"]
    assert next(r for r in results if r["student"] == "anna")["created"] == created["anna"]
    told = json.loads((out / "told/bohdan/sums/submission.json").read_text())
    assert (told["commit"], told["submitted"]) == (again, "2026-03-03T10:00:00Z")


def test_a_commit_that_changes_no_work_is_told_with_its_own_name(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    our.hand_in("anna", RIGHT)
    words = (*PULL, our.list, "--course", course, "--out", tmp_path / "out")
    job("plain", *words)
    name = our.hand_in("anna", RIGHT, "2026-03-09T10:00:00Z")
    job("plain", *words)
    check = json.loads((tmp_path / "out/told/anna/sums/check-run.json").read_text())
    assert check["head_sha"] == name


def test_the_moment_is_never_later_than_it_was_seen(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    our.hand_in("anna", RIGHT, "2099-01-01T00:00:00Z")
    job("plain", *PULL, our.list, "--course", course, "--out", tmp_path / "out")
    (entry,) = json.loads((tmp_path / "out/handed-in.json").read_text())
    assert entry["submitted"] == entry["first_seen"] < "2099"


def test_one_broken_repository_costs_nothing_else(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    our.hand_in("anna", RIGHT)
    our.hand_in("zoe", WRONG)
    shutil.rmtree(our.root / "zoe.git" / "objects")
    (our.root / "zoe.git" / "objects").mkdir()
    (our.root / "empty.git").mkdir()
    git("init", "--quiet", "--bare", cwd=our.root / "empty.git")
    with our.list.open("a") as file:
        file.write(f"gone file://{our.root}/gone.git\nempty empty.git\n")
    ran = job("github", *PULL, our.list, "--course", course, "--out", tmp_path / "out")
    assert ran.code == 3
    assert "anna  sums: 3 / 3" in ran.log
    assert "empty  The repository is empty" in ran.log
    assert "gone  There is no such repository" in ran.log
    assert ran.outputs["broken"] == "3"
    assert "sums" not in [p.name for p in (tmp_path / "out/told").glob("zoe/*")]

    # What was graded stays while its repository cannot be reached.
    (our.root / "anna.git").rename(our.root / "moved")
    our.list.write_text(f"anna file://{our.root}/anna.git\n")
    ran = job("github", *PULL, our.list, "--course", course, "--out", tmp_path / "out")
    results = json.loads((tmp_path / "out/grading/results.json").read_text())
    assert [r["score"] for r in results["submissions"]] == [3.0]
    assert ran.code == 3


def test_the_threshold(our: Class, course: Path, job: Job, tmp_path: Path) -> None:
    our.hand_in("anna", WRONG)
    words = (*PULL, our.list, "--course", course, "--out", tmp_path / "out")
    assert job("plain", *words, "--threshold", "60").code == 0
    assert job("plain", *words, "--threshold", "90").code == 1
    status = json.loads((tmp_path / "out/told/anna/sums/gitlab-status.json").read_text())
    assert status["state"] == "failed"


def test_a_folder_of_clones(our: Class, course: Path, job: Job, tmp_path: Path) -> None:
    our.hand_in("anna", RIGHT)
    our.hand_in("bohdan", WRONG)
    clones = tmp_path / "clones"
    clones.mkdir()
    for name in ("anna", "bohdan"):
        git("clone", "--quiet", str(our.root / f"{name}.git"), name, cwd=clones)
    (clones / "notes").mkdir()
    (clones / "link").symlink_to(clones / "anna")
    ran = job("plain", *PULL, clones, "--course", course, "--out", tmp_path / "out")
    assert ran.code == 0
    assert ran.log.count("NEW ") == 2


def test_a_repository_may_say_where_its_work_is(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    said = 'assignment = "sums"\nfolder = "week-3"\n'
    files = {".gradewright.toml": said, "week-3/my work.py": RIGHT, "old/sums.py": WRONG}
    commit(our.root / "anna.git", files)
    our.write()
    ran = job("plain", *PULL, our.list, "--course", course, "--out", tmp_path / "out")
    assert "anna  sums: 3 / 3" in ran.log


def test_a_branch_can_be_named(our: Class, course: Path, job: Job, tmp_path: Path) -> None:
    commit(our.root / "anna.git", {"sums.py": RIGHT}, branch="hand-in")
    commit(our.root / "anna.git", {"sums.py": WRONG}, branch="main")
    our.write()
    words = (*PULL, our.list, "--course", course, "--out", tmp_path / "out")
    assert "sums: 3 / 3" in job("plain", *words, "--branch", "hand-in").log
    ran = job("plain", *words, "--branch=--upload-pack=x")
    assert ran.code == 2


def test_nobody_has_handed_in_yet(our: Class, course: Path, job: Job, tmp_path: Path) -> None:
    commit(our.root / "anna.git", {"README.md": "soon"})
    our.write()
    ran = job("plain", *PULL, our.list, "--course", course, "--out", tmp_path / "out")
    assert ran.code == 0
    assert "anna  Nothing is handed in" in ran.log


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no repository"),
        ("anna ext::sh%20-c%20x\n", "line 1"),
        ("--upload-pack=x\n", "line 1"),
        ("a https://x.example/a b c\n", "line 1"),
        ("https://x.example/a.git\nhttps://y.example/a.git\n", "twice"),
    ],
)
def test_lists_that_are_none(text: str, said: str, course: Path, job: Job, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(text)
    ran = job("plain", *PULL, file, "--course", course, "--out", tmp_path / "out")
    assert ran.code == 2
    assert said in ran.errors


def test_two_pulls_do_not_work_in_one_folder(
    our: Class, course: Path, job: Job, tmp_path: Path
) -> None:
    from gradewright.ci.state import locked

    our.hand_in("anna", RIGHT)
    with locked(tmp_path / "out" / "kept"):
        ran = job("plain", *PULL, our.list, "--course", course, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "Another pull" in ran.errors
