"""What a submission can write must never become more than text."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradewright.reports import class_page, student_page
from gradewright.reports.highlight import lines
from gradewright.reports.site import Site
from gradewright.results import CodeExcerpt, CodeLine, Failure, LeftOut

HOSTILE = [
    "</script><img src=x onerror=document.title='hacked'>",
    "</style></title><script>alert(1)</script>",
    "\"><svg onload=alert(1)>' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}{# #}",
    "\x1b[31mred\x1b[0m \x1b]8;;javascript:alert(1)\x1b\\link\x1b]8;;\x1b\\",
    "user\u202egnp.exe\u2066",
    "nul\x00 bell\x07 del\x7f c1\x9b31m",
    "lone \ud800 surrogate \udfff",
    "<!--", "]]>", "&lt;b&gt;&#60;script&#62;",
    "`</code><iframe src=//example.org>`",
    "a\nb\rc\u2028d",
]  # fmt: skip


def _with_trace(result):
    """Return a submission all of whose parts are filled, so that none escapes the poison."""
    line = CodeLine("work.ipynb", 7, 3, "propagate", "x")
    failure = Failure(*["x"] * 7, rows=(("0", "1", "2"), ("1", "2", "3")), cause="x", trace=(line,))
    first = result.questions[0]
    tests = tuple(
        dataclasses.replace(t, status="failed", failure=failure, message="x") for t in first.tests
    )
    code = (CodeExcerpt("x", "work.ipynb", 7, 1, "x = 1"),)
    questions = (dataclasses.replace(first, tests=tests), *result.questions[1:])
    return dataclasses.replace(result, questions=questions, code=code, notes=("x",), data=("x",))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("status", ["graded", "unreadable", "failed"])
def test_no_text_of_a_record_acts_on_a_page(
    submission, run, assert_harmless, poisoned, text, status
):
    whole = _with_trace(submission("bohdan.tkachenko", "logistic_regression"))
    bad = poisoned(dataclasses.replace(whole, status=status, message="x"), text)
    course = dataclasses.replace(run, course=text)
    links = {"notebook_href": "x-notebook.html", "class_href": "../../index.html"}
    assert_harmless(student_page.render(bad, course, **links))
    rows = [class_page.class_row(bad, "students/a/b.html")]
    assert_harmless(class_page.render(course, rows), scripts=1)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_record_acts_on_the_disk(
    submission, run, tmp_path, assert_harmless, poisoned, text
):
    whole = _with_trace(submission("bohdan.tkachenko", "logistic_regression"))
    site = Site(tmp_path / "out", run)
    site.add(poisoned(whole, text), (text + ".ipynb", text.encode("utf-8", "replace")))
    site.finish([LeftOut(text, text)], [text])
    (page,) = (tmp_path / "out" / "students").glob("*/*[!k].html")
    assert page.resolve().is_relative_to(tmp_path / "out" / "students")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 6
    for path in written:
        content = path.read_bytes().decode("utf-8")
        if path.suffix == ".html":
            assert_harmless(content, scripts=int(path.name == "index.html"))


def test_the_text_itself_is_still_there_to_read(submission, run, outline):
    bad = dataclasses.replace(
        submission("li.wei", "planar_network"), message="<script>alert(1)</script> & more"
    )
    page = outline(student_page.render(bad, run, notebook_href=None, class_href=""))
    assert "<script>alert(1)</script> & more" in page.text


@given(st.text(st.characters(exclude_categories=()), max_size=200))
@settings(max_examples=300)
def test_any_source_becomes_as_many_wellformed_lines_as_it_has(source):
    pieces = lines(source)
    assert len(pieces) == len(re.sub("\r\n?", "\n", source).split("\n"))
    for piece in pieces:
        bare = re.sub(r'<span class="[a-z]">([^<>]*)</span>', r"\1", piece)
        assert not re.search("[<>]", bare)


def test_a_source_made_to_slow_the_lexer_down_is_done_soon():
    for source in ("(" * 20_000, "'" * 20_000, "f'{" * 6_000, "\\\n" * 10_000, "@" * 20_000):
        assert lines(source)
