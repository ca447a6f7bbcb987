"""The reference page for authors, `docs/reference.md`, made from what the code says of itself.

A course that has the page gets it brought in step by `gradewright generate`.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Container, Iterator, Mapping
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from gradewright import graders
from gradewright.authoring.docstrings import (
    cell,
    fields_of,
    functions_in,
    markdown_of,
    read_docstring,
    signature_of,
)
from gradewright.course.policies import ByHand, CoursePolicy, Policy
from gradewright.course.reader import read_names, read_table
from gradewright.course.records import Assignment, Course, Largest, Limits, Load, Question
from gradewright.course.table import REQUIRED, Table
from gradewright.datasets.records import Dataset
from gradewright.graders.models import ModelReader
from gradewright.graders.pictures import Pictures
from gradewright.graders.student import Student
from gradewright.grading import plugin
from gradewright.grading.kept import Kept
from gradewright.grading.marks import MARKERS
from gradewright.grading.reference import Reference
from gradewright.performance.artefact import Artefact
from gradewright.performance.bench import Bench
from gradewright.performance.budget import Budget
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.facts import LayerFacts, ModelFacts
from gradewright.performance.trained import Trained

PAGE = Path("docs") / "reference.md"

_TEMPLATE = "reference.md.tmpl"

# What an author calls of the objects that fixtures give: fixture, prefix, class, names.
_METHODS: tuple[tuple[str, str, type, str], ...] = (
    ("student", "student", Student, "seeded either ref start_anew uncompiled"),
    (
        "student",
        "student",
        Student,
        "artefact lend_model give_weights predictions model_parts artefact_from",
    ),
    ("reference", "reference", Reference, "seeded in_place artefact"),
    ("kept", "kept", Kept, "once"),
    ("models", "models", ModelReader, "read of"),
    ("picture", "picture", Pictures, "plot matrix images"),
    ("bench", "bench", Bench, "compare_times step_time grade trained followed budget"),
    ("bench", "bench", Bench, "device evaluator"),
    ("bench", "bench.evaluator", Evaluator, "describe predict predict_all loss"),
    ("bench", "bench.evaluator", Evaluator, "device versions"),
)
_RECORDS = (ModelFacts, LayerFacts, Artefact, Trained, Budget, Dataset)
# The smallest course files; keys that are only looked for where they stand are in them.
_COURSE = {
    "name": "course",
    "title": "Course",
    "policy": {
        "assignment": {"slug": {"by_hand": [{"id": "question", "title": "Title", "points": 1}]}}
    },
}
_ASSIGNMENT = {
    "title": "Title",
    "source": "Source",
    "limits": {"replies_mb": 1},
    "question": [{"id": "question", "title": "Title", "points": 1, "test_seconds": 1}],
}
_INNER: Mapping[str, type] = {
    "load": Load,
    "limits": Limits,
    "models": Largest,
    "question": Question,
}


def bring_in_step(root: Path, *, only_tell: bool) -> str | None:
    """Write the page below a course's folder, or only compare it.

    Returns:
        "written", "out of step" or "in step"; None for a course that has no such page.
    """
    file = root / PAGE
    if not file.is_file():
        return None
    wanted = manual()
    if file.read_text(encoding="utf-8") == wanted:
        return "in step"
    if not only_tell:
        file.write_text(wanted, encoding="utf-8")
    return "out of step" if only_tell else "written"


def manual() -> str:
    """Return the page: course files, marks, fixtures, names for graders, records."""
    text = (resources.files("gradewright.authoring") / "templates" / _TEMPLATE).read_text("utf-8")
    parts = {
        **_files(),
        "marks": "\n".join(_row(f"`{m}`", t) for m, _, t in (m.partition(": ") for m in MARKERS)),
        "fixtures": "\n\n".join(_fixtures()),
        "names": "\n\n".join(_names()),
        "records": "\n\n".join(_records()),
    }
    return Template(text).substitute(parts)


def _files() -> dict[str, str]:
    """Return the tables of the course files: what the reader asks for, as it asks for it."""
    course, assignment = (
        Table(Path(name), "", values)
        for name, values in (("course.toml", _COURSE), ("assignment.toml", _ASSIGNMENT))
    )
    read_names(course)
    read_table(assignment, Path("assignments") / "slug", Path())
    inner = {name: _keys(assignment.asked[name].tables[0], _INNER[name]) for name in _INNER}
    return {
        "course": _keys(course, Course),
        "assignment": _keys(assignment, Assignment),
        **inner,
        **_policy(course.asked["policy"].tables[0]),
    }


def _policy(table: Table) -> dict[str, str]:
    """Return the tables of `[policy]`: the course's own keys, the rules, what one slug adds."""
    usual = set(table.asked)
    (one,) = table.asked["assignment"].tables[0].asked["slug"].tables
    (by_hand,) = one.asked["by_hand"].tables
    both, course, own = usual & set(one.asked), usual - set(one.asked), set(one.asked) - usual
    return {
        "policy_course": _keys(table, CoursePolicy, course),
        "policy": _keys(table, Policy, both),
        "policy_assignment": _keys(one, Policy, own),
        "by_hand": _keys(by_hand, ByHand),
    }


def _keys(table: Table, record: type, names: Container[str] | None = None) -> str:
    """Return a row for each key, or each of these keys, that is no table."""
    meanings = read_docstring(record).entries("Attributes:")
    return "\n".join(
        _row(f"`{name}`", key.kind, _default(key.default), meanings[name])
        for name, key in table.asked.items()
        if not key.tables and (names is None or name in names)
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell(text) for text in cells)} |"


def _default(value: Any) -> str:
    """Return a default as it would be written in the file."""
    if value is REQUIRED:
        return "required"
    if not isinstance(value, bool) and not value:
        return "none"
    words = json.dumps(value, ensure_ascii=False)
    return f"`{words}`"


def _fixtures() -> Iterator[str]:
    for name, text in functions_in(plugin, "pytest.fixture"):
        yield f"### Fixture `{name}`"
        yield markdown_of(text)
        for fixture, prefix, owner, methods in _METHODS:
            if fixture == name:
                yield from _members(prefix, owner, methods)


def _members(prefix: str, owner: type, methods: str) -> Iterator[str]:
    for method in methods.split():
        yield f"#### `{prefix}.{method}`"
        member = inspect.getattr_static(owner, method)
        if not isinstance(member, property):
            yield _code(signature_of(member))
        yield markdown_of(member)


def _names() -> Iterator[str]:
    """Yield every name of `gradewright.graders`."""
    for name in graders.__all__:
        thing = getattr(graders, name)
        yield f"### `{name}`"
        if dataclasses.is_dataclass(thing):
            yield from _record(thing)
        elif inspect.isclass(thing):
            yield markdown_of(thing)
        else:
            yield _code(signature_of(thing))
            yield markdown_of(thing)


def _records() -> Iterator[str]:
    for record in _RECORDS:
        yield f"### Record `{record.__name__}`"
        yield from _record(record)


def _record(record: Any) -> Iterator[str]:
    """Yield a dataclass: its text, its fields and properties in a table, its own methods."""
    yield read_docstring(record).text
    rows = [_row(f"`{name}`", f"`{kind}`", text) for name, kind, text in fields_of(record)]
    yield "\n".join(["| field | type | meaning |", "| --- | --- | --- |", *rows])
    for name, member in vars(record).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield _code(signature_of(member))
            yield markdown_of(member)


def _code(text: str) -> str:
    return f"```python\n{text}\n```"
