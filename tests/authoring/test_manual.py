"""The reference page for authors is made from the code, whole, and told when it is out of step."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from gradewright import graders
from gradewright.authoring.docstrings import markdown_of, read_docstring, signature_of
from gradewright.authoring.manual import PAGE, manual
from gradewright.cli import main
from gradewright.course.reader import read_course
from gradewright.course.records import Limits
from gradewright.errors import CourseError
from gradewright.grading.marks import MARKERS
from gradewright.performance.facts import LayerFacts, ModelFacts


@pytest.fixture(scope="module")
def page() -> str:
    return manual()


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, down to the next one of any level."""
    after = page.partition(f"\n{heading}\n")[2]
    assert after, f"no {heading}"
    return re.split(r"\n#+ ", after)[0]


def test_the_page_here_is_in_step(repository: Path, page: str) -> None:
    assert (repository / PAGE).read_text(encoding="utf-8") == page


def test_out_of_step_is_told_and_mended(
    tiny_course: Any, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def generate(*words: str) -> tuple[int, str]:
        code = main(["generate", *words, "--course", str(tiny_course.root)])
        return code, capsys.readouterr().out

    assert generate()[0] == 0
    assert not (tiny_course.root / PAGE).exists()
    tiny_course.write(str(PAGE), "")
    assert generate("--check") == (1, f"sums: in step\n{PAGE}: out of step\n")
    assert (tiny_course.root / PAGE).read_text() == ""
    assert generate("sums", "--check") == (0, "sums: in step\n")
    assert generate() == (0, f"sums: in step\n{PAGE}: written\n")
    assert (tiny_course.root / PAGE).read_text(encoding="utf-8") == page
    assert generate("--check") == (0, f"sums: in step\n{PAGE}: in step\n")


@pytest.mark.parametrize(
    ("file", "before", "heading"),
    [
        ("course.toml", "", "## course.toml"),
        ("assignments/sums/assignment.toml", "", "## assignment.toml"),
        ("assignments/sums/assignment.toml", "[load]\n", "### `[load]`"),
        ("assignments/sums/assignment.toml", "[limits]\n", "### `[limits]`"),
        ("assignments/sums/assignment.toml", "[models]\n", "### `[models]`"),
        ("assignments/sums/assignment.toml", "[[question]]\n", "### `[[question]]`"),
    ],
)
def test_every_key_that_the_reader_takes_is_there(
    tiny_course: Any, page: str, file: str, before: str, heading: str
) -> None:
    """The reader's own complaint about a key that it does not know names those that it does."""
    text = (tiny_course.root / file).read_text().replace("[limits]\n", "[limits]\nreplies_mb = 9\n")
    at = before if before in text else ""
    lead = "" if at == before else before
    odd = f"{lead}no_key_of_this_name = 1\n"
    changed = text.replace(at, at + odd, 1) if at else (text + odd if lead else odd + text)
    tiny_course.write(file, changed)
    with pytest.raises(CourseError) as caught:
        read_course(tiny_course.root)
    known = re.search(r"the keys ([\w, ]+)", str(caught.value))
    assert known
    rows = re.findall(r"^\| `(\w+)` \|", section(page, heading), re.MULTILINE)
    tables = {"load", "limits", "budget", "models", "question", "full", "policy"}
    assert set(rows) == set(known[1].split(", ")) - tables


def test_defaults_are_those_of_the_code(page: str) -> None:
    def defaults(heading: str) -> dict[str, str]:
        row = r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|"
        return dict(re.findall(row, section(page, heading), re.MULTILINE))

    limits = {spec.name: f"`{spec.default}`" for spec in dataclasses.fields(Limits)}
    assert defaults("### `[limits]`") == limits | {"replies_mb": "none"}
    assert defaults("### `[[question]]`")["id"] == "required"
    assert defaults("### `[load]`")["preload"] == '`["numpy"]`'


def test_marks_and_fixtures_are_there(page: str) -> None:
    assert len(re.findall(r"^\| `", section(page, "## Marks"), re.MULTILINE)) == len(MARKERS)
    fixtures = re.findall(r"^### Fixture `(\w+)`", page, re.MULTILINE)
    models = {"models", "picture", "note", "bench"}
    assert set(fixtures) == models | {
        "student",
        "reference",
        "rng",
        "data",
        "kept",
        "kept_by_judge",
    }


@pytest.mark.parametrize("name", graders.__all__)
def test_a_name_for_graders_is_told_whole(page: str, name: str) -> None:
    """Every argument has a line; whoever can fail says how."""
    text, thing = section(page, f"### `{name}`"), getattr(graders, name)
    if inspect.isclass(thing):
        return
    named = set(re.findall(r"^- `(\w+)`: \S", text, re.MULTILINE))
    assert set(inspect.signature(thing).parameters) <= named
    if name.startswith("check"):
        assert "CheckFailed" in named


def test_every_field_of_a_record_has_a_meaning(page: str) -> None:
    assert "|  |" not in page
    for record in (ModelFacts, LayerFacts):
        rows = section(page, f"### Record `{record.__name__}`")
        for spec in dataclasses.fields(record):
            assert f"| `{spec.name}` |" in rows


def example(first: int, *more: int, sign: float = 1.0) -> float:
    """Return a sum.

    Of all numbers.

    Args:
        first: the first,
            or the only one.
        more: the others.
        sign: times this.

    Returns:
        One number.

    Raises:
        ValueError: there is none.
    """
    return sign * (first + sum(more))


def test_a_docstring_becomes_markdown() -> None:
    assert signature_of(example) == (
        "def example(first: int, *more: int, sign: float = 1.0) -> float: ..."
    )
    assert read_docstring(example).entries("Args:")["first"] == "the first, or the only one."
    assert markdown_of(example) == (
        "Return a sum.\n\nOf all numbers.\n\n- `first`: the first, or the only one.\n"
        "- `more`: the others.\n- `sign`: times this.\n\nReturns: One number.\n\n"
        "Raises:\n\n- `ValueError`: there is none."
    )
