"""`gradewright gradebook`: scores and how they came about, decisions, backup, and checks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from rich.console import Console
from rich.text import Text

from gradewright import phrases
from gradewright.batch.recording import bring_in, packages_are_there
from gradewright.course.reader import read_course
from gradewright.course.records import Course
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.words.printable import printable


def main(arguments: argparse.Namespace) -> int:
    """Do one action and return the exit code."""
    if not packages_are_there():
        raise UsageError(say("gradebook.no_packages"))
    from gradewright.gradebook.store import Gradebook, is_damage, open_gradebook

    course = read_course(arguments.course)
    phrases.use_language(course.language)
    actions: dict[str, Callable[[argparse.Namespace, Course, Gradebook], int]] = {
        "show": _show,
        "explain": _explain,
        "add": _add,
        "undo": _undo,
        "import": _import,
        "backup": _backup,
        "restore": _restore,
        "check": _check,
    }
    makes = arguments.action in ("import", "restore")
    try:
        with closing(open_gradebook(arguments.gradebook, make=makes)) as book:
            return actions[arguments.action](arguments, course, book)
    except UsageError as error:
        if arguments.action == "check" and is_damage(error):
            return _tell_damage([str(error)])
        raise


def _show(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    from gradewright.cli import gradebook_tables
    from gradewright.gradebook.ledger import entries
    from gradewright.gradebook.overview import overview
    from gradewright.gradebook.reading import read_course_book

    with book.reading() as connection:
        found = read_course_book(connection, course.title)
        everything = entries(connection, found.id) if arguments.ledger else []
    if arguments.ledger:
        if arguments.json:
            _print_json(gradebook_tables.plain_entries(everything, found))
        else:
            _print_table(gradebook_tables.ledger_table(everything, found, course.policy))
        return 0
    view = overview(found, course.policy, arguments.slug)
    if arguments.json:
        _print_json(gradebook_tables.plain_overview(view))
    else:
        _print_table(gradebook_tables.score_table(view))
    return 0


def _explain(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    from gradewright.gradebook.explaining import explain
    from gradewright.gradebook.reading import read_course_book
    from gradewright.gradebook.standing import standing, standings

    with book.reading() as connection:
        found = read_course_book(connection, course.title)
    student, asked = found.student(arguments.student), found.assignment(arguments.slug)
    policy = course.policy.of(asked.slug)
    every = standings(found.work.get(student.id, {}), course.policy)
    mine = every.get(asked.slug) or standing(found.facts(student, asked.slug), policy)
    for line in explain(student, asked, mine, policy, course.policy.timezone):
        _say(line)
    return 0


def _add(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    from gradewright.gradebook.deciding import Deciding, Said

    said = Said(arguments.author, arguments.reason)
    with book.writing() as connection:
        deciding = Deciding(connection, course.title, course.policy, said)
        number = _enter(deciding, arguments)
    _say(say("gradebook.entered", number=number))
    return 0


def _enter(deciding: Any, given: argparse.Namespace) -> int:
    """Enter what the command line says, and return the entry's number."""
    from gradewright.gradebook.deciding import Part

    about = (getattr(given, "student", ""), getattr(given, "slug", ""))
    part = Part()
    if getattr(given, "question", None) and given.kind in ("override", "comment"):
        part = Part("question", given.question)
    elif getattr(given, "test", None):
        part = Part("test", given.test)
    kinds: dict[str, Callable[[], int]] = {
        "override": lambda: deciding.override(*about, given.score, part, given.attempt),
        "comment": lambda: deciding.comment(*about, given.text, part),
        "extension": lambda: deciding.extension(*about, given.until, given.hours),
        "exclude": lambda: deciding.exclude(*about, given.attempt),
        "mark": lambda: deciding.mark(*about, given.question, given.points, given.attempt),
        "moment": lambda: deciding.moment(*about, given.at, given.attempt),
        "note": lambda: deciding.note(given.slug, given.text, given.students, given.fault),
        "same": lambda: deciding.same(given.student, given.other),
    }
    return kinds[given.kind]()


def _undo(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    from gradewright.gradebook.deciding import Deciding, Said

    said = Said(arguments.author, arguments.reason)
    with book.writing() as connection:
        deciding = Deciding(connection, course.title, course.policy, said)
        number = deciding.undo(arguments.number)
    _say(say("gradebook.entered", number=number))
    return 0


def _import(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    new, count = bring_in(book, arguments.out, course.title)
    _say(say("gradebook.imported", new=new, count=count))
    return 0


def _backup(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    del course
    from gradewright.gradebook.dumping import backup

    try:
        rows = backup(book, arguments.file)
    except OSError as error:
        text = say("gradebook.cannot_back_up", file=arguments.file, reason=error.strerror)
        raise UsageError(text) from error
    _say(say("gradebook.backed_up", file=arguments.file, rows=rows))
    return 0


def _restore(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    del course
    from gradewright.gradebook.dumping import restore

    rows = restore(book, arguments.file)
    _say(say("gradebook.restored", url=book.shown, rows=rows))
    return 0


def _check(arguments: argparse.Namespace, course: Course, book: Any) -> int:
    del arguments, course
    from gradewright.gradebook.checking import check

    found = check(book)
    if found.damage:
        return _tell_damage(found.damage)
    counts = {"gradings": found.gradings, "entries": found.entries}
    _say(say("gradebook.whole", url=book.shown, **counts))
    return 0


def _tell_damage(damage: Iterable[str]) -> int:
    for what in damage:
        _say(say("gradebook.damage", what=what))
    _say(say("gradebook.mend"))
    return 1


def _print_table(table: Any) -> None:
    Console(highlight=False).print(table)


def _print_json(document: Any) -> None:
    print(json.dumps(document, indent=2))


def _say(line: str) -> None:
    Console(highlight=False).print(Text(printable(line)), soft_wrap=True)
