"""`gradewright grade`: grade submissions and write the reports."""

from __future__ import annotations

import argparse
import os
import shlex
from dataclasses import replace

from gradewright.batch.recording import GRADEBOOK, check_url, packages_are_there
from gradewright.batch.run import Options, count_held, run
from gradewright.cli.options import allow_downloads, kept_folder, only_of
from gradewright.cli.summary import print_kept, print_summary
from gradewright.cli.terminal import Progress
from gradewright.course.reader import read_course
from gradewright.errors import GradewrightError
from gradewright.phrases import say
from gradewright.sandbox.launch import Levels

_STOPPED = 130


def main(arguments: argparse.Namespace) -> int:
    """Grade and return the exit code."""
    course = read_course(arguments.course)
    allow_downloads(arguments)
    gradebook, remarks = _gradebook(arguments)
    options = Options(
        paths=tuple(arguments.paths),
        assignment=arguments.assignment,
        layout=arguments.layout,
        out=arguments.out,
        jobs=arguments.jobs or os.cpu_count() or 1,
        seed=arguments.seed,
        notebooks=not arguments.no_notebooks,
        levels=_levels(arguments),
        only=only_of(arguments),
        budget=arguments.budget or "",
        again=arguments.again,
        kept=kept_folder(arguments),
        gradebook=gradebook,
        submitted=arguments.submitted,
    )
    command = shlex.join(["gradewright", *arguments.words])
    progress = Progress(page=options.out / "index.html")
    try:
        with progress:
            summary = run(course, options, progress.start, progress.advance)
    except KeyboardInterrupt:
        print_kept(count_held(options.out, course), options.out, command, progress.console)
        return _STOPPED
    except GradewrightError:
        if progress.results:
            print_kept(count_held(options.out, course), options.out, command, progress.console)
        raise
    summary = replace(summary, remarks=(*remarks, *summary.remarks))
    print_summary(summary, progress.results, progress.console)
    if summary.unfinished:
        print_kept(summary.held, options.out, command, progress.console)
        return _STOPPED
    return 3 if summary.failed else 0


def _gradebook(arguments: argparse.Namespace) -> tuple[str, tuple[str, ...]]:
    """Return where results are recorded, "" for nowhere, and what is to be said about that.

    Raises:
        UsageError: the gradebook that was named cannot be opened.
    """
    if arguments.gradebook == "none":
        return "", ()
    if arguments.gradebook is not None:
        check_url(arguments.gradebook)
        return arguments.gradebook, ()
    if not packages_are_there():
        return "", (say("gradebook.kept_none", reason=say("gradebook.no_packages")),)
    return str(arguments.out / GRADEBOOK), ()


def _levels(arguments: argparse.Namespace) -> Levels:
    """Return the levels to try: --isolation picks one, --require-isolation bounds from below."""
    if arguments.isolation is not None:
        return Levels(arguments.isolation, arguments.isolation)
    return Levels(lowest=arguments.require_isolation)
