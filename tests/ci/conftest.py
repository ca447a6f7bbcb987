"""A course whose visible tests students are given, repositories of theirs, and the runners."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import TinyCourse

from gradewright.authoring.kits import kit_of
from gradewright.cli import main
from gradewright.course.reader import read_course

VISIBLE = '''\
import numpy as np
import pytest

from gradewright.graders import check_close


@pytest.mark.question("total")
@pytest.mark.points(1)
def test_printed(student):
    """The printed example"""
    check_close(student.total(np.array([1.0, 2.0])), 3.0)
'''
HIDDEN = '''\
import numpy as np
import pytest

from gradewright.graders import check_close

pytestmark = pytest.mark.visibility("hidden")


@pytest.mark.question("total")
@pytest.mark.points(1)
def test_fresh(student, reference, rng):
    """Fresh numbers"""
    x = 4711000 + rng.integers(0, 999, size=5).astype(float)
    check_close(student.total(x), reference.total(x))


@pytest.mark.question("mean")
def test_mean(student, reference, rng):
    """The mean of fresh numbers"""
    x = 4711000 + rng.integers(0, 999, size=4).astype(float)
    check_close(student.mean(x), reference.mean(x))
'''
RIGHT = """\
def total(x):
    return sum(x)


def mean(x):
    return total(x) / len(x)
"""
WRONG = RIGHT.replace("total(x) / len(x)", "total(x) / 2")
# Fresh numbers of the hidden tests begin like this.
SECRET = "4711"


def make_course(root: Path) -> TinyCourse:
    course = TinyCourse(root)
    course.write("graders/sums/test_sums.py", HIDDEN)
    course.write("graders/sums/visible/test_printed.py", VISIBLE)
    return course


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a course with one assignment, `sums`."""
    return make_course(tmp_path_factory.mktemp("course")).root


@pytest.fixture(scope="session")
def release(course: Path) -> bytes:
    """Return a `check.pyz` as far as a job needs it: the kit."""
    (assignment,) = read_course(course).assignments
    file = course.parent / "check.pyz"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("kit.json", kit_of(assignment).to_json())
    return file.read_bytes()


def git(*words: str, cwd: Path, given: bytes = b"", when: str = "2026-03-01T10:00:00Z") -> str:
    """Run git as a student would have."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(cwd),
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    own = ["-c", "user.name=::error::me", "-c", "user.email=me@example.org"]
    own += ["-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *own, *words],
        cwd=cwd,
        input=given,
        capture_output=True,
        check=True,
        env=environment,
    )
    return done.stdout.decode()


def commit(
    bare: Path,
    files: Mapping[str, str | bytes],
    *,
    links: Mapping[str, str] | None = None,
    modules: Mapping[str, str] | None = None,
    branch: str = "main",
    when: str = "2026-03-01T10:00:00Z",
) -> str:
    """Write a commit into a bare repository, object by object, and return its name."""
    if not bare.exists():
        bare.mkdir(parents=True)
        git("init", "--quiet", "--bare", cwd=bare)
    entries = []
    for path, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        name = git("hash-object", "-w", "--stdin", cwd=bare, given=data).strip()
        entries.append(f"100644 {name}\t{path}")
    for path, target in (links or {}).items():
        name = git("hash-object", "-w", "--stdin", cwd=bare, given=target.encode()).strip()
        entries.append(f"120000 {name}\t{path}")
    for path, name in (modules or {}).items():
        entries.append(f"160000 {name}\t{path}")
    (bare / "index").unlink(missing_ok=True)
    git("update-index", "-z", "--index-info", cwd=bare, given="\0".join([*entries, ""]).encode())
    tree = git("write-tree", cwd=bare).strip()
    name = git("commit-tree", tree, "-m", "::error::work", cwd=bare, when=when).strip()
    git("update-ref", f"refs/heads/{branch}", name, cwd=bare)
    git("symbolic-ref", "HEAD", f"refs/heads/{branch}", cwd=bare)
    return name


@dataclass(frozen=True, slots=True)
class Ran:
    """What a job left behind."""

    code: int
    log: str
    errors: str
    summary: str
    outputs: dict[str, str]


@pytest.fixture
def job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Run a command as a step of a platform's runner would, with the files that it sets up."""

    def run(platform: str, *words: object, **more: str) -> Ran:
        for name in ("GITHUB_ACTIONS", "GITEA_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
        files = {name: tmp_path / f"runner-{name}" for name in ("summary", "output")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        if platform in ("github", "gitea"):
            monkeypatch.setenv("GITHUB_ACTIONS", "true")
            monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(files["summary"]))
            monkeypatch.setenv("GITHUB_OUTPUT", str(files["output"]))
        if platform == "gitea":
            monkeypatch.setenv("GITEA_ACTIONS", "true")
        if platform == "gitlab":
            monkeypatch.setenv("GITLAB_CI", "true")
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        capfd.readouterr()
        code = main([str(word) for word in words])
        log, errors = capfd.readouterr()
        lines = files["output"].read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return Ran(code, log, errors, files["summary"].read_text("utf-8"), outputs)

    return run
