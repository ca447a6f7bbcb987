"""The same exercise with TensorFlow and Keras: preloaded, or imported for every submission."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.course import Preload, write_course
from harness.environments import CACHE, REPOSITORY, Environment
from harness.measure import Command
from harness.notebooks import Student
from harness.tools import Gradewright, Job, Tool

IMPORTS = ("import tensorflow as tf", "from tensorflow import keras")
# The package for processors alone has a third of the size, and is not made for macOS.
PACKAGE = "tensorflow" if sys.platform == "darwin" else "tensorflow-cpu"
ENVIRONMENT = Environment("keras", ("--editable", str(REPOSITORY), f"{PACKAGE}==2.21.0"))
_SCRIPT = Path(__file__).with_name("fresh_interpreter.py")
_QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}


def tools() -> list[Tool]:
    """Return gradewright with Keras preloaded, forking seldom and often, and the baseline."""
    sealed: list[Tool] = [_Preloaded(fresh) for fresh in ("submission", "test")]
    return [*sealed, FreshInterpreter()]


@dataclass(frozen=True, slots=True)
class _Preloaded:
    """gradewright with TensorFlow and Keras imported before all submissions."""

    fresh: str
    few: int = 6
    many: int = 66

    @property
    def name(self) -> str:
        """Return the name with how often a new process is forked."""
        return f"gradewright, Keras preloaded, a process a {self.fresh}"

    def set_up(self) -> str:
        """Install TensorFlow and write the course."""
        ENVIRONMENT.ensure()
        preload = Preload(("numpy", "tensorflow", "keras"), self.fresh)
        write_course(self._course, preload)
        return ENVIRONMENT.version(PACKAGE)

    def job(self, place: Path, students: Sequence[Student]) -> Job:
        """Grade the class with one command."""
        inner = Gradewright(python=ENVIRONMENT.program("python"), course=self._course)
        return inner.job(place, students)

    @property
    def _course(self) -> Path:
        return CACHE / "courses" / f"keras-{self.fresh}"


@dataclass(frozen=True, slots=True)
class FreshInterpreter:
    """A new Python for every submission, which imports TensorFlow and runs the ten checks."""

    few: int = 1
    many: int = 3
    name: str = "a fresh interpreter a submission"

    def set_up(self) -> str:
        """Install TensorFlow."""
        ENVIRONMENT.ensure()
        return ENVIRONMENT.version(PACKAGE)

    def job(self, place: Path, students: Sequence[Student]) -> Job:
        """Grade the class with a command a student."""
        commands = []
        for student in students:
            argv = (ENVIRONMENT.program("python"), str(_SCRIPT), str(student.file))
            commands.append(Command((*argv, str(place / f"{student.name}.json")), place, _QUIET))
        return Job(tuple(commands), lambda: _scores(place))


def _scores(place: Path) -> dict[str, float]:
    files = place.glob("*.json")
    return {file.stem: float(json.loads(file.read_text(encoding="utf-8"))) for file in files}
