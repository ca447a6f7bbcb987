"""Hostile gradings, run only inside a cage (see cage.py), and what came of them.

A machine that gives no cage skips these tests: nothing hostile ever runs outside one.
"""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import os
import secrets
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
NO_CAGE = 97
_LARGEST_ANSWER = 200_000_000
_NO_LEVEL = "No worker could be started at the isolation"
_PLACES = ("graders", "reference", "labels", "home", "out", "tmp", "environment")

# Small, so that an attack that uses them up takes no time.
LIMITS = {
    "mode": "whole",
    "test_seconds": 1.0,
    "load_seconds": 2.0,
    "submission_seconds": 20.0,
    "cpu_seconds": 20.0,
    "memory_mb": 300,
    "processes": 32,
    "file_mb": 8,
    "message_mb": 8,
    "submission_mb": 8,
}

Entry = str | bytes | Mapping[str, Any]


@dataclass(frozen=True)
class Order:
    """What is to be graded, and how.

    `world` is a level and who runs gradewright: "namespaces-as-root". `more` goes to driver.py
    as it is, `before` is Python code that runs first and then starts the driver.
    """

    world: str
    files: Mapping[str, Entry]
    jobs: int = 1
    limits: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 400
    before: str = ""

    @property
    def level(self) -> str:
        """Return the level of isolation."""
        return self.world.partition("-as-")[0]

    @property
    def who(self) -> str:
        """Return `root` or `user`."""
        return self.world.partition("-as-")[2]


@dataclass(frozen=True)
class Run:
    """What became of one grading: all that it wrote, said and left behind."""

    world: str
    files: Mapping[str, bytes]
    secrets: Mapping[str, str]
    observed: Mapping[str, Any]

    @cached_property
    def students(self) -> dict[str, Any]:
        """Return the result of each submission by the student's name."""
        assert "results.json" in self.files, self.observed["terminal"][-2000:]
        document = json.loads(self.files["results.json"])
        return {entry["student"]: entry for entry in document["submissions"]}

    def shown(self, student: str) -> str:
        """Return all that a student reads of a result, on one line."""
        entry = self.students[student]
        tests = [test for question in entry["questions"] for test in question["tests"]]
        parts = [entry["message"] or "", *entry["notes"], *(test["message"] for test in tests)]
        return " ".join(" ".join(parts).split())


def _load(name: str) -> ModuleType:
    """Import a module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(f"hostile_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_caged(
    who: str,
    seconds: float,
    command: list[str],
    given: bytes = b"",
    options: list[str] | None = None,
) -> Any:
    """Run a command in a cage and return the completed process; skip where there is no cage."""
    caged = [sys.executable, str(HERE / "cage.py"), "--as", who, "--seconds", str(seconds)]
    caged += options or []
    done = subprocess.run(
        [*caged, "--", *command],
        input=given,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        timeout=seconds + 30,
        check=False,
    )
    words = done.stderr.decode("utf-8", "replace")
    if done.returncode == NO_CAGE:
        pytest.skip(f"this machine gives no cage for hostile code: {words.strip()[-300:]}")
    return done


def _request(order: Order, tokens: Mapping[str, str]) -> dict[str, Any]:
    options = ["--jobs", str(order.jobs), "--isolation", order.level, *order.options]
    request = {
        "files": {name: _plain(entry, tokens) for name, entry in order.files.items()},
        "secrets": dict(tokens),
        "options": options,
        "limits": LIMITS | dict(order.limits),
    }
    return request | dict(order.more)


def _plain(entry: Entry, tokens: Mapping[str, str]) -> Any:
    if isinstance(entry, str):
        entry = entry.replace("@NEIGHBOUR@", tokens["neighbour"]).encode()
    return base64.b64encode(entry).decode() if isinstance(entry, bytes) else dict(entry)


def _grade(order: Order) -> Run:
    tokens = {name: f"tok3n{name}{secrets.token_hex(8)}" for name in (*_PLACES, "neighbour")}
    command = [sys.executable, str(HERE / "driver.py")]
    if order.before:
        command = [sys.executable, "-c", order.before, *command]
    given = json.dumps(_request(order, tokens)).encode()
    done = run_caged(order.who, order.seconds, command, given)
    words = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, f"the cage ended with {done.returncode}: {words[-1000:]}"
    assert len(done.stdout) < _LARGEST_ANSWER
    files = dict(_unpacked(done.stdout))
    run = Run(order.world, files, tokens, json.loads(files.pop("observed.json")))
    if _NO_LEVEL in run.observed["terminal"] and not machine_gives(order.who, order.level):
        pytest.skip(f"this machine does not give {order.world}")
    return run


@cache
def machine_gives(who: str, level: str) -> bool:
    """Tell, without gradewright, whether this machine has what a level of isolation is made of.

    Where it has, a gradewright that says otherwise is broken, and its tests fail.
    """
    bwrap = shutil.which("bwrap")
    if level == "namespaces" and bwrap is None:
        return False
    spaces = ["--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
    landlock = "import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)"
    probes = {
        "namespaces": [str(bwrap), *spaces, "/bin/true"],
        "landlock": [sys.executable, "-c", landlock],
        "process": ["/bin/true"],
    }
    return bool(run_caged(who, 20, probes[level]).returncode == 0)


def _unpacked(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the answer; they stay in memory."""
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name.removeprefix("out/"), file.read()


