"""Every command in README and docs is one that the command line takes."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import _parser
from gradewright.course.reader import read_course

ROOT = Path(__file__).resolve().parents[2]


@cache
def pytest_options() -> frozenset[str]:
    words = [sys.executable, "-m", "pytest", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    return frozenset(re.findall(r"(?<![\w-])--?[a-z][\w-]*", done.stdout))


@cache
def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def options(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of a verb and of its actions."""
    found = {option for option in parser._option_string_actions if option.startswith("--")}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found = found.union(*(options(inner) for inner in action.choices.values()))
    return found


@cache
def slugs() -> frozenset[str]:
    return frozenset(a.slug for a in read_course(ROOT).assignments) | {"plane"}


def problem_of_gradewright(words: list[str], *, whole: bool) -> str:
    """Return what is wrong with the words after `gradewright`; a part may lack arguments."""
    if words[:1] and words[0] not in verbs() and not words[0].startswith("-"):
        return f"no verb {words[0]}"
    if whole:
        try:
            arguments = _parser().parse_args(words)
        except SystemExit:
            return "the command line does not take it"
        named = [getattr(arguments, "slug", None), getattr(arguments, "assignment", None)]
        named += getattr(arguments, "slugs", None) or []
        odd = [n for n in named if n and n.islower() and n not in slugs()]
        return f"no assignment {odd}" if odd else ""
    parser = verbs().get(words[0]) if words else None
    known = options(parser) if parser else set(_parser()._option_string_actions)
    odd = [w for w in words if w.startswith("-") and w.partition("=")[0] not in known]
    return f"no option {odd}" if odd else ""


def problem_of_command(line: str, *, whole: bool = True) -> str:
    """Return what is wrong with a command, "" for nothing."""
    program, *words = shlex.split(line, comments=True) or [""]
    if program == "gradewright":
        return problem_of_gradewright(words, whole=whole)
    if program == "pytest":
        options = [word for word in words if word.startswith("-")]
        paths = [w for w in words if "/" in w and w not in options and "SLUG" not in w]
        odd = [word for word in options if word.partition("=")[0] not in pytest_options()]
        odd += [path for path in paths if not (ROOT / path).exists()]
        return f"pytest knows no {odd}" if odd else ""
    if program == "make":
        targets = re.findall(r"^([\w./]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        odd = [w for w in words if "=" not in w and w not in targets]
        return f"no target {odd}" if odd else ""
    if program == "python" and words[0] == "check.pyz":
        return problem_of_gradewright(["check", *words[1:]], whole=whole)
    if program == "python":
        stubs = {stub.name for stub in (ROOT / "student_template").glob("*/*.py")}
        script = words[0] in {*stubs, "check.pyz"} or (ROOT / words[0]).is_file()
        return "" if script or words[:2] == ["-m", "pip"] else "no such script"
    return f"no program {program!r} that this test knows"


def commands_in(text: str) -> Iterator[str]:
    """Yield the commands of a block, those of several lines joined."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            yield line.removeprefix("$ ")


def test_every_command_is_one_that_the_command_line_takes(blocks: list[Any]) -> None:
    found = [(str(b), line) for b in blocks if b.language == "sh" for line in commands_in(b.text)]
    found += [
        (str(b), line[2:])
        for b in blocks
        if b.language == "console"
        for line in b.text.splitlines()
        if line.startswith("$ ")
    ]
    assert len(found) >= 15
    assert [(b, line) for b, line in found if problem_of_command(line)] == []


def test_every_command_in_a_sentence_has_verb_and_options_that_are_there(
    spans: list[tuple[str, str]],
) -> None:
    programs = r"(gradewright|make|pytest|python) "
    found = [(page, span) for page, span in spans if re.match(programs, span)]
    assert len(found) >= 30
    problems = [(page, s, problem_of_command(s.replace("…", ""), whole=False)) for page, s in found]
    assert [problem for problem in problems if problem[2]] == []


def test_every_option_is_told_and_every_option_told_is_there(
    pages: dict[str, str], spans: list[tuple[str, str]]
) -> None:
    option = r"(?<![\w-])--[a-z][\w-]*"
    told = {word for _, span in spans for word in re.findall(option, span)}
    there = set().union(*(options(verb) for verb in verbs().values()))
    assert told - there - pytest_options() == set()
    in_blocks = {w for text in pages.values() for w in re.findall(r"--[a-z][\w-]*", text)}
    assert there - in_blocks - {"--help"} == set()


@pytest.mark.parametrize(
    "line",
    [
        "gradewright grade",
        "gradewright grade work.py --isolate",
        "gradewright validates planar_network",
        "gradewright validate planar_netwrok",
        "gradewright new demo --like torch",
        "pytest graders/planar_network --submision FILE",
        "pytest graders/nobody --submission FILE",
        "make tests",
        "python benchmarks/nothing.py",
        "gradwright grade work.py",
    ],
)
def test_a_wrong_command_is_found(line: str) -> None:
    assert problem_of_command(line)
