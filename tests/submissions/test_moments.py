"""When work was handed in, and what says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from gradewright.errors import UsageError
from gradewright.submissions.last_commit import time_of_last_commit
from gradewright.submissions.lms import date_in
from gradewright.submissions.moments import read_list, with_moment
from gradewright.submissions.records import Found

NOON = 1_793_534_400  # 2026-11-01T12:00:00Z
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def file(path: Path, seconds: int = NOON) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("def total(x): ...\n", encoding="utf-8")
    os.utime(path, (seconds, seconds))
    return path


def told(found: Found, timezone: str = "UTC") -> tuple[str, str]:
    known = with_moment(found, timezone)
    return known.submitted, known.submitted_from


def test_a_file_s_time(tmp_path: Path) -> None:
    found = Found("ann", "sums", file(tmp_path / "ann.py"))
    assert told(found) == told(found, "Asia/Tokyo") == ("2026-11-01T12:00:00Z", "file")


def test_of_a_folder_the_newest_file_that_is_work(tmp_path: Path) -> None:
    file(tmp_path / "ann" / "a.py")
    file(tmp_path / "ann" / "sub" / "b.py", NOON + 60)
    file(tmp_path / "ann" / ".cache" / "c.py", NOON + 600)
    file(tmp_path / "ann" / "other" / "d.py", NOON + 600)
    found = Found("ann", "sums", tmp_path / "ann", without=("other",))
    assert told(found) == ("2026-11-01T12:01:00Z", "file")
    pieces = Found("ann", "sums", tmp_path / "ann", pieces=(("a.py", "work.py"),))
    assert told(pieces) == ("2026-11-01T12:00:00Z", "file")


def test_what_lies_in_the_archive_of_a_class_has_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("ann/a.py", "x = 1\n")
    found = Found("ann", "sums", tmp_path / "class.zip", inner="ann")
    assert told(found) == ("", "")


def test_a_file_that_is_gone_and_times_out_of_range(tmp_path: Path) -> None:
    assert told(Found("ann", "sums", tmp_path / "nothing.py")) == ("", "")
    (tmp_path / "empty").mkdir()
    assert told(Found("ann", "sums", tmp_path / "empty")) == ("", "")


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        ("2026-11-01-23-59-58", "2026-11-01T22:59:58Z"),
        ("Nov 1, 2026 1159 PM", "2026-11-01T22:59:00Z"),
        ("Nov 1, 2026 1200 AM", "2026-10-31T23:00:00Z"),
        ("1 November, 2026 12:34 PM", "2026-11-01T11:34:00Z"),
    ],
)
def test_a_learning_system_s_name(tmp_path: Path, attempt: str, expected: str) -> None:
    found = Found("ann", "sums", file(tmp_path / "ann.py"), attempt=attempt)
    assert told(found, "Europe/Berlin") == (expected, "name")


@pytest.mark.parametrize("attempt", ["", "2", "2026-13-01-00-00-00", "Nov 31, 2026 1200 AM", "x"])
def test_an_attempt_that_is_no_moment(attempt: str) -> None:
    assert date_in(attempt) is None


def test_a_list_by_id_by_name_and_by_assignment(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "\ufeffsubmitted,student,assignment,more\n"
        "2026-11-01T10:00,ANN,,x\n"
        "2026-11-01T11:00,17,sums,x\n"
        "2026-11-01 12:00+02:00,17,other,x\n"
        "2026-11-01T12:00,zoe,,x\n"
        ",,,\n",
        encoding="utf-8",
    )
    known = read_list(listed, "Europe/Berlin")
    ann = Found("ann", "sums", file(tmp_path / "ann.py"), attempt="2026-10-01-00-00-00")
    assert with_moment(ann, "UTC", known).submitted == "2026-11-01T09:00:00Z"
    assert with_moment(ann, "UTC", known).submitted_from == "csv"
    bob = Found("bob", "sums", file(tmp_path / "bob.py"), student_id="17")
    assert with_moment(bob, "UTC", known).submitted == "2026-11-01T10:00:00Z"
    other = Found("bob", "other", file(tmp_path / "bob.py"), student_id="17")
    assert with_moment(other, "UTC", known).submitted == "2026-11-01T10:00:00Z"
    cat = Found("cat", "sums", file(tmp_path / "cat.py"))
    assert with_moment(cat, "UTC", known).submitted_from == "file"
    assert known.unmatched([ann, bob, cat]) == ("zoe",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,submitted\n", "no column “student”"),
        ("student\n", "no column “submitted”"),
        ("", "no column"),
        ("student,submitted\nann,yesterday\n", "line 2: “yesterday” is no moment"),
        ("student,submitted\nann\n", "line 2: “” is no moment"),
    ],
)
def test_a_list_that_is_wrong_is_told(tmp_path: Path, text: str, said: str) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_list(listed, "UTC")
    with pytest.raises(UsageError, match="cannot be read"):
        read_list(tmp_path / "none.csv", "UTC")


def git(folder: Path, *words: str, when: str = "2026-11-01T12:34:56+02:00") -> None:
    environment = os.environ | {
        "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    who = ["-c", "user.name=ann", "-c", "user.email=a@b"]
    command = ["git", *who, "-C", str(folder), *words]
    subprocess.run(command, check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "ann"
    file(folder / "a.py", NOON + 10**6)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "committer Eve <e@e> 1 +0000\n\ncommitter Eve <e@e> 2 +0000")
    return folder


@NEEDS_GIT
def test_the_last_commit_of_a_hand_in(repository: Path) -> None:
    assert told(Found("ann", "sums", repository)) == ("2026-11-01T10:34:56Z", "git")
    git(repository, "gc", "-q")
    assert not list((repository / ".git" / "refs" / "heads").iterdir())
    assert told(Found("ann", "sums", repository)) == ("2026-11-01T10:34:56Z", "git")
    git(repository, "checkout", "-q", "--detach")
    assert told(Found("ann", "sums", repository)) == ("2026-11-01T10:34:56Z", "git")


@NEEDS_GIT
def test_nothing_that_a_repository_names_is_run(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n", encoding="utf-8")
    trap.chmod(0o755)
    settings = repository / ".git" / "config"
    settings.write_text(
        f"[core]\nrepositoryformatversion = 0\nfsmonitor = {trap}\npager = {trap}\n"
        f"sshCommand = {trap}\nhooksPath = {tmp_path}\n[alias]\ncat-file = !{trap}\n"
        f"[gpg]\nprogram = {trap}\n[log]\nshowSignature = true\n"
        f'[extensions]\npartialClone = origin\n[remote "origin"]\npromisor = true\n'
        f"url = ext::{trap}\nuploadpack = {trap}\n",
        encoding="utf-8",
    )
    assert time_of_last_commit(repository) is not None
    # Where the commit itself is not there, nothing is fetched.
    (repository / ".git" / "refs" / "heads" / "gone").write_text("0" * 39 + "1\n")
    (repository / ".git" / "HEAD").write_text("ref: refs/heads/gone\n")
    assert time_of_last_commit(repository) is None
    assert not (tmp_path / "sprung").exists()


@NEEDS_GIT
@pytest.mark.parametrize(
    "head",
    [
        "",
        "ref: refs/heads/none",
        "ref: ../../../secret",
        "ref: /etc/passwd",
        "f" * 40,
        "--help",
        "x",
    ],
)
def test_a_head_that_leads_nowhere(repository: Path, head: str) -> None:
    (repository / ".git" / "HEAD").write_text(head, encoding="utf-8")
    assert time_of_last_commit(repository) is None
    assert told(Found("ann", "sums", repository))[1] == "file"


@NEEDS_GIT
def test_links_in_a_repository_are_not_followed(repository: Path, tmp_path: Path) -> None:
    (repository / ".git").rename(tmp_path / "elsewhere")
    (repository / ".git").symlink_to(tmp_path / "elsewhere")
    assert time_of_last_commit(repository) is None


def test_the_moment_is_written_in_utc() -> None:
    assert datetime.fromisoformat("2026-11-01T12:00:00Z").timestamp() == NOON