@pytest.fixture(scope="session")
def caged() -> Callable[..., Any]:
    """Return the function that runs a command in a cage."""
    return run_caged


@pytest.fixture(scope="session")
def grade() -> Callable[..., Run]:
    """Return the function that grades submissions in a cage.

    `grade(world, files, **order)`: see Order for what else may be given.
    """

    def graded(world: str, files: Mapping[str, Entry], **order: Any) -> Run:
        return _grade(Order(world, files, **order))

    return graded


@pytest.fixture(scope="session")
def honest() -> str:
    """Return a right solution."""
    return str(_load("generated").RIGHT)


@pytest.fixture(scope="session")
def neighbours(honest: str) -> dict[str, Entry]:
    """Return honest work that is graded before, between and after hostile work.

    One of them holds a secret, one prints and warns, one is a notebook with a helper.
    """
    cells = [{"cell_type": "code", "source": honest, "metadata": {}, "outputs": []}]
    loud = honest.replace(
        "    return float", '    print("hello")\n    np.log(np.zeros(2))\n    return float'
    )
    return {
        "00_first.py": honest,
        "aa_loud.py": loud,
        "m_secret.py": f'KEPT = "@NEIGHBOUR@"\n{honest}',
        "n_notebook.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}),
        "p_folder/numbers.py": "from helper import *\n",
        "p_folder/helper.py": honest,
        "zz_last.py": honest,
    }


@pytest.fixture(scope="session")
def holes() -> Callable[..., dict[str, Entry]]:
    """Return the function that gives the attacks of holes/ by name."""

    def chosen(*names: str) -> dict[str, Entry]:
        return {f"{name}.py": (HERE / "holes" / f"{name}.py").read_bytes() for name in names}

    return chosen


@pytest.fixture(scope="session")
def parts(grade: Any, neighbours: Any) -> Callable[..., Run]:
    """Return the function that grades a part of the corpus with its neighbours, once a world.

    The parts are those of `_part`. `apart`: each test has a process of its own.
    """
    done: dict[tuple[str, str, bool], Run] = {}
    broken: dict[tuple[str, str, bool], str] = {}
    assignment = _load("driver").ASSIGNMENT.replace("[load]", '[load]\nfresh = "test"')

    def part(world: str, name: str, *, apart: bool = False) -> Run:
        key = (world, name, apart)
        # A run that took all its time is not made again for each of a hundred tests.
        assert key not in broken, broken[key]
        if key not in done:
            broken[key] = f"grading the {name} in {world} failed before"
            jobs = 1 if name == "alone" else 3
            # Below namespaces the limit on processes counts all of the user's own, too.
            limits = {} if world.startswith("namespaces") else {"processes": 80}
            more = {"assignment": assignment} if apart else {}
            order = {"jobs": jobs, "limits": limits, "more": more}
            try:
                done[key] = grade(world, neighbours | _part(name), **order)
            except pytest.skip.Exception:
                del broken[key]
                raise
            del broken[key]
        return done[key]

    return part


def _part(name: str) -> dict[str, Entry]:
    """Return the files of a part of the corpus: `crowd`, `alone` or `accidents`."""
    table = tomllib.loads((HERE / "attacks.toml").read_text(encoding="utf-8"))
    chosen = {
        attack
        for attack, facts in table.items()
        if facts.get("alone", False) == (name == "alone")
        and (name != "accidents" or facts.get("accident", False))
    }
    corpus = {path.stem: path.read_bytes() for path in (HERE / "corpus").glob("*.py")}
    kept: dict[str, Entry] = {f"{n}.py": c for n, c in corpus.items() if n in chosen}
    return kept | (_load("generated").files() if name == "crowd" else {})
