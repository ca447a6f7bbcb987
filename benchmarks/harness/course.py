"""The exercise as gradewright, nbgrader and Otter read it, written from the one description."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from harness.exercise import FUNCTIONS, POINTS, RTOL, SLUG, TITLE, Check, Function
from harness.notebooks import assertion, check_id, dump, notebook

_OPEN, _CLOSE = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


@dataclass(frozen=True, slots=True)
class Preload:
    """What gradewright imports ahead of all submissions, and how often it forks."""

    modules: tuple[str, ...] = ("numpy",)
    fresh: str = "changed"


def write_course(root: Path, preload: Preload | None = None) -> None:
    """Write the three forms of the exercise below `root`."""
    for name, text in files(preload or Preload()).items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def files(preload: Preload) -> dict[str, str]:
    """Return the text of every file of the three forms, by path."""
    otter = {f"otter/tests/{function.name}.py": otter_test(function) for function in FUNCTIONS}
    return {
        # Written by a program for other programs: no style to check.
        "ruff.toml": 'exclude = ["*"]\ncache-dir = "../../.ruff_cache"\n',
        "course.toml": 'name = "benchmark"\ntitle = "The benchmark\'s course"\n',
        f"assignments/{SLUG}/assignment.toml": _assignment(preload),
        f"assignments/{SLUG}/statement.md": _statement(),
        f"graders/{SLUG}/test_{SLUG}.py": _graders(),
        f"reference/{SLUG}/{SLUG}.py": _reference(),
        f"nbgrader/source/{SLUG}/{SLUG}.ipynb": nbgrader_source(),
        **otter,
    }


def _assignment(preload: Preload) -> str:
    lines = [f'title = "{TITLE}"', 'source = "made up for the benchmark"', "", "[load]"]
    lines += [f"preload = {json.dumps(preload.modules)}", f'fresh = "{preload.fresh}"']
    for function in FUNCTIONS:
        lines += ["", "[[question]]", f'id = "{function.name}"', f'title = "{function.title}"']
        lines += [f"points = {len(function.checks)}", f'functions = ["{function.name}"]']
    return _text(lines)


def _statement() -> str:
    lines = [f"# {TITLE}", "", f"{POINTS} points: one for each of two checks of each function."]
    for number, function in enumerate(FUNCTIONS, 1):
        lines += ["", f"## {number}. `{function.name}`", "", function.doc]
    return _text(lines)


def _reference() -> str:
    lines = [f'"""Reference solution: {TITLE}."""', "", "# %% imports", "import numpy as np"]
    for function in FUNCTIONS:
        solution = ("### BEGIN SOLUTION", *function.body, "### END SOLUTION")
        lines += ["", "", f"# %% {function.name}", function.source(solution).rstrip()]
    return _text(lines)


def _graders() -> str:
    lines = [f'"""Graders: {TITLE}."""', "", "import numpy as np", "import pytest", ""]
    lines += ["from gradewright.checks import check_close"]
    for function in FUNCTIONS:
        for number, check in enumerate(function.checks, 1):
            lines += ["", "", *_grader(function, number, check)]
    return _text(lines)


def _grader(function: Function, number: int, check: Check) -> Iterable[str]:
    yield f'@pytest.mark.question("{function.name}")'
    yield f"def test_{check_id(function, number)}(student):"
    yield f'    """{check.title}."""'
    yield from (f"    {line}" for line in check.setup)
    yield f"    expected = {check.expected}"
    yield f"    check_close(student.{function.name}({check.arguments}), expected, rtol={RTOL})"


def nbgrader_source() -> str:
    """Return the notebook that an instructor gives to nbgrader."""
    bodies, tests = {}, {}
    for function in FUNCTIONS:
        bodies[function.name] = ("### BEGIN SOLUTION", *function.body, "### END SOLUTION")
        for number, check in enumerate(function.checks, 1):
            tests[check_id(function, number)] = (_OPEN, *assertion(function, check), _CLOSE)
    return dump(notebook(bodies, tests))


def otter_test(function: Function) -> str:
    """Return the test file of one function, as Otter reads it."""
    lines = ["OK_FORMAT = True", "", "test = {", f'    "name": "{function.name}",']
    lines += [f'    "points": {len(function.checks)},', '    "suites": [', "        {"]
    lines += ['            "type": "doctest",', '            "scored": True,']
    lines += ['            "setup": "",', '            "teardown": "",', '            "cases": [']
    for check in function.checks:
        code = "\n".join(f">>> {line}" for line in assertion(function, check))
        lines += ["                {", f'                    "code": {json.dumps(code)},']
        lines += ['                    "hidden": False,', '                    "locked": False,']
        lines += ['                    "points": 1,', "                },"]
    return _text([*lines, "            ],", "        },", "    ],", "}"])


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
