"""Exported graders run as their platforms run them: layout, limits, no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
from tests.ci.conftest import RIGHT, SECRET, WRONG, commit

from gradewright.ci.hosted import handed_in
from gradewright.cli import main

SCHEMAS = json.loads((Path(__file__).parents[1] / "exports" / "schemas.json").read_text("utf-8"))
needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")


def unpacked(host: str, course: Path, to: Path) -> list[str]:
    """Export the grader, unpack it as a platform does, and return the names in it."""
    file = to.parent / f"{host}.zip"
    assert main(["export-grader", host, "sums", "--course", str(course), "--out", str(file)]) == 0
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            Path(archive.extract(entry, to)).chmod(entry.external_attr >> 16)
        return archive.namelist()


def in_container(root: Path, at: str, command: Sequence[str]) -> int:
    """Run a command where `root` is mounted at a path: no network, none of our environment."""
    system = [f"/{name}" for name in ("usr", "etc", "lib", "lib64", "bin", "sbin")]
    # The interpreter, and the packages that setting up would have installed.
    prefixes = {sys.prefix, sys.base_prefix, *filter(None, sys.path)}
    shown = [p for p in (*system, *sorted(prefixes)) if Path(p).is_dir()]
    words = ["bwrap", "--unshare-net", "--unshare-pid", "--die-with-parent", "--clearenv"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    words += [part for path in shown for part in ("--ro-bind", path, path)]
    words += ["--bind", str(root), at, "--chdir", at, "--setenv", "HOME", "/tmp"]
    words += ["--setenv", "PATH", "/usr/bin:/bin"]
    words += ["--setenv", "GRADEWRIGHT_PYTHON", sys.executable]
    return subprocess.run([*words, *command], timeout=300, check=False).returncode


@needs_bubblewrap
@pytest.mark.slow(seconds=30)
def test_gradescope(course: Path, tmp_path: Path) -> None:
    root = tmp_path / "autograder"
    names = unpacked("gradescope", course, root / "source")
    assert {"setup.sh", "run_autograder", "requirements.txt", "README.txt"} <= set(names)
    assert not [name for name in names if "/variants/" in name or "__pycache__" in name]
    assert subprocess.run(["bash", "-n", root / "source" / "setup.sh"], check=False).returncode == 0
    shutil.copy2(root / "source" / "run_autograder", root)
    (root / "results").mkdir()
    (root / "submission").mkdir()
    (root / "submission_metadata.json").write_text('{"created_at": "2026-03-01T10:00:00-08:00"}')
    hostile = WRONG.replace("return sum(x)", "print('::x'); return sum(x)") + (
        "\ntry:\n    open('/autograder/results/results.json', 'w').write('{}')\n"
        "except OSError:\n    pass\n"
    )
    (root / "submission" / "sums.py").write_text(hostile)
    assert in_container(root, "/autograder", ["/autograder/run_autograder"]) == 0
    document = json.loads((root / "results" / "results.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(SCHEMAS["gradescope.json"]).validate(document)
    assert document["score"] == 2
    assert document["extra_data"]["submitted"] == "2026-03-01T10:00:00-08:00"
    assert SECRET not in json.dumps(document["tests"])
    first = document["tests"]

    # Graded again: the moment stays, and so do the points.
    assert in_container(root, "/autograder", ["/autograder/run_autograder"]) == 0
    again = json.loads((root / "results" / "results.json").read_text("utf-8"))
    assert again["extra_data"]["submitted"] == document["extra_data"]["submitted"]
    assert again["tests"] == first


@needs_bubblewrap
@pytest.mark.slow(seconds=20)
def test_gradescope_writes_nothing_where_grading_fails(course: Path, tmp_path: Path) -> None:
    root = tmp_path / "autograder"
    unpacked("gradescope", course, root / "source")
    (root / "results").mkdir()
    (root / "results" / "results.json").write_text('{"score": 9}')
    (root / "submission").mkdir()
    (root / "submission" / "sums.py").write_text(RIGHT)
    run = (root / "source" / "run_autograder").read_text().replace("landlock", "namespaces")
    (root / "run_autograder").write_text(run)
    limited = ["bash", "-c", "PATH=/nowhere; source /autograder/run_autograder"]
    assert in_container(root, "/autograder", limited) != 0
    broken = run.replace("rm -f", "/usr/bin/rm -f")
    (root / "run_autograder").write_text(broken)
    assert in_container(root, "/autograder", limited) == 3
    assert not (root / "results" / "results.json").exists()


@needs_bubblewrap
@pytest.mark.slow(seconds=30)
def test_prairielearn(course: Path, tmp_path: Path) -> None:
    root = tmp_path / "grade"
    names = unpacked("prairielearn", course, root)
    info = json.loads((root / "info.json").read_text("utf-8"))
    options = info["externalGradingOptions"]
    assert (options["enableNetworking"], info["gradingMethod"]) == (False, "External")
    assert "numpy==" in (root / "Containerfile").read_text("utf-8")
    assert "tests/run" in names
    for folder in ("student", "results"):
        (root / folder).mkdir()
    command = options["entrypoint"].split()
    check = jsonschema.Draft202012Validator(SCHEMAS["prairielearn.json"])
    (root / "student" / "sums.py").write_text(WRONG)
    assert in_container(root, "/grade", command) == 0
    document = json.loads((root / "results" / "results.json").read_text("utf-8"))
    check.validate(document)
    assert document["gradable"] is True
    assert document["score"] == pytest.approx(2 / 3, abs=1e-5)

    (root / "student" / "sums.py").write_bytes(b"\x89PNG\x00\x01")
    (root / "student" / "sums.py").rename(root / "student" / "sums.ipynb")
    assert in_container(root, "/grade", command) == 0
    document = json.loads((root / "results" / "results.json").read_text("utf-8"))
    check.validate(document)
    assert document["gradable"] is False
    assert document["format_errors"]
    assert "score" not in document


def test_classroom50(course: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    names = unpacked("classroom50", course, bundle)
    # It lies on public pages: nothing of hidden tests or answers is in it.
    assert not [name for name in names if name.startswith(("course/", "graders/", "reference/"))]
    everything = "".join(p.read_text("utf-8", "replace") for p in bundle.glob("*.*"))
    assert SECRET not in everything
    assert "return sum(x)" not in everything
    tests = json.loads((bundle / "tests.json").read_text("utf-8"))
    assert tests == [
        {
            "name": "The total", "type": "run", "run": "python3 check.pyz total", "exit-code": 0,
            "timeout": 70, "points": 1,
        }
    ]  # fmt: skip
    work = tmp_path / "work"
    commit(tmp_path / "bare.git", {"sums.py": WRONG})
    subprocess.run(["git", "clone", "--quiet", tmp_path / "bare.git", work], check=True)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "GRADEWRIGHT_PYTHON": sys.executable,
        "CLASSROOM": "cs1", "ASSIGNMENT": "sums", "USERNAME": "anna",
        "SUBMISSION_TAG": "submit/20260301T100000Z-c0ffee", "COMMIT_URL": "https://c",
        "RELEASE_URL": "https://r", "REVIEW_URL": "https://v",
    }  # fmt: skip
    script = [sys.executable, bundle / "autograder.py"]
    done = subprocess.run(script, cwd=work, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads((work / "result.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(SCHEMAS["classroom50.json"]).validate(document)
    assert (document["score"], document["max-score"]) == (1, 1)
    assert document["datetime"] == "2026-03-01T10:00:00Z"
    assert document["owner"] == "anna"


def test_the_moment_is_that_of_the_tag_or_of_the_commit() -> None:
    tagged = handed_in({"SUBMISSION_TAG": "submit/2026-03-01T10-11-12Z-abc"}, "s", "commit")
    assert tagged.datetime == "2026-03-01T10:11:12Z"
    assert handed_in({"SUBMISSION_TAG": "submit/x"}, "s", "commit").datetime == "commit"


def test_the_same_grader_gives_the_same_archive(course: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        unpacked("gradescope", course, tmp_path / name / "x")
    one, two = ((tmp_path / name / "gradescope.zip").read_bytes() for name in ("one", "two"))
    assert one == two


def test_another_layout_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ci", "hosted", "gradescope", "--root", str(tmp_path), "--assignment", "sums"]
    assert main(words) == 2
    assert "not the layout of the platform" in capsys.readouterr().err
