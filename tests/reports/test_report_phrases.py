"""The phrases of the reports: each one used, none missing."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import get_args

import pytest

from gradewright import phrases
from gradewright.reports import student_page
from gradewright.reports.needs import KINDS
from gradewright.reports.suspects import Reason
from gradewright.results import VISIBILITIES, SubmissionStatus, TestStatus

BY_NAME = {
    *get_args(TestStatus),
    *(visibility for visibility in VISIBILITIES if visibility != "visible"),
    *(f"status_{status}" for status in get_args(SubmissionStatus)),
    *("call", "expected", "got", "how_many", "how_much", "partly", "status_attention"),
    *("board_lower", "board_higher", "board_nearer"),
    *(f"need_{kind}" for kind in KINDS),
    *(f"suspect_{reason}" for reason in get_args(Reason)),
}


@pytest.fixture(scope="module")
def catalogue():
    text = (resources.files(phrases) / "en.toml").read_text("utf-8")
    return tomllib.loads(text)["report"]


@pytest.fixture(scope="module")
def said():
    folder = resources.files("gradewright.reports")
    rooms = ("templates", "pictures", "measurements")
    files = [*folder.iterdir(), *(file for room in rooms for file in (folder / room).iterdir())]
    text = "\n".join(f.read_text("utf-8") for f in files if f.name.endswith((".py", ".html")))
    return set(re.findall(r"""say\(\s*["'](?:report\.)?(\w+)["']""", text))


def test_every_phrase_that_is_said_is_in_the_catalogue(catalogue, said):
    assert said - {"status_", "isolation_", "need_", "suspect_"} <= catalogue.keys()
    assert catalogue.keys() >= BY_NAME


def test_every_phrase_of_the_catalogue_is_said(catalogue, said):
    unused = catalogue.keys() - said - BY_NAME
    assert {key for key in unused if not key.startswith("isolation_")} == set()


def test_the_pages_take_their_language_from_the_catalogue(submission, run, outline):
    result = submission("anna.kovalenko", "planar_network")
    page = outline(student_page.render(result, run, notebook_href=None, class_href=""))
    assert next(attributes["lang"] for tag, attributes in page.tags if tag == "html") == "en"


def test_a_level_of_isolation_without_a_phrase_is_named(submission, run, outline):
    result = submission("anna.kovalenko", "planar_network")
    odd = type(result.isolation)("microvm", ())
    changed = type(result)(
        **{name: getattr(result, name) for name in result.__slots__} | {"isolation": odd}
    )
    page = outline(student_page.render(changed, run, notebook_href=None, class_href=""))
    assert "isolation: microvm" in page.text
