"""Read `course.toml` and every `assignments/<slug>/assignment.toml` into records."""

from __future__ import annotations

import dataclasses
import keyword
import re
from pathlib import Path
from typing import get_args

from gradewright import phrases
from gradewright.course.policies import CoursePolicy
from gradewright.course.policy_reader import check_policy, read_policy
from gradewright.course.records import (
    Assignment,
    Budgets,
    Course,
    Fresh,
    Largest,
    Limits,
    Load,
    LoadMode,
    Question,
)
from gradewright.course.table import Table, load_toml
from gradewright.errors import CourseError, UsageError

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
# What the fixture `student` offers besides.
RESERVED = (
    "artefact",
    "artefact_from",
    "either",
    "give_weights",
    "lend_model",
    "model_parts",
    "predictions",
    "ref",
    "seeded",
    "start_anew",
    "uncompiled",
)
_BUDGETS = ("cpu", "gpu", "tpu", "full")


def read_course(root: Path) -> Course:
    """Return the course whose `course.toml` is in `root`, with all its assignments.

    Raises:
        UsageError: there is no course in `root`.
        CourseError: a file of the course is wrong.
    """
    file = root / "course.toml"
    if not file.is_file():
        raise UsageError(
            f"{root} holds no course.toml. Name the course's folder with --course DIR."
        )
    table = load_toml(file)
    name, title, language, policy = read_names(table)
    folders = sorted(f.parent for f in (root / "assignments").glob("*/assignment.toml"))
    if not folders:
        raise CourseError(
            root / "assignments", "the folder", "no assignment", "<slug>/assignment.toml"
        )
    assignments = tuple(read_assignment(folder, root) for folder in folders)
    questions = {a.slug: tuple(question.id for question in a.questions) for a in assignments}
    check_policy(table.table("policy"), policy, questions)
    return Course(name, title, language, root, assignments, policy)


def read_names(table: Table) -> tuple[str, str, str, CoursePolicy]:
    """Return name, title, language and policy in the table of `course.toml`.

    Raises:
        CourseError: it is wrong.
    """
    name, title = table.text("name"), table.text("title")
    language = table.choice("language", phrases.languages(), "en")
    policy = read_policy(table.table("policy"))
    table.finish()
    return name, title, language, policy


def find_assignment(course: Course, slug: str) -> Assignment:
    """Return the assignment of that slug.

    Raises:
        UsageError: the course has none.
    """
    for assignment in course.assignments:
        if assignment.slug == slug:
            return assignment
    known = ", ".join(assignment.slug for assignment in course.assignments)
    raise UsageError(f"there is no assignment {slug!r}; this course has: {known}")


def read_assignment(folder: Path, root: Path) -> Assignment:
    """Return the assignment described by `folder/assignment.toml`.

    Raises:
        CourseError: the file is wrong.
    """
    return read_table(load_toml(folder / "assignment.toml"), folder, root)


def read_table(table: Table, folder: Path, root: Path) -> Assignment:
    """Return the assignment in the table of `folder/assignment.toml`; `root` is the course's.

    Raises:
        CourseError: it is wrong.
    """
    slug = folder.name
    if not _SLUG.fullmatch(slug):
        raise CourseError(folder, "the folder's name", repr(slug), "lower-case a-z, 0-9 and _")
    limits, full_limits = _read_limits(table.table("limits"))
    assignment = Assignment(
        slug=slug,
        title=table.text("title"),
        source=table.text("source"),
        files=table.texts("files", (f"{slug}.ipynb", f"{slug}.py", "*.ipynb", "*.py")),
        load=_read_load(table.table("load"), folder),
        limits=limits,
        full_limits=full_limits,
        questions=_read_questions(table),
        folder=folder,
        graders=root / "graders" / slug,
        reference=root / "reference" / slug,
        template=root / "student_template" / slug,
        data=table.texts("data", ()),
        budgets=_read_budgets(table.table("budget")),
        follow_through=table.flag("follow_through", default=True),
        largest=_read_largest(table.table("models")),
    )
    table.finish()
    return assignment


def _read_load(table: Table, folder: Path) -> Load:
    load = Load(
        mode=table.choice("mode", get_args(LoadMode), "slice"),
        preload=table.texts("preload", ("numpy",)),
        optional=table.texts("optional", ()),
        support=tuple(_support(table, folder, name) for name in table.texts("support", ())),
        fresh=table.choice("fresh", get_args(Fresh), "changed"),
    )
    table.finish()
    return load


def _support(table: Table, folder: Path, name: str) -> Path:
    """Return the path of a support module, which must lie in the assignment's folder."""
    path = folder / name
    inside = path.resolve().is_relative_to(folder.resolve())
    if not (inside and path.is_file() and path.suffix == ".py"):
        raise table.wrong("support", name, "Python files in the assignment's own folder")
    return path


def _read_limits(table: Table) -> tuple[Limits, Limits | None]:
    """Return `[limits]`, and what `[limits.full]` makes of them under the full budget."""
    full = table.table("full")
    limits = _limits(table, Limits())
    return limits, _limits(full, limits) if full.values else None


def _limits(table: Table, default: Limits) -> Limits:
    values = {
        spec.name: table.number(
            spec.name, getattr(default, spec.name), whole=isinstance(spec.default, int)
        )
        for spec in dataclasses.fields(Limits)
        # What has no default of its own follows from another limit.
        if spec.name in table.values or getattr(default, spec.name)
    }
    table.finish()
    return Limits(**values)


def _read_largest(table: Table) -> Largest:
    """Return `[models]`: the largest model that is asked for."""
    usual = Largest()
    largest = Largest(
        parameters=int(table.number("parameters", usual.parameters, whole=True)),
        multiplications=int(table.number("multiplications", usual.multiplications, whole=True)),
    )
    table.finish()
    return largest


def _read_budgets(table: Table) -> Budgets:
    """Return `[budget.<device kind or full>.<data set>]`: what it holds is the graders' to read."""
    kinds = {kind: table.table(kind) for kind in _BUDGETS}
    table.finish()
    return {
        kind: {name: dict(entry.table(name).values) for name in entry.values}
        for kind, entry in kinds.items()
        if entry.values
    }


def _read_questions(table: Table) -> tuple[Question, ...]:
    questions: list[Question] = []
    for entry in table.tables("question"):
        question = Question(
            id=entry.text("id"),
            title=entry.text("title"),
            points=float(entry.number("points")),
            functions=entry.texts("functions", ()),
            test_seconds=entry.number("test_seconds", None),
        )
        entry.finish()
        if not _SLUG.fullmatch(question.id):
            raise entry.wrong("id", question.id, "lower-case a-z, 0-9 and _")
        if question.id in {other.id for other in questions}:
            raise entry.wrong("id", question.id, "an id that no other question has")
        for name in question.functions:
            if name in RESERVED:
                raise entry.wrong("functions", name, f"other names than {', '.join(RESERVED)}")
            if not name.isidentifier() or keyword.iskeyword(name):
                raise entry.wrong("functions", name, "names of Python functions")
        questions.append(question)
    return tuple(questions)
