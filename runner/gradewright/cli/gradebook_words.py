"""The words of `gradewright gradebook`: its actions and their arguments."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    _Actions = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse exports no name for it

_STUDENT = "a name or an id"


def add_gradebook(verbs: _Actions) -> None:
    """Add the verb."""
    verb = verbs.add_parser("gradebook", help="scores, decisions and why: the class over the term")
    actions = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_looking(actions)
    _add_entries(actions)
    undo = _action(actions, "undo", "take an entry of the ledger back, by a new one")
    undo.add_argument("number", type=int, metavar="ID", help="the entry's number")
    _add_said(undo)
    bring = _action(actions, "import", "bring in the results of a folder")
    bring.add_argument("out", type=Path, metavar="OUT", help="a folder of reports")
    for name, help_ in (
        ("backup", "write the whole gradebook into a file"),
        ("restore", "make a gradebook out of a backup"),
    ):
        action = _action(actions, name, help_)
        action.add_argument("file", type=Path, metavar="FILE")
    _action(actions, "check", "look for damage")


def _add_looking(actions: _Actions) -> None:
    show = _action(actions, "show", "scores as a table")
    show.add_argument("slug", nargs="?", metavar="SLUG", help="default: the whole course")
    show.add_argument("--ledger", action="store_true", help="the ledger's entries instead")
    show.add_argument("--json", action="store_true", help="print JSON")
    explain = _action(actions, "explain", "say how a score came about")
    _add_about(explain)


def _add_entries(actions: _Actions) -> None:
    add = actions.add_parser("add", help="enter a decision into the ledger")
    kinds = add.add_subparsers(dest="kind", metavar="KIND", required=True)
    override = _entry(kinds, "override", "set the score of a test, a question or the whole")
    override.add_argument("score", type=float, metavar="SCORE")
    _add_part(override)
    _add_attempt(override)
    comment = _entry(kinds, "comment", "say something about the work")
    comment.add_argument("text", metavar="TEXT")
    _add_part(comment)
    extension = _entry(kinds, "extension", "give more time")
    which = extension.add_mutually_exclusive_group(required=True)
    which.add_argument("--until", type=_moment, metavar="MOMENT")
    which.add_argument("--hours", type=float, metavar="N")
    exclude = _entry(kinds, "exclude", "excuse a student, or leave one attempt out")
    exclude.add_argument("--attempt", type=int, metavar="N", help="only this attempt")
    mark = _entry(kinds, "mark", "mark a question by hand")
    mark.add_argument("question", metavar="QUESTION")
    mark.add_argument("points", type=float, metavar="POINTS")
    _add_attempt(mark)
    moment = _entry(kinds, "moment", "say when an attempt was really handed in")
    moment.add_argument("at", type=_moment, metavar="MOMENT")
    _add_attempt(moment)
    note = _action(kinds, "note", "say something to several students at once")
    note.add_argument("slug", metavar="SLUG")
    note.add_argument("text", metavar="TEXT")
    note.add_argument("--students", nargs="+", default=[], metavar="STUDENT", help="default: all")
    note.add_argument("--fault", default="", metavar="ID", help="the fault that it is about")
    _add_said(note)
    same = _action(kinds, "same", "say that two are one person, who stands under the first")
    same.add_argument("student", metavar="STUDENT", help=_STUDENT)
    same.add_argument("other", metavar="OTHER", help=_STUDENT)
    _add_said(same)


def _action(actions: _Actions, name: str, help_: str) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_)
    parser.add_argument(
        "--gradebook",
        default=str(Path("grading") / "gradebook.sqlite"),
        metavar="URL",
        help="a file or postgresql+psycopg://… (default: grading/gradebook.sqlite)",
    )
    parser.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="default: this folder"
    )
    return parser


def _entry(kinds: _Actions, name: str, help_: str) -> argparse.ArgumentParser:
    parser = _action(kinds, name, help_)
    _add_about(parser)
    _add_said(parser)
    return parser


def _add_about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("student", metavar="STUDENT", help=_STUDENT)
    parser.add_argument("slug", metavar="SLUG", help="the assignment")


def _add_said(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--author", required=True, metavar="NAME", help="who decides")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why")


def _add_part(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--question", metavar="ID", help="of this question, not of the whole")
    which.add_argument("--test", metavar="ID", help="of this test, not of the whole")


def _add_attempt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--attempt", type=int, metavar="N", help="default: the one that counts; 0: all of them"
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no moment; write 2026-11-30T23:59:00"
        raise argparse.ArgumentTypeError(message) from error
