"""What authors may import: one list of names, documented a line each, and nothing else is used."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from gradewright import graders
from gradewright.authoring.findings import inner_imports
from gradewright.course.reader import read_course

SURFACE = [
    "CallFailed",
    "CheckFailed",
    "Handle",
    "Layer",
    "Model",
    "ModelRefused",
    "activation_alone",
    "as_asked",
    "as_numeric",
    "cause_by",
    "check",
    "check_between",
    "check_class_loss",
    "check_close",
    "check_compiled",
    "check_decreasing",
    "check_equal",
    "check_gradient",
    "check_increasing",
    "check_keys",
    "check_kind",
    "check_labels",
    "check_learning_rate",
    "check_optimizer",
    "check_parts",
    "check_shape",
    "check_sizes",
    "is_single",
    "layers_text",
    "line",
    "numeric_gradient",
    "passes",
    "points",
    "read_numbers",
    "resting_on",
    "rule_out",
    "shape_text",
    "share_interval",
    "working_layers",
]


def test_the_names_are_these() -> None:
    assert list(graders.__all__) == SURFACE
    assert all(inspect.getdoc(getattr(graders, name)) for name in SURFACE)


def test_each_is_documented_in_a_line(repository: Path) -> None:
    text = (repository / "docs" / "authoring.md").read_text(encoding="utf-8")
    section = text.partition("### What graders import")[2].partition("\n#")[0]
    rows = re.findall(r"^\| \[`(\w+).*?\]\(reference\.md#(\w+)\) \| \S", section, re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(SURFACE)
    assert [anchor for _, anchor in rows] == [name.lower() for name, _ in rows]


def test_no_grader_imports_anything_else(repository: Path) -> None:
    found = [f for each in read_course(repository).assignments for f in inner_imports(each)]
    assert found == []
    helpers = [f for f in (repository / "graders").rglob("*.py") if "variants" not in f.parts]
    assert not [f for f in helpers if "sys.path" in f.read_text(encoding="utf-8")]
