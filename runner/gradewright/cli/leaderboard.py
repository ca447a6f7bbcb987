"""`gradewright leaderboard`: one page that ranks what was measured."""

from __future__ import annotations

import argparse
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.reports import files, leaderboard
from gradewright.reports.pseudonyms import Pseudonyms
from gradewright.reports.stored import read_stored
from gradewright.results import SubmissionResult
from gradewright.results_reader import NotARecordError
from gradewright.words.printable import one_line

_FILE = "results.json"


def main(arguments: argparse.Namespace) -> int:
    """Write the page and return 0."""
    results = [
        r for path in arguments.results for r in _read(path) if r.assignment == arguments.slug
    ]
    if not results:
        raise UsageError(
            f"No result of {arguments.slug} stands in {', '.join(map(str, arguments.results))}. "
            "Name the folder that `gradewright grade --out` wrote, or its results.json."
        )
    name: leaderboard.Name = _plain_name
    if arguments.pseudonyms is not None:
        name = _told(Pseudonyms(arguments.pseudonyms).of, results)
    files.write(arguments.out, leaderboard.render(results[0].title, results, name))
    print(say("console.board", path=arguments.out))
    return 0


def _read(path: Path) -> list[SubmissionResult]:
    file = path / _FILE if path.is_dir() else path
    found: list[SubmissionResult] = []
    try:
        read_stored(file, lambda _place, result: found.append(result))
    except (OSError, NotARecordError) as error:
        raise UsageError(f"{file} cannot be read as results: {error}") from error
    return found


def _plain_name(result: SubmissionResult) -> str:
    return one_line(result.student, 80)


def _told(pseudonym: leaderboard.Name, results: list[SubmissionResult]) -> leaderboard.Name:
    """Return the same function; who is who is told on the terminal, and nowhere else."""
    for student, name in sorted({(_plain_name(each), pseudonym(each)) for each in results}):
        print(f"{name}  {student}")
    return pseudonym
