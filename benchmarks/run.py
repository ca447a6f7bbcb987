"""`make bench`: gradewright against nbgrader and Otter on the same notebooks.

Environments of the peers are set up below `.bench/` the first time. Everything is printed and
written to `benchmarks/latest.md`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from harness import keras, machine, report
from harness.compare import Arena, Entry, Rate, compare, enter, rate
from harness.course import write_course
from harness.environments import CACHE, REPOSITORY, Environment, make_cache
from harness.exercise import POINTS, TITLE
from harness.measure import CommandFailedError
from harness.tools import COURSE, Gradewright, Nbgrader, Otter, Tool

_LATEST = REPOSITORY / "benchmarks" / "latest.md"
# The faster way to use each peer: what it can do at most, side by side.
_FASTEST = ("nbgrader autograde", "Otter, its API in a loop")
_STAGES = REPOSITORY / "benchmarks" / "stages.py"


@dataclass(slots=True)
class Measured:
    """Everything that one run of the benchmark found."""

    load: float
    numpy: list[Entry] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    keras: list[Entry] = field(default_factory=list)
    stages: list[dict[str, float | str]] = field(default_factory=list)
    unsealed: list[dict[str, float | str]] = field(default_factory=list)


def main() -> None:
    """Measure, print and write the report."""
    arguments = _arguments()
    if arguments.write_course:
        write_course(COURSE)
        return
    make_cache()
    found = Measured(machine.load())
    _measure_numpy(found, arguments)
    if arguments.stages:
        found.stages = _stages("best", arguments.stages)
        found.unsealed = _stages("process", arguments.stages)
    if not arguments.no_keras:
        arena = Arena(CACHE / "work", _say, keras.IMPORTS)
        found.keras = enter(keras.tools(), _say)
        compare(found.keras, arguments.rounds, arena)
    text = as_markdown(found)
    _LATEST.write_text(text, encoding="utf-8")
    print(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often every tool has its turn")
    parser.add_argument("--no-peers", action="store_true", help="measure gradewright only")
    parser.add_argument("--no-keras", action="store_true", help="leave the second table out")
    parser.add_argument("--no-rates", action="store_true", help="leave submissions/s out")
    parser.add_argument("--stages", type=int, default=100, help="submissions to profile; 0: none")
    parser.add_argument(
        "--write-course", action="store_true", help="only write benchmarks/course/ anew"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _peers() -> list[Tool]:
    import numpy as np

    pin = f"numpy=={np.__version__}"
    otter = Environment("otter", ("otter-grader==7.0.0", "ipykernel==7.4.0", pin))
    nbgrader = Environment("nbgrader", ("nbgrader==0.9.6", pin))
    return [
        Nbgrader(nbgrader),
        Nbgrader(nbgrader, pages=True),
        Otter(otter, loop=True),
        Otter(otter, loop=False, many=3),
    ]


def _measure_numpy(found: Measured, arguments: argparse.Namespace) -> None:
    arena = Arena(CACHE / "work", _say)
    peers = [] if arguments.no_peers else _peers()
    found.numpy = enter([Gradewright(), *peers], _say)
    compare(found.numpy, arguments.rounds, arena)
    if not arguments.no_rates:
        found.rates = _rates(found.numpy, arena)


def _rates(entries: Sequence[Entry], arena: Arena) -> list[Rate]:
    """Measure gradewright with 1, 2, 4, … jobs, and as many commands of each peer as cores."""
    most = machine.cores()
    jobs = sorted({min(2**power, most) for power in range(most.bit_length() + 1)})
    found = []
    for count in jobs:
        tool = Gradewright(jobs=count, few=12 * count, many=120 * count)
        _say(f"{tool.name} with --jobs {count}")
        one = rate(tool, 1, arena)
        found.append(Rate(f"gradewright --jobs {count}", count, one.per_second))
    for entry in entries[1:]:
        if not entry.trouble and entry.tool.name in _FASTEST:
            _say(f"{entry.tool.name}, {most} at once")
            found += _rate_of_peer(entry.tool, most, arena)
    return found


def _rate_of_peer(tool: Tool, most: int, arena: Arena) -> list[Rate]:
    try:
        return [rate(tool, most, arena)]
    except CommandFailedError as error:
        _say(f"{tool.name}: {error}")
        return []


def _stages(level: str, count: int) -> list[dict[str, float | str]]:
    """Profile in a process of its own; nothing where the level cannot be had."""
    _say(f"stages, isolation: {level}")
    file = CACHE / "stages.json"
    argv = [sys.executable, str(_STAGES), "--isolation", level, "--json", str(file)]
    argv += ["--submissions", str(count)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=CACHE)
    if done.returncode != 0:
        _say((done.stderr.strip() or "no output").splitlines()[-1])
        return []
    rows: list[dict[str, float | str]] = json.loads(file.read_text(encoding="utf-8"))
    return rows


def as_markdown(found: Measured) -> str:
    """Return the whole report."""
    parts = ["# Benchmark", "", *[f"- {line}" for line in machine.facts(found.load)], ""]
    if machine.busy(found.load):
        parts += ["**The machine was busy with other work: trust the CPU columns.**", ""]
    parts += [*_explained(), *_numpy_part(found), *_keras_part(found), *_stages_part(found)]
    goals = _goals(found)
    basis = "CPU, as the machine was busy" if machine.busy(found.load) else "the wall"
    parts += [f"## Goals (by {basis})", "", report.goals(goals)] if goals else []
    return "\n".join(parts).rstrip() + "\n"


def _explained() -> list[str]:
    return [
        f"The exercise: {TITLE.lower()}, {POINTS} checks, the same for every tool; the notebooks",
        "are the same bytes, half of them right, half with one function wrong, unfinished or",
        "raising. Every tool runs as a whole command on one core, in turn with the others, over a",
        "small class and a large one of n notebooks. *Each more* is the difference, shared by the",
        "notebooks more: a submission without the start. *CPU* counts all processes, sealed ones",
        "too. Medians over the rounds. *Times ours*: compared with the first row.",
        "",
    ]


def _numpy_part(found: Measured) -> list[str]:
    ours = found.numpy[0].figures
    parts = ["## NumPy", "", report.comparison(found.numpy, ours)]
    parts += [
        "gradewright's time includes a page for every student (without rendered notebook copies),",
        "as nbgrader's does with `generate_feedback`; Otter makes none.",
        "",
    ]
    if found.rates:
        first = found.rates[0].per_second
        parts += ["### Submissions a second, all cores", "", report.rates(found.rates, first)]
        parts += [
            "The peers have no `--jobs`: as many of their faster commands run side by side.",
            "",
        ]
    return parts


def _keras_part(found: Measured) -> list[str]:
    if not found.keras:
        return []
    ours = found.keras[0].figures
    return ["## TensorFlow and Keras", "", report.comparison(found.keras, ours)]


def _stages_part(found: Measured) -> list[str]:
    if not found.stages:
        return []
    unsealed = {str(row["name"]): float(row["median_ms"]) for row in found.unsealed}
    return [
        "## Where the time of one NumPy submission goes",
        "",
        "One judge on one core, each second counted for the innermost stage only. What the judge",
        "waits for is the worker's work.",
        "",
        report.stages(found.stages, unsealed),
    ]


def _goals(found: Measured) -> list[report.Goal]:
    """Return the goals that this run measured."""
    page = sum(float(row["median_ms"]) for row in found.stages if "page" in str(row["name"]))
    goals = []
    if found.numpy and found.numpy[0].figures:
        ours = 1e3 * _each(found, found.numpy[0])
        goals.append(report.Goal("a NumPy submission, its page not counted", ours - page, 25, "ms"))
        goals += _goals_of_peers(found, ours)
    if found.stages:
        goals.append(report.Goal("its page", page, 10, "ms"))
    if found.keras and found.keras[0].figures:
        text = "a submission with Keras preloaded, its page not counted"
        goals.append(report.Goal(text, 1e3 * _each(found, found.keras[0]) - page, 45, "ms"))
    alone = [r for r in found.rates if r.name.startswith("gradewright")]
    if len(alone) > 1:
        text = f"growth from 1 to {alone[-1].processes} cores"
        growth = alone[-1].per_second / alone[0].per_second
        goals.append(report.Goal(text, growth, 0.6 * alone[-1].processes, "times", less=False))
    return goals


def _each(found: Measured, entry: Entry) -> float:
    """Return the seconds of a further submission: the wall's, or on a busy machine the CPU's."""
    assert entry.figures is not None
    return entry.figures.each.cpu if machine.busy(found.load) else entry.figures.each.wall


def _goals_of_peers(found: Measured, ours: float) -> list[report.Goal]:
    asked = {Nbgrader: 50.0, Otter: 100.0}
    return [
        report.Goal(
            f"times as fast as {entry.tool.name}",
            1e3 * _each(found, entry) / ours,
            asked[type(entry.tool)],
            "times",
            less=False,
        )
        for entry in found.numpy[1:]
        if entry.figures
    ]


if __name__ == "__main__":
    main()
