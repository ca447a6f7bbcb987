"""The push recipe under the environments of the platforms."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ci.conftest import RIGHT, WRONG, Ran

Job = Callable[..., Ran]


@pytest.fixture
def work(tmp_path: Path, release: bytes, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Lay work and release out as a student's repository has them."""

    def lay(source: str, folder: str = ".") -> Path:
        root = tmp_path / "repository"
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "sums.py").write_text(source, encoding="utf-8")
        (root / folder / "check.pyz").write_bytes(release)
        monkeypatch.chdir(root)
        return root

    return lay


def test_github(job: Job, work) -> None:
    root = work(WRONG.replace("sum(x)", "sum(x) + 1"))
    ran = job("github", "ci", "check")
    assert ran.code == 0
    assert ran.outputs == {"score": "0", "max-score": "1"}
    assert ran.summary.startswith("## Sums&#58; 0 of 1 points")
    assert "no grade" in ran.summary
    (annotation,) = [line for line in ran.log.splitlines() if line.startswith("::")]
    assert annotation.startswith("::error file=sums.py,title=The printed example,line=1::")
    assert {file.name for file in (root / "gradewright-ci").iterdir()} == {
        "summary.md", "junit.xml", "code-quality.json", "badge.svg", "badge.json",
        "results.json", "page.html",
    }  # fmt: skip


def test_gitea_has_no_annotations(job: Job, work) -> None:
    work(WRONG.replace("sum(x)", "sum(x) + 1"))
    ran = job("gitea", "ci", "check")
    assert ran.summary.startswith("## Sums")
    assert not [line for line in ran.log.splitlines() if line.startswith("::")]


@pytest.mark.parametrize("platform", ["gitlab", "plain"])
def test_files_are_the_artefacts_elsewhere(platform: str, job: Job, work) -> None:
    root = work(RIGHT)
    ran = job(platform, "ci", "check", "--out", "told")
    assert (ran.code, ran.summary, ran.outputs) == (0, "", {})
    assert "::" not in ran.log
    suite = ET.parse(root / "told" / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert json.loads((root / "told" / "code-quality.json").read_text()) == []


def test_the_threshold_decides_the_exit_code(job: Job, work) -> None:
    work(RIGHT)
    assert job("github", "ci", "check", "--threshold", "100").code == 0
    work(WRONG.replace("sum(x)", "sum(x) + 1"))
    ran = job("github", "ci", "check", "--threshold", "50%")
    assert ran.code == 1
    assert "below the threshold of 50 %" in ran.log


def test_work_is_found_in_folders_and_where_the_file_says(job: Job, work) -> None:
    root = work(WRONG.replace("sum(x)", "sum(x) + 1"), "week 3")
    ran = job("github", "ci", "check")
    assert "file=week 3/sums.py" in ran.log
    work(RIGHT, "other")
    (root / ".gradewright.toml").write_text('folder = "other"\n')
    assert job("github", "ci", "check").outputs == {"score": "1", "max-score": "1"}


@pytest.mark.parametrize("text", ['folder = "../x"', "folder = 3", 'color = "red"', "nonsense"])
def test_a_file_that_is_none_of_ours_is_refused(text: str, job: Job, work) -> None:
    root = work(RIGHT)
    (root / ".gradewright.toml").write_text(text)
    ran = job("github", "ci", "check")
    assert ran.code == 2
    assert ".gradewright.toml cannot be used" in ran.errors
    assert ran.outputs == {}


def test_without_a_release_it_says_what_to_do(job: Job, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = job("github", "ci", "check", tmp_path / "empty")
    assert (ran.code, ran.outputs, ran.summary) == (2, {}, "")
    assert "--course" in ran.errors


def test_work_that_ends_the_process_has_no_score(job: Job, work) -> None:
    work("import os\nN = os._exit(0)\n" + RIGHT.replace("sum(x)", "sum(x) + N"))
    ran = job("github", "ci", "check")
    assert (ran.code, ran.outputs) == (0, {"score": "0", "max-score": "1"})
    work("import gone\nclass End:\n    import os\n    os._exit(0)\n" + RIGHT)
    ran = job("github", "ci", "check", "--threshold", "1")
    assert (ran.code, ran.outputs) == (1, {})
    assert "Loading the work ended the process" in ran.summary.replace("&#46;", ".")


def test_a_test_that_ends_the_process_costs_itself(job: Job, work) -> None:
    work(RIGHT.replace("return sum(x)", "import os; os._exit(0)"))
    ran = job("github", "ci", "check", "--threshold", "1")
    assert (ran.code, ran.outputs) == (1, {"score": "0", "max-score": "1"})
    assert "The process that ran it ended" in ran.summary.replace("&#46;", ".")


def test_nothing_of_the_job_is_known_to_the_work(job: Job, work) -> None:
    work(
        "import os\n"
        "def total(x):\n"
        "    raise ValueError(repr(dict(os.environ)))\n"
        "def mean(x):\n"
        "    return 0\n"
    )
    ran = job("github", "ci", "check", MY_TOKEN="t0ken-of-the-job")
    assert "ValueError" in ran.summary
    for text in (ran.summary, ran.log, ran.errors):
        assert "t0ken-of-the-job" not in text
        assert "GITHUB_STEP_SUMMARY" not in text.replace("&#95;", "_")


def test_nothing_that_work_prints_is_in_the_log(job: Job, work) -> None:
    print_all = (
        "    import os, sys\n"
        "    print('::error::owned')\n"
        "    sys.stderr.write('##[error]owned')\n"
        "    os.write(1, b'::add-mask::owned'); os.write(2, b'owned')\n"
    )
    work("print('::error::owned')\n" + RIGHT.replace("x):\n", f"x):\n{print_all}"))
    ran = job("github", "ci", "check")
    assert ran.outputs == {"score": "1", "max-score": "1"}
    assert "owned" not in ran.log + ran.errors + ran.summary


def test_sealed_grading_with_a_course(job: Job, work, course: Path) -> None:
    root = work(WRONG)
    ran = job("github", "ci", "check", "--course", course, "--assignment", "sums")
    assert ran.code == 0
    assert ran.outputs == {"score": "2", "max-score": "3"}
    assert "hidden tests included" in ran.summary
    assert (root / "gradewright-ci" / "grading" / "index.html").is_file()
    results = json.loads((root / "gradewright-ci" / "results.json").read_text("utf-8"))
    assert results["submissions"][0]["seed"] is None


def test_no_score_where_the_machinery_fails(
    job: Job, work, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(RIGHT)
    monkeypatch.setenv("PATH", "/nowhere")
    ran = job(
        "github", "ci", "check", "--course", course, "--assignment", "sums",
        "--isolation", "namespaces",
    )  # fmt: skip
    assert ran.code == 3
    assert (ran.outputs, ran.summary) == ({}, "")


def test_helpers_and_archives_are_found_and_the_repository_stays_as_it_is(
    job: Job, work, tmp_path: Path
) -> None:
    source = RIGHT.replace("sum(x)", "helper.add(x)")
    root = work(f"import helper\nopen('made', 'w').write('x')\n{source}")
    with zipfile.ZipFile(root / "sums.zip", "w") as archive:
        archive.write(root / "sums.py", "hw/sums.py")
        archive.writestr("hw/helper.py", "def add(x):\n    open('made', 'w')\n    return sum(x)\n")
    (root / "sums.py").unlink()
    before = {file.name for file in root.iterdir()}
    ran = job("github", "ci", "check", "--out", tmp_path / "told")
    assert ran.outputs == {"score": "1", "max-score": "1"}, ran.summary
    assert {file.name for file in root.iterdir()} == before
