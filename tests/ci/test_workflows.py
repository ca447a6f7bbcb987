"""The action and the example workflows: their rules, and their scripts run as a runner would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.ci.conftest import RIGHT, WRONG, commit

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
GITHUB = [
    ROOT / ".github/workflows/examples.yml",
    *sorted((ROOT / "examples/ci").glob("gith*.yml")),
]
WORKFLOWS = [*GITHUB, ROOT / "examples/ci/gitea-push.yml"]
GITLAB = [ROOT / "ci/gitlab.yml", *sorted((ROOT / "examples/ci").glob("gitlab-*.yml"))]
TOP = {"name", "on", "permissions", "concurrency", "jobs", "env", "defaults"}
JOB = {"runs-on", "timeout-minutes", "steps", "container", "permissions", "if", "needs", "env"}
STEP = {"id", "name", "if", "uses", "with", "env", "run", "shell", "continue-on-error"}
CONTEXTS = {"steps", "inputs", "github", "runner", "secrets"}


class Loader(yaml.SafeLoader):
    """YAML as the platforms read it: `on` is a word, and a key is there once."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    assert len(set(keys)) == len(keys), f"a key twice among {keys}"
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(file: Path) -> dict[str, Any]:
    *_, document = yaml.load_all(file.read_text("utf-8"), Loader)
    return document


def steps_of(file: Path) -> Iterator[dict[str, Any]]:
    document = read(file)
    if file == ACTION:
        yield from document["runs"]["steps"]
        return
    for job in document["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda f: f.name)
def test_workflows_have_known_keys_only(file: Path) -> None:
    document = read(file)
    assert set(document) <= TOP
    assert {"on", "jobs"} <= set(document)
    for job in document["jobs"].values():
        assert set(job) <= JOB
        assert "runs-on" in job
        for step in job["steps"]:
            assert set(step) <= STEP
            assert ("uses" in step) != ("run" in step)


@pytest.mark.parametrize("file", GITHUB, ids=lambda f: f.name)
def test_workflows_ask_for_no_more_than_they_need(file: Path) -> None:
    document = read(file)
    assert document["permissions"] == {"contents": "read"}
    for job in document["jobs"].values():
        assert job["timeout-minutes"] <= 60
    for step in steps_of(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS], ids=lambda f: f.name)
def test_what_is_used_is_pinned(file: Path) -> None:
    for step in steps_of(file):
        used = step.get("uses", "./")
        assert used == "./" or re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", used)


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS], ids=lambda f: f.name)
def test_nothing_is_put_into_a_script(file: Path) -> None:
    for step in steps_of(file):
        script = step.get("run", "")
        assert "${{" not in script
        done = subprocess.run(
            ["bash", "-n"], input=script, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS], ids=lambda f: f.name)
def test_expressions_name_what_is_there(file: Path) -> None:
    document = read(file)
    ids = {step.get("id") for step in steps_of(file)}
    inputs = set(document.get("inputs", ()))
    text = file.read_text("utf-8")
    expressions = re.findall(r"\$\{\{(.+?)\}\}", text) + re.findall(
        r"(?m)^\s*(?:- )?if: (.+)$", text
    )
    for expression in expressions:
        for context, name in re.findall(r"(?<![\w'.-])([a-z]+)\.([\w-]+)", expression):
            assert context in CONTEXTS
            assert context != "steps" or name in ids
            assert context != "inputs" or name in inputs


def test_workflows_give_the_action_what_it_takes() -> None:
    inputs = set(read(ACTION)["inputs"])
    given = [
        step.get("with", {})
        for file in GITHUB
        for step in steps_of(file)
        if step.get("uses", "").startswith(("./", "our-course/gradewright@"))
    ]
    assert len(given) == len(GITHUB)
    for words in given:
        assert set(words) <= inputs


def test_the_action_is_whole() -> None:
    document = read(ACTION)
    assert {"assignment", "threshold", "isolation", "cache"} <= set(document["inputs"])
    assert {"score", "max-score"} <= set(document["outputs"])
    assert document["runs"]["using"] == "composite"
    for step in document["runs"]["steps"]:
        assert set(step) <= STEP
        assert ("run" in step) == ("shell" in step)
    for each in (*document["inputs"].values(), *document["outputs"].values()):
        assert each["description"]


def test_secrets_are_in_the_teachers_workflow_alone() -> None:
    for file in [ACTION, *WORKFLOWS, *GITLAB]:
        text = file.read_text("utf-8")
        assert ("STUDENTS_TOKEN" in text or "secrets." in text) == (file.stem.endswith("-pull"))


@pytest.mark.parametrize("file", GITLAB, ids=lambda f: f.name)
def test_gitlab_s_files(file: Path) -> None:
    document = read(file)
    if "include" in document:
        (included,) = document["include"]
        assert re.fullmatch("[0-9a-f]{40}", included["ref"])
        assert (ROOT / included["file"]).is_file()
        head = next(iter(yaml.load_all((ROOT / included["file"]).read_text(), Loader)))
        assert set(included["inputs"]) <= set(head["spec"]["inputs"])
        return
    (job,) = document.values()
    assert set(job) <= {
        "image", "timeout", "variables", "script", "artifacts", "rules", "resource_group", "cache",
    }  # fmt: skip
    for line in job["script"]:
        assert "$[[" not in line
        assert subprocess.run(["bash", "-n"], input=line, text=True, check=False).returncode == 0
    assert set(job["artifacts"]) <= {"when", "expire_in", "paths", "reports", "access"}


def run_action(tmp_path: Path, **inputs: str) -> tuple[int, str, str, str]:
    """Run the step that grades with a runner's files; return code, log, outputs and summary."""
    (step,) = [s for s in steps_of(ACTION) if s.get("id") == "grade"]
    defaults = {name: each["default"] for name, each in read(ACTION)["inputs"].items()}
    values = {**defaults, **inputs}
    environment = {
        name: values[re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)[1]]
        for name, text in step["env"].items()
    }
    output, summary = tmp_path / "output", tmp_path / "summary"
    output.write_text("")
    summary.write_text("")
    environment |= {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(ROOT),
        "GRADEWRIGHT": str(Path(sys.executable).with_name("gradewright")),
    }  # fmt: skip
    words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    done = subprocess.run(
        words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr, output.read_text(), summary.read_text()


def test_the_action_checks(tmp_path: Path, release: bytes) -> None:
    (tmp_path / "sums.py").write_text(RIGHT)
    (tmp_path / "check.pyz").write_bytes(release)
    code, log, output, summary = run_action(tmp_path, threshold="100", assignment="sums")
    assert (code, output) == (0, "score=1\nmax-score=1\n"), log
    assert "PASS  The total: The printed example" in log
    assert summary.startswith("## Sums")


def test_the_action_grades_sealed(tmp_path: Path, course: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "sums.py").write_text(WRONG)
    code, log, output, _ = run_action(
        tmp_path, course=str(course), path="work", threshold="80", isolation="process"
    )
    assert (code, output) == (1, "score=2\nmax-score=3\n"), log


def test_the_action_pulls(tmp_path: Path, course: Path) -> None:
    commit(tmp_path / "bare" / "anna.git", {"sums.py": RIGHT})
    code, log, output, summary = run_action(
        tmp_path, mode="pull", course=str(course), repositories="bare", isolation="process"
    )
    assert (code, output) == (0, "new=1\nrows=1\nbroken=0\n"), log
    assert "3 &#47; 3" in summary
