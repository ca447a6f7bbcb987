"""The graders that are compared: how each is set up, run over a class, and asked for scores."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from harness.environments import Environment, UnavailableError
from harness.exercise import SLUG
from harness.measure import Command
from harness.notebooks import Student

COURSE = Path(__file__).resolve().parent.parent / "course"
_OTTER_LOOP = Path(__file__).with_name("otter_loop.py")

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Job:
    """A class to be graded: the commands that do it, and what gives the scores afterwards."""

    commands: tuple[Command, ...]
    scores: Callable[[], Scores]


class Tool(Protocol):
    """One grader."""

    @property
    def name(self) -> str:
        """Return the name that the table shows."""

    @property
    def few(self) -> int:
        """Return the size of the small class, whose time is mostly the start."""

    @property
    def many(self) -> int:
        """Return the size of the large class."""

    def set_up(self) -> str:
        """Install what is needed, and return the version.

        Raises:
            UnavailableError: it cannot be had here.
        """

    def job(self, place: Path, students: Sequence[Student]) -> Job:
        """Prepare, untimed, a class whose notebooks lie in `place/submitted`."""


@dataclass(frozen=True, slots=True)
class Gradewright:
    """gradewright itself, from the environment that runs the benchmark or another one."""

    jobs: int = 1
    few: int = 12
    many: int = 120
    name: str = "gradewright"
    python: str = sys.executable
    course: Path = COURSE

    def set_up(self) -> str:
        """Return the version."""
        from gradewright import __version__

        return __version__

    def job(self, place: Path, students: Sequence[Student]) -> Job:  # noqa: ARG002 - as agreed
        """Grade the class with one command."""
        out = place / "grading"
        program = str(Path(self.python).parent / "gradewright")
        argv = [program, "grade", str(place / "submitted"), "--course", str(self.course)]
        argv += ["--assignment", SLUG, "--out", str(out), "--jobs", str(self.jobs)]
        command = Command((*argv, "--no-notebooks"), place)
        return Job((command,), lambda: _results(out / "results.json"))


def _results(file: Path) -> Scores:
    document = json.loads(file.read_text(encoding="utf-8"))
    return {entry["student"]: entry["score"] for entry in document["submissions"]}


def isolation_of(place: Path) -> str:
    """Return the level of isolation that gradewright graded a class at."""
    document = json.loads((place / "grading" / "results.json").read_text(encoding="utf-8"))
    return ", ".join(sorted({entry["isolation"]["level"] for entry in document["submissions"]}))


@dataclass(frozen=True, slots=True)
class Nbgrader:
    """nbgrader: `nbgrader autograde` over the whole class, and its pages for the students."""

    environment: Environment
    pages: bool = False
    few: int = 1
    many: int = 6

    @property
    def name(self) -> str:
        """Return which commands are run."""
        return "nbgrader autograde" + (", generate_feedback" if self.pages else "")

    def set_up(self) -> str:
        """Install it, and have it make the assignment in a gradebook that jobs start from."""
        self.environment.ensure()
        course = self._template
        shutil.rmtree(course, ignore_errors=True)
        shutil.copytree(COURSE / "nbgrader", course)
        _set_up(self._command("generate_assignment", course))
        return self.environment.version("nbgrader")

    def job(self, place: Path, students: Sequence[Student]) -> Job:  # noqa: ARG002 - as agreed
        """Grade the class with a command or two, in a copy of the course and its gradebook."""
        shutil.copytree(self._template, place, dirs_exist_ok=True)
        verbs = ["autograde", *(["generate_feedback"] if self.pages else [])]
        commands = tuple(self._command(verb, place) for verb in verbs)
        return Job(commands, lambda: _gradebook(place / "gradebook.db"))

    @property
    def _template(self) -> Path:
        return self.environment.folder / "course"

    def _command(self, verb: str, course: Path) -> Command:
        argv = (self.environment.program("nbgrader"), verb, SLUG, f"--course-dir={course}")
        return Command(argv, course, self.environment.activated())


def _gradebook(file: Path) -> Scores:
    query = """
        SELECT submission.student_id, SUM(grade.auto_score)
        FROM grade
        JOIN submitted_notebook AS notebook ON notebook.id = grade.notebook_id
        JOIN submitted_assignment AS submission ON submission.id = notebook.assignment_id
        GROUP BY submission.student_id
    """
    with closing(sqlite3.connect(file)) as database:
        return {str(student): float(score) for student, score in database.execute(query)}


@dataclass(frozen=True, slots=True)
class Otter:
    """Otter without containers: `otter run` a submission, or a loop over its API in one process."""

    environment: Environment
    loop: bool
    few: int = 1
    many: int = 4

    @property
    def name(self) -> str:
        """Return which of the two ways this is."""
        return "Otter, its API in a loop" if self.loop else "otter run, one by one"

    def set_up(self) -> str:
        """Install it, and have it pack the tests."""
        self.environment.ensure()
        argv = [self.environment.program("otter"), "generate", "--no-environment"]
        argv += ["--tests-dir", str(COURSE / "otter" / "tests")]
        argv += ["--output-path", str(self._archive)]
        _set_up(Command(tuple(argv), self.environment.folder, self.environment.activated()))
        return self.environment.version("otter-grader")

    def job(self, place: Path, students: Sequence[Student]) -> Job:
        """Grade the class with a command a student, or one for all."""
        if self.loop:
            return self._in_a_loop(place, students)
        commands, out = [], place / "otter"
        for student in students:
            (out / student.name).mkdir(parents=True, exist_ok=True)
            argv = [self.environment.program("otter"), "run", str(student.file), "--no-logo"]
            argv += ["-a", str(self._archive), "-o", str(out / student.name)]
            commands.append(Command(tuple(argv), place, self.environment.activated()))
        return Job(tuple(commands), lambda: _otter_results(out))

    def _in_a_loop(self, place: Path, students: Sequence[Student]) -> Job:
        out = place / "otter.json"
        argv = [self.environment.program("python"), str(_OTTER_LOOP), str(self._archive)]
        argv += [str(out), *(str(student.file) for student in students)]
        command = Command(tuple(argv), place, self.environment.activated())
        return Job((command,), lambda: dict(json.loads(out.read_text(encoding="utf-8"))))

    @property
    def _archive(self) -> Path:
        return self.environment.folder / "autograder.zip"


def _otter_results(out: Path) -> Scores:
    scores = {}
    for file in out.glob("*/results.json"):
        tests: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["tests"]
        scores[file.parent.name] = sum(float(test.get("score", 0)) for test in tests)
    return scores


def _set_up(command: Command) -> None:
    """Run a command that prepares a tool.

    Raises:
        UnavailableError: it failed.
    """
    environment = {**os.environ, **command.environment}
    done = subprocess.run(
        command.argv,
        cwd=command.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip() or "no output").splitlines()[-1]
        raise UnavailableError(f"{Path(command.argv[0]).name} {command.argv[1]}: {last[:200]}")
