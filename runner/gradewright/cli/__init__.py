"""The command line: one thin module a verb.

Verbs are imported when they are called, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gradewright import __version__
from gradewright.cli.gradebook_words import add_gradebook
from gradewright.errors import CourseError, GradewrightError, MachineryError, UsageError

if TYPE_CHECKING:
    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse exports no name for it

_LEVELS = ("namespaces", "landlock", "process")

_WRONG, _BROKEN, _INTERRUPTED = 2, 3, 130
# What a student's own computer can do, without the packages that grading needs.
_LIGHT = ("check",)
_GRADING = (
    "h5py",
    "jinja2",
    "latex2mathml",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "pandas",
    "PIL",
    "pygments",
    "pytest",
    "rich",
    "sklearn",
)

_EPILOG = """\
exit codes:
  0  every submission was dealt with, whatever its score
  1  validate, generate --check or gradebook check found something that is not as it should be,
     or work is below the threshold of ci
  2  wrong usage, or a mistake in the course's files
  3  the machinery failed for some submission
  130  stopped with Ctrl-C: what was graded is kept, and the same command goes on
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    arguments = _parser().parse_args(words, argparse.Namespace(words=words))
    try:
        if arguments.verb not in _LIGHT:
            _require_packages(arguments.verb)
        verb = importlib.import_module(f"gradewright.cli.{arguments.verb.replace('-', '_')}")
        return int(verb.main(arguments))
    except (UsageError, CourseError) as error:
        return _complain(error, _WRONG)
    except MachineryError as error:
        return _complain(error, _BROKEN)
    except GradewrightError as error:
        return _complain(error, _WRONG)
    except KeyboardInterrupt:
        print("gradewright: stopped", file=sys.stderr)
        return _INTERRUPTED


def _require_packages(verb: str) -> None:
    """Say what to install where the packages are missing that all verbs for teachers need.

    Raises:
        UsageError: one is.
    """
    missing = [name for name in _GRADING if find_spec(name) is None]
    if missing:
        from gradewright.phrases import say

        raise UsageError(say("console.needs_extra", verb=verb, packages=", ".join(missing)))


