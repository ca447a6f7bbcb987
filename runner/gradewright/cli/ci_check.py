"""`gradewright ci check`: the push recipe."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gradewright.ci.handed_in import said_in, work_in
from gradewright.ci.outputs import write_outputs
from gradewright.ci.platforms import log_line, log_lines, platform_of, tell_platform
from gradewright.errors import MachineryError
from gradewright.exports.commands import outputs
from gradewright.exports.statuses import is_enough
from gradewright.exports.summary import heading, summary
from gradewright.exports.told import Told, told
from gradewright.phrases import say
from gradewright.results import RunInfo, SubmissionResult
from gradewright.words.numbers import points


@dataclass(frozen=True, slots=True)
class _Checked:
    """One result, what may be told of it, and a sentence about what it is."""

    result: SubmissionResult
    told: Told
    run: RunInfo
    note: str


def main(arguments: argparse.Namespace) -> int:
    """Check, tell the platform, and return the exit code: 1 below the threshold."""
    platform = platform_of(os.environ)
    checked = list(_sealed(arguments) if arguments.course else _visible(arguments))
    seen = [each.told for each in checked]
    # Only now, when all is done, anything is written that could be taken for a score.
    several = len(checked) > 1
    for each in checked:
        folder = arguments.out / each.told.assignment if several else arguments.out
        try:
            write_outputs(folder, each.result, each.told, each.run, each.note)
        except OSError as error:
            raise MachineryError(
                f"{error.filename} cannot be written: {error.strerror}."
            ) from error
    limit = 60_000 // max(1, len(checked))
    markdown = "\n".join(summary(each.told, each.note, limit) for each in checked)
    tell_platform(platform, markdown, _outputs(seen))
    for line in log_lines(platform, seen):
        print(line)
    for each in checked:
        print(log_line(heading(each.told)))
        print(log_line(each.note))
    return _judge(seen, arguments.threshold)


def _judge(seen: list[Told], threshold: float | None) -> int:
    """Return 0, or 1 where a threshold is asked for and not reached."""
    if threshold is None:
        return 0
    below = [each for each in seen if not is_enough(each, threshold)]
    for each in below:
        score, most = points(each.score), points(each.max_score)
        asked = points(100 * threshold)
        print(log_line(say("ci.below", title=each.title, score=score, most=most, threshold=asked)))
    return 1 if below else 0


def _outputs(seen: list[Told]) -> dict[str, str]:
    """Return score and most points over all assignments; none where one has no score."""
    values = [outputs(each) for each in seen]
    if not values or not all(values):
        return {}
    return {name: f"{sum(float(v[name]) for v in values):.6g}" for name in values[0]}


def _visible(arguments: argparse.Namespace) -> Iterator[_Checked]:
    """Yield what the visible checks of each release find."""
    from gradewright.ci.visible import check_visible
    from gradewright.results import Device, Environment
    from gradewright.selfcheck.finding import kit_beside

    root = arguments.path
    for folder in work_in(root):
        kit = kit_beside(folder)
        if arguments.assignment and kit.slug != arguments.assignment:
            continue
        result = check_visible(kit, folder)
        hidden = sum(asked.hidden_tests for asked in kit.questions)
        worth = points(sum(asked.hidden_points for asked in kit.questions))
        key = "ci.visible_note" if hidden else "ci.visible_only"
        run = RunInfo(kit.title, result.created, 0, Environment("", {}, Device("cpu", "")))
        note = say(key, tests=hidden, points=worth)
        yield _Checked(result, told(result, _below(root, folder)), run, note)


def _sealed(arguments: argparse.Namespace) -> Iterator[_Checked]:
    """Yield what sealed grading with a course finds."""
    from gradewright.ci.sealed import grade_folder, run_of
    from gradewright.cli.options import kept_folder
    from gradewright.course.reader import read_course
    from gradewright.sandbox.launch import Levels

    course = read_course(arguments.course)
    said = said_in(arguments.path)
    folder = arguments.path / said.folder if said.folder else arguments.path
    results = grade_folder(
        course,
        folder.resolve(),
        arguments.assignment or said.assignment or None,
        arguments.out / "grading",
        Levels(lowest=arguments.isolation),
        kept=kept_folder(arguments),
    )
    for result in results:
        shown = told(result, _below(arguments.path, folder))
        yield _Checked(result, shown, run_of(result, course.title), say("ci.sealed_note"))


def _below(root: Path, folder: Path) -> str:
    """Return where a folder lies in the repository."""
    below = folder.resolve().relative_to(root.resolve()).as_posix()
    return "" if below == "." else below
