"""`gradewright leaderboard`: one page that ranks what was measured."""

from __future__ import annotations

import argparse

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.reports import files, leaderboard
from gradewright.reports.held_rows import read_results
from gradewright.reports.pseudonyms import Pseudonyms
from gradewright.results import SubmissionResult
from gradewright.words.printable import one_line


def main(arguments: argparse.Namespace) -> int:
    """Write the page and return 0."""
    results = [
        r
        for path in arguments.results
        for r in read_results(path)
        if r.assignment == arguments.slug
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


def _plain_name(result: SubmissionResult) -> str:
    return one_line(result.student, 80)


def _told(pseudonym: leaderboard.Name, results: list[SubmissionResult]) -> leaderboard.Name:
    """Return the same function; who is who is told on the terminal, and nowhere else."""
    for student, name in sorted({(_plain_name(each), pseudonym(each)) for each in results}):
        print(f"{name}  {student}")
    return pseudonym