def _complain(error: GradewrightError, code: int) -> int:
    print(f"gradewright: {error}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gradewright",
        description="Grade numerical and deep-learning course work.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"gradewright {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _add_check(verbs)
    _add_grade(verbs)
    _add_validate(verbs)
    _add_new(verbs)
    _add_generate(verbs)
    _add_release(verbs)
    _add_leaderboard(verbs)
    _add_suspects(verbs)
    _add_similar(verbs)
    _add_term(verbs)
    _add_cache(verbs)
    add_gradebook(verbs)
    _add_ci(verbs)
    _add_export_grader(verbs)
    verbs.add_parser("doctor", help="tell what isolation this machine gives, and how to get more")
    return parser


def _add_check(verbs: _Verbs) -> None:
    from gradewright.selfcheck.terminal.options import DESCRIPTION, EPILOG, add_options

    verb = verbs.add_parser(
        "check",
        help="check your own work with an assignment's visible tests",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(verb)


def _add_grade(verbs: _Verbs) -> None:
    verb = verbs.add_parser("grade", help="grade submissions and write the reports")
    verb.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or .zip")
    verb.add_argument(
        "--assignment", metavar="SLUG", help="the assignment, where names do not tell"
    )
    verb.add_argument(
        "--layout",
        choices=("auto", "student", "class", "sections"),
        default="auto",
        help="each PATH is one student's work, a class, or a folder of classes; default: weighed",
    )
    verb.add_argument(
        "--out",
        type=Path,
        default=Path("grading"),
        metavar="DIR",
        help="folder of the reports; results that are there stay (default: grading)",
    )
    verb.add_argument(
        "--require-isolation",
        choices=_LEVELS,
        default="process",
        metavar="LEVEL",
        help="refuse to grade below this level: namespaces, landlock or process",
    )
    verb.add_argument(
        "--isolation", choices=_LEVELS, metavar="LEVEL", help="grade at this level and no other"
    )
    verb.add_argument("--no-notebooks", action="store_true", help="leave rendered copies out")
    verb.add_argument(
        "--again", action="store_true", help="grade anew what has not changed since, too"
    )
    verb.add_argument(
        "--gradebook",
        metavar="URL",
        help="a file, postgresql+psycopg://…, or none (default: gradebook.sqlite in --out)",
    )
    verb.add_argument(
        "--submitted",
        type=Path,
        metavar="CSV",
        help="when work was handed in: columns student, submitted, and maybe assignment",
    )
    which = verb.add_mutually_exclusive_group()
    which.add_argument(
        "--only", choices=("performance",), help="run the performance checks and nothing else"
    )
    _add_no_performance(which)
    _add_common(verb)


def _add_validate(verbs: _Verbs) -> None:
    verb = verbs.add_parser("validate", help="prove that the graders of assignments are right")
    verb.add_argument("slugs", nargs="*", metavar="SLUG", help="default: every assignment")
    verb.add_argument(
        "--sample",
        type=_positive,
        default=None,
        metavar="N",
        help="only N of the variants or tricks, drawn from the seed; default: all",
    )
    verb.add_argument(
        "--attacks",
        action="store_true",
        help="try to bend the measurements instead, and tell which tricks are paid for",
    )
    verb.add_argument(
        "--show",
        action="append",
        metavar="NAME",
        help="print the whole file that this variant stands for (again for more), no more",
    )
    verb.add_argument(
        "--feedback",
        action="store_true",
        help="show what students of wrong variants would read, and which visible tests miss",
    )
    verb.add_argument(
        "--foretell",
        action="store_true",
        help="show how well visible tests, which students can run, foretell the grade",
    )
    verb.add_argument(
        "--ratings",
        action="store_true",
        help="show how well messages tell the cause, as rated, and which ratings are stale",
    )
    verb.add_argument(
        "--apart",
        action="store_true",
        help="grade each case again with a process for each test, and compare the verdicts",
    )
    verb.add_argument(
        "-k",
        dest="tests",
        metavar="TEST",
        help="run the tests whose names hold TEST, and show what they called and compared",
    )
    verb.add_argument("--pdb", action="store_true", help="stop in the debugger where a test fails")
    verb.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help="only this variant, reference or stub (again for more); "
        "performance: the performance checks and nothing else",
    )
    _add_no_performance(verb)
    _add_common(verb)


def _add_new(verbs: _Verbs) -> None:
    verb = verbs.add_parser("new", help="write a new assignment: a small whole example to change")
    verb.add_argument("slug", metavar="SLUG", help="its name in paths: small letters, digits, _")
    verb.add_argument("--like", choices=("numpy", "keras"), default="numpy")
    verb.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )


def _add_generate(verbs: _Verbs) -> None:
    verb = verbs.add_parser("generate", help="make stubs from reference/, and the page for authors")
    verb.add_argument("slugs", nargs="*", metavar="SLUG", help="default: every assignment")
    verb.add_argument("--course", type=Path, default=Path(), metavar="DIR")
    verb.add_argument("--check", action="store_true", help="only tell whether it is in step")


def _add_release(verbs: _Verbs) -> None:
    verb = verbs.add_parser("release", help="make what students are handed out, with a self-check")
    verb.add_argument("slugs", nargs="*", metavar="SLUG", help="default: every assignment")
    verb.add_argument("--course", type=Path, default=Path(), metavar="DIR")
    verb.add_argument(
        "--out",
        type=Path,
        default=Path("releases"),
        metavar="DIR",
        help="where a folder and a zip an assignment are written (default: releases)",
    )


def _add_leaderboard(verbs: _Verbs) -> None:
    verb = verbs.add_parser("leaderboard", help="rank what was measured, on a page to publish")
    verb.add_argument("slug", metavar="SLUG", help="the assignment")
    verb.add_argument(
        "results",
        nargs="*",
        type=Path,
        default=[Path("grading")],
        metavar="RESULTS",
        help="folders of reports, or their results.json (default: grading)",
    )
    verb.add_argument("--out", type=Path, default=Path("leaderboard.html"), metavar="FILE")
    verb.add_argument(
        "--pseudonyms",
        type=Path,
        default=None,
        metavar="KEY",
        help="give pseudonyms in place of names, by the key in this file; drawn if it is not there",
    )


def _add_suspects(verbs: _Verbs) -> None:
    verb = verbs.add_parser("suspects", help="name the tests that, by the class, may be wrong")
    verb.add_argument(
        "results",
        nargs="?",
        type=Path,
        default=Path("grading"),
        metavar="OUT",
        help="a folder of reports, or its results.json (default: grading)",
    )


def _add_similar(verbs: _Verbs) -> None:
    verb = verbs.add_parser("similar", help="show which submissions are like each other: a hint")
    verb.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path("grading")],
        metavar="PATH",
        help="folders of reports, submissions, or both (default: grading)",
    )
    verb.add_argument(
        "--assignment", metavar="SLUG", help="the assignment, where names do not tell"
    )
    verb.add_argument(
        "--out", type=Path, metavar="FILE", help="default: similar.html beside the reports"
    )
    verb.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )


def _add_term(verbs: _Verbs) -> None:
    verb = verbs.add_parser("term", help="show every student's way through the term")
    verb.add_argument(
        "results",
        nargs="*",
        type=Path,
        default=[Path("grading")],
        metavar="RESULTS",
        help="folders of reports, or their results.json (default: grading)",
    )
    verb.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )


