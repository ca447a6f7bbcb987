"""Repositories that attack whoever grades them: nothing leaks, nothing is injected, or runs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.ci.conftest import RIGHT, SECRET, Ran, commit
from tests.exports.conftest import VENOM

from gradewright.cli import main

pytestmark = pytest.mark.slow(seconds=15)

OWNED = "owned"
TOKEN = "t0ken-that-nobody-may-see"
LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 12345\n"


def notebook(source: str) -> str:
    """Return a notebook whose metadata, outputs and text are hostile."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": VENOM}]
    cells = [
        {"cell_type": "markdown", "metadata": {"name": VENOM}, "source": VENOM},
        {
            "cell_type": "code",
            "metadata": {},
            "source": source,
            "outputs": outputs,
            "execution_count": 1,
        },
    ]
    kernel = {"kernelspec": {"name": VENOM, "display_name": VENOM}, "title": VENOM}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": kernel, "cells": cells})


def body(statement: str) -> str:
    """Return work whose functions begin with a statement."""
    return RIGHT.replace("(x):\n", f"(x):\n    {statement}\n")


def hand_in(root: Path, marker: Path) -> None:
    """Write the hostile repositories; what one of them runs would leave `marker` behind."""
    touch = f"touch {marker}"
    prints = f"print({VENOM!r}); import os; os.write(1, {VENOM!r}.encode())"
    commit(root / "honest.git", {"sums.py": RIGHT})
    commit(root / "prints.git", {"sums.py": f"print({VENOM!r})\n" + body(prints)})
    commit(root / "raises.git", {"sums.py": body(f"raise ValueError({VENOM!r} + str(list(x)))")})
    commit(
        root / "names.git",
        {"sums.py": body("raise type('E' + '_'.join(str(int(v)) for v in x), (Exception,), {})()")},
    )
    commit(root / "keys.git", {"sums.py": body("return {str(float(v)): 1.0 for v in x}")})
    commit(
        root / "shapes.git",
        {"sums.py": body("import numpy; return numpy.zeros((int(x[0]) % 9999, 1))")},
    )
    environment = (
        "raise ValueError(repr(dict(__import__('os').environ)) + open('/proc/self/environ').read())"
    )
    commit(root / "environment.git", {"sums.py": body(environment)})
    parent = "raise ValueError(open(f'/proc/{__import__(\"os\").getppid()}/environ').read())"
    commit(root / "parent.git", {"sums.py": body(parent)})
    commit(root / "notebook.git", {"sums.ipynb": notebook(RIGHT)})
    commit(
        root / "links.git",
        {"sums.py": RIGHT},
        links={"helper.py": "/etc/passwd", "out": "/", "data": "../../../../etc"},
    )
    commit(root / "linked.git", {}, links={"sums.py": "/etc/passwd"})
    commit(
        root / "modules.git",
        {
            "sums.py": RIGHT,
            ".gitmodules": f'[submodule "m"]\n\tpath = m\n\turl = ext::sh -c "{touch}"\n',
        },
        modules={"m": "1" * 40},
    )
    commit(
        root / "filters.git",
        {"sums.py": RIGHT, ".gitattributes": "* filter=evil diff=evil merge=evil export-subst\n"},
    )
    config = f'[filter "evil"]\n\tsmudge = {touch}\n[core]\n\tfsmonitor = {touch}\n'
    with (root / "filters.git" / "config").open("a") as file:
        file.write(config + f"\thooksPath = {root}/filters.git/hooks\n\tsshCommand = {touch}\n")
    for name in ("post-checkout", "post-merge", "reference-transaction", "pre-receive"):
        hook = root / "filters.git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{touch}\n")
        hook.chmod(0o755)
    commit(root / "pointer.git", {"sums.py": LFS})
    commit(root / "huge.git", {"sums.py": RIGHT, "data.bin": b"\0" * 26_000_000})
    commit(
        root / "odd.git",
        {
            "sums.py": RIGHT,
            f"$({touch}).py": "x = 1\n",
            "a\n::error::owned.py": "x = 1\n",
            "`owned` <b>@octocat.py": "x = 1\n",
            "-rf": "x",
        },
        branch=f"main;$({'touch'}${{IFS}}{marker.name})&owned",
    )
    commit(
        root / "says.git",
        {"sums.py": RIGHT, ".gradewright.toml": 'folder = "../../../other"\n'},
    )
    commit(root / "says_much.git", {"sums.py": RIGHT, ".gradewright.toml": "a = " + "[" * 9000})


@pytest.fixture(scope="module")
def pulled(
    tmp_path_factory: pytest.TempPathFactory, course: Path
) -> Iterator[tuple[Path, Path, dict[str, str]]]:
    """Pull the hostile class once; give the folder, the marker and what was said where."""
    root = tmp_path_factory.mktemp("hostile")
    marker = root / "marker"
    (root / "bare").mkdir()
    hand_in(root / "bare", marker)
    summary, output = root / "summary.md", root / "output.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_ACTIONS", "true")
        patch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        patch.setenv("GITHUB_OUTPUT", str(output))
        patch.setenv("GRADEWRIGHT_FETCH_TOKEN", TOKEN)
        patch.setenv("MY_SECRET", TOKEN)
        patch.chdir(root)
        words = ["ci", "pull", root / "bare", "--course", course, "--out", root / "out"]
        from contextlib import redirect_stderr, redirect_stdout
        from io import StringIO

        log, errors = StringIO(), StringIO()
        with redirect_stdout(log), redirect_stderr(errors):
            code = main([str(word) for word in words])
    said = {
        "code": str(code),
        "log": log.getvalue(),
        "errors": errors.getvalue(),
        "summary": summary.read_text("utf-8"),
        "output": output.read_text("utf-8"),
    }
    yield root / "out", marker, said


