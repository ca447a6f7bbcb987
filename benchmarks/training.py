"""What grading deep-learning work costs, beside the training that it asks for.

`python benchmarks/training.py keras_mnist` grades copies of the reference solution with one judge
in this process. After each, the work that its graders asked for is done again in a fresh
interpreter that has Keras imported: the very calls of the submission's functions, and the training
steps that were timed; no seal, no wire, no evaluator. It prints medians, and the ratios of grading
to three parts of that work: the training, which is building the models that are trained and
training them; the calls alone in which an optimizer took steps; and all calls. A grading is
compared with the mean of the times before and after it, so that a machine that grows slower or
faster favours neither. The ratio of the least times stands beside it: other work on the machine
only adds. The first copy's is not counted: the judge trains the reference for it, once a run.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

_REPOSITORY = Path(__file__).resolve().parent.parent
_REPLAY = Path(__file__).parent / "harness" / "replay.py"
# What the evaluator does for timed training steps.
_TIMED = ("build", "batch", "train")
# The parts of the work, as `harness/replay.py` names them, and what a grading is compared with.
_PARTS = ("training", "building", "other")
_COMPARED = {
    "the training it asks for": ("training", "building"),
    "of it, the calls that take steps": ("training",),
    "all calls it asks for": _PARTS,
}


@dataclass(slots=True)
class Round:
    """One copy: what grading it took, and what its calls took without us, by part and function."""

    graded: float = 0.0
    replayed: dict[str, dict[str, float]] = field(default_factory=dict)
    called: dict[str, float] = field(default_factory=dict)

    def alone(self, parts: tuple[str, ...]) -> float:
        """Return the seconds of these parts."""
        return sum(sum(self.replayed[part].values()) for part in parts)


class Recorder:
    """Keeps the calls of the submission at hand, with the handles that they returned."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.seconds: dict[str, float] = defaultdict(float)

    def clear(self) -> None:
        """Forget what was heard, for the next copy."""
        self.calls.clear()
        self.seconds.clear()

    def watch(self) -> None:
        """Listen to every session of this process."""
        from gradewright.sandbox.session import ZygoteSession

        call = ZygoteSession.call
        recorder = self

        def heard(session: Any, function: str, args: Any, kwargs: Any, *rest: Any) -> Any:
            outcome = call(session, function, args, kwargs, *rest)
            evaluator = session.bundle.cells[0][0] == "inside.py"
            name = f"evaluator: {function}" if evaluator else function
            if evaluator and function == "train":
                name = "timed steps"
            recorder.seconds[name] += outcome.seconds
            if not evaluator or function in _TIMED:
                # ruff: noqa: SLF001 - the number of the process that the call met
                process = (evaluator, session._test)
                recorder.calls.append((process, function, args, kwargs, rest[0], outcome))
            return outcome

        ZygoteSession.call = heard  # type: ignore[method-assign]


def measure(slug: str, rounds: int) -> list[Round]:
    """Grade and replay in turn; the first round is there for its replay alone."""
    from gradewright.batch.hiring import Hiring
    from gradewright.course.reader import find_assignment, read_course
    from gradewright.grading.evaluators import models_for
    from gradewright.grading.judge import grade
    from gradewright.grading.terms import Terms
    from gradewright.results import SubmissionResult
    from gradewright.sandbox.zygote import ZygoteSandbox
    from gradewright.submissions.records import Found

    assignment = find_assignment(read_course(_REPOSITORY), slug)
    recorder, done = Recorder(), []
    recorder.watch()

    def deliver(result: SubmissionResult, _submission: Any) -> None:
        if result.score != result.max_score:
            raise SystemExit(f"the reference earns {result.score:g} of {result.max_score:g}")
        done.append(Round(result.seconds))

    def copies(folder: Path) -> Iterator[Found]:
        for number in range(rounds + 1):
            file = folder / f"student{number}.py"
            shutil.copy(assignment.reference / f"{slug}.py", file)
            with file.open("a", encoding="utf-8") as text:
                text.write(f"\n# copy {number}\n")
            recorder.clear()
            yield Found(file.stem, slug, file)
            done[-1].called = dict(recorder.seconds)
            done[-1].replayed = _replay(file, recorder.calls)

    settings = Hiring(Terms(), 1).settings(assignment)
    sandbox, models = ZygoteSandbox(settings), models_for(assignment, settings)
    with tempfile.TemporaryDirectory() as name:
        try:
            grade(assignment, sandbox, Terms(), copies(Path(name)), deliver, models)
        finally:
            sandbox.close()
            if models is not None:
                models.close()
    return done


def _replay(file: Path, calls: list[tuple[Any, ...]]) -> dict[str, dict[str, float]]:
    """Make the same calls in a fresh interpreter; return the seconds by part and function."""
    from gradewright.sandbox.launch import ONE_THREAD

    with tempfile.NamedTemporaryFile(suffix=".pickle") as heard:
        pickle.dump(calls, heard)
        heard.flush()
        command = [sys.executable, "-P", str(_REPLAY), str(file), heard.name]
        usual = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=usual)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _be_a_judge() -> None:
    """Do arithmetic in one thread, as judges do: a second one is the submissions'."""
    from gradewright.sandbox.launch import ONE_THREAD

    os.environ.update(ONE_THREAD)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slug", nargs="?", default="keras_mnist")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["PYTEST_PLUGINS"] = "gradewright.grading.plugin"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    _be_a_judge()
    first, *found = measure(arguments.slug, arguments.rounds)
    print(f"{arguments.slug}: median of {len(found)} rounds")
    print(f"{median(r.graded for r in found):8.2f} s  grading one more correct submission")
    print("          in a fresh interpreter with Keras imported:")
    for name, parts in _COMPARED.items():
        print(_compared(name, parts, first, found))
    print("\n in grading       alone")
    for function in sorted(found[0].called, key=lambda name: -found[0].called[name]):
        called = median(r.called.get(function, 0.0) for r in found)
        print(f"{called:9.2f} s {_alone(function, found)}")


def _compared(name: str, parts: tuple[str, ...], first: Round, found: list[Round]) -> str:
    """Return a line: the seconds of these parts alone, and the ratio of grading to them."""
    seconds = [r.alone(parts) for r in (first, *found)]
    around = [mean(pair) for pair in pairwise(seconds)]
    ratios = [r.graded / alone for r, alone in zip(found, around, strict=True)]
    least = min(r.graded for r in found) / min(seconds)
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}; least by least {least:.2f}"
    return f"{median(around):8.2f} s  {name}: {median(ratios):.2f} times ({spread})"


def _alone(function: str, found: list[Round]) -> str:
    """Return the seconds of a function's calls alone, and what part of the work they are."""
    parts = [part for part in _PARTS if function in found[0].replayed[part]]
    if not parts:
        return f"{'':11}  {function}"
    seconds = median(sum(r.replayed[part][function] for part in parts) for r in found)
    return f"{seconds:9.2f} s  {function} ({', '.join(parts)})"


if __name__ == "__main__":
    main()