def _add_cache(verbs: _Verbs) -> None:
    verb = verbs.add_parser("cache", help="show or clear what was worked out for later runs")
    verb.add_argument("--json", action="store_true", help="print JSON")
    verb.set_defaults(slugs=[])
    actions = verb.add_subparsers(dest="action", metavar="clear")
    clear = actions.add_parser("clear", help="remove what is kept")
    clear.add_argument("slugs", nargs="*", metavar="SLUG", help="only of these assignments")
    clear.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")


def _add_ci(verbs: _Verbs) -> None:
    verb = verbs.add_parser("ci", help="grade where code is pushed, or pull it and grade it")
    actions = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check", help="in a student's repository: the visible checks; with --course: sealed grading"
    )
    check.add_argument("path", nargs="?", type=Path, default=Path(), help="default: this folder")
    check.add_argument("--course", type=Path, metavar="DIR", help="grade sealed with this course")
    _add_ci_common(check, Path("gradewright-ci"), "process")
    pull = actions.add_parser(
        "pull", help="in the teachers' repository: fetch students' commits and grade them sealed"
    )
    pull.add_argument(
        "repositories",
        type=Path,
        help="a list (ADDRESS, or NAME ADDRESS, a line) or a folder of clones",
    )
    pull.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )
    pull.add_argument("--branch", default="", metavar="NAME", help="default: what they show first")
    pull.add_argument(
        "--send",
        choices=("github", "gitea", "gitlab"),
        help="send commit statuses, with the token in GRADEWRIGHT_STATUS_TOKEN",
    )
    pull.add_argument("--api", default="", metavar="URL", help="default: what the job says")
    pull.add_argument("--context", default="gradewright", metavar="NAME", help="a status' name")
    pull.add_argument(
        "--gradebook", default="", metavar="FILE", help="record the results in this gradebook, too"
    )
    pull.add_argument("--jobs", type=_positive, metavar="N", help="default: all cores")
    _add_no_performance(pull)
    _add_ci_common(pull, Path("pull"), "landlock")
    _add_hosted(actions)


_HOSTS = ("gradescope", "classroom50", "prairielearn")


def _add_hosted(actions: _Verbs) -> None:
    verb = actions.add_parser("hosted", help="inside a platform's container: what exports run")
    verb.add_argument("host", choices=_HOSTS)
    verb.add_argument("--root", type=Path, required=True, metavar="DIR")
    verb.add_argument("--assignment", metavar="SLUG", required=True)
    verb.add_argument("--isolation", choices=_LEVELS, default="landlock", metavar="LEVEL")
    verb.add_argument(
        "--hidden",
        choices=("summed", "concealed"),
        default="summed",
        help="Gradescope: hidden tests as a line a question, or each concealed, and the total too",
    )


def _add_export_grader(verbs: _Verbs) -> None:
    verb = verbs.add_parser("export-grader", help="pack a grader for a platform that runs it")
    verb.add_argument("host", choices=_HOSTS, metavar="PLATFORM", help=", ".join(_HOSTS))
    verb.add_argument("slug", metavar="SLUG", help="the assignment")
    verb.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )
    verb.add_argument("--out", type=Path, metavar="FILE", help="default: SLUG-PLATFORM.zip")
    verb.add_argument(
        "--isolation",
        choices=_LEVELS,
        default="landlock",
        metavar="LEVEL",
        help="the level below which nothing is graded there (default: landlock)",
    )


def _add_ci_common(verb: argparse.ArgumentParser, out: Path, lowest: str) -> None:
    verb.add_argument("--assignment", metavar="SLUG", help="default: what the files tell")
    verb.add_argument("--out", type=Path, default=out, metavar="DIR", help=f"default: {out}")
    verb.add_argument(
        "--threshold",
        type=_percent,
        metavar="PERCENT",
        help="exit with 1 where less of the points was earned; default: never",
    )
    verb.add_argument(
        "--isolation",
        choices=_LEVELS,
        default=lowest,
        metavar="LEVEL",
        help=f"the level below which nothing is graded sealed (default: {lowest})",
    )
    verb.add_argument("--no-cache", action="store_true", help="keep nothing for later runs")


def _add_no_performance(where: argparse._ActionsContainer) -> None:
    where.add_argument(
        "--no-performance", action="store_true", help="leave the performance checks out"
    )


def _add_common(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )
    verb.add_argument(
        "--jobs", type=_positive, default=None, metavar="N", help="default: all cores"
    )
    verb.add_argument(
        "--no-cache", action="store_true", help="keep nothing for later runs, and take nothing"
    )
    verb.add_argument("--seed", type=int, default=None, metavar="N", help="default: a fresh one")
    verb.add_argument("--budget", choices=("full",), help="train with the course's full settings")
    verb.add_argument(
        "--download", action="store_true", help="download data sets that are not here"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _percent(text: str) -> float:
    """Return a share of the points, 0 to 1."""
    number = float(text.rstrip("% "))
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError("0 to 100")
    return number / 100