EXPECTED = {
    "honest": 3.0,
    "prints": 3.0,
    "raises": 0.0,
    "names": 0.0,
    "keys": 0.0,
    "shapes": 0.0,
    "environment": 0.0,
    "parent": 0.0,
    "notebook": 3.0,
    "links": 3.0,
    "modules": 3.0,
    "filters": 3.0,
    "huge": 3.0,
    "odd": 3.0,
    "says": 3.0,
    "says_much": 3.0,
}


def test_everybody_has_their_own_marks_and_no_other(pulled) -> None:
    out, _, said = pulled
    assert said["code"] == "0", said["log"] + said["errors"]
    results = json.loads((out / "grading" / "results.json").read_text("utf-8"))["submissions"]
    graded = {r["student"]: r["score"] for r in results if r["status"] == "graded"}
    assert graded == EXPECTED


def test_nothing_of_theirs_ran(pulled) -> None:
    out, marker, _ = pulled
    assert not marker.exists()
    assert not list(out.rglob("marker"))


def test_nothing_but_regular_files_is_laid_out(pulled) -> None:
    out, _, _ = pulled
    laid = list((out / "kept" / "work").rglob("*"))
    assert not [file for file in laid if file.is_symlink()]
    names = {file.name for file in laid}
    assert not names & {"helper.py", "data.bin", ".git", "m"}
    assert "root:" not in "".join(
        file.read_text("utf-8", "replace") for file in laid if file.is_file()
    )


def test_what_was_left_out_is_said(pulled) -> None:
    out, _, said = pulled
    state = json.loads((out / "kept" / "state.json").read_text("utf-8"))["repositories"]
    why = {name: " ".join(each["left_out"]) for name, each in state.items()}
    assert "is a link" in why["links"]
    assert "submodule" in why["modules"]
    assert "LFS" in why["pointer"]
    assert "too large" in why["huge"]
    assert ".gradewright.toml cannot be used" in why["says"]
    assert "pointer" in said["log"]


def told_texts(out: Path) -> dict[str, str]:
    return {
        str(file.relative_to(out)): file.read_text("utf-8")
        for file in (out / "told").rglob("*")
        if file.is_file()
    }


def test_no_hidden_input_is_told(pulled) -> None:
    out, _, said = pulled
    # The instructors' own reports do hold what was raised: the attack is a real one.
    assert SECRET in (out / "grading" / "results.json").read_text("utf-8")
    for file, text in [*told_texts(out).items(), *said.items()]:
        # Digests and commits are hexadecimal, and may hold the digits by chance.
        assert f"{SECRET}0" not in re.sub(r"[0-9a-f]{40,64}", "", text), file


def test_no_secret_of_the_job_is_anywhere(pulled) -> None:
    out, _, said = pulled
    for file in out.rglob("*"):
        if file.is_file():
            assert TOKEN.encode() not in file.read_bytes(), file
    assert TOKEN not in json.dumps(said)


def test_the_log_holds_no_command(pulled) -> None:
    _, _, said = pulled
    for text in (said["log"], said["errors"]):
        assert OWNED not in text.replace("`owned`", "")
        assert "##[" not in text
        assert not re.search(r"(?m)^\s*::", text)
    lines = said["output"].splitlines()
    assert [line.partition("=")[0] for line in lines] == ["new", "rows", "broken"]


def test_what_is_told_is_no_markup(pulled) -> None:
    out, _, said = pulled
    for file, text in [*told_texts(out).items(), ("summary", said["summary"])]:
        if file.endswith((".md", "summary")):
            assert not re.search(
                r"<(?!/?(?:code|details|summary)>|!-- gradewright: sums -->)", text
            )
            assert not re.search(r"@|\[|!\[|https?:", text), file
        if file.endswith((".xml", ".svg")):
            ET.fromstring(text)
        if file.endswith(".html"):
            assert "<script>owned" not in text
            assert 'href="javascript' not in text


@pytest.mark.parametrize("name", ["prints", "raises", "environment", "notebook", "odd"])
def test_the_push_recipe(
    name: str, job: Callable[..., Ran], tmp_path: Path, release: bytes
) -> None:
    source = {
        "prints": f"print({VENOM!r})\n" + body(f"print({VENOM!r})"),
        "raises": body(f"raise ValueError({VENOM!r})"),
        "environment": body("raise ValueError(repr(dict(__import__('os').environ)))"),
        "odd": RIGHT,
    }.get(name, "")
    root = tmp_path / "::error::owned $(x)"
    root.mkdir()
    (root / "check.pyz").write_bytes(release)
    if name == "notebook":
        (root / "sums.ipynb").write_text(notebook(RIGHT), encoding="utf-8")
    else:
        (root / "sums.py").write_text(source, encoding="utf-8")
    (root / "a\n::error::owned.py").write_text("x = 1\n")
    ran = job("github", "ci", "check", root, "--out", tmp_path / "out", MY_SECRET=TOKEN)
    assert ran.code == 0, ran.errors
    commands = [line for line in ran.log.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (1 if name in ("raises", "environment") else 0)
    for line in commands:
        assert line.startswith("::error file=sums.py,title=The printed example,line=")
    assert "##[" not in ran.log
    assert set(ran.outputs) == {"score", "max-score"}
    assert TOKEN not in ran.log + ran.summary + ran.errors
    for file in (tmp_path / "out").rglob("*"):
        assert TOKEN not in (file.read_text("utf-8") if file.is_file() else "")
    assert not re.search(r"@|\[", ran.summary)
