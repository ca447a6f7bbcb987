"""The statement's page shows everything and loads nothing."""

from __future__ import annotations

import base64
import re

import pytest

from gradewright.reports.statement_page import StatedQuestion, pictures_in, render

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
INTRODUCTION = """# Lines & *planes*

A point $x$ has a label. ![A plane](figures/plane.png)

| a | b |
| --- | --- |
| 1 | 2 |
"""
QUESTION = StatedQuestion(
    "loss",
    2.5,
    1.0,
    3,
    2,
    "## 1. The loss: `loss`\n\n"
    "$$L = \\frac{1}{n}$$\n\n```python\nreturn 1\n```\n\n<script>alert(1)</script>",
)


@pytest.fixture(scope="module")
def page() -> str:
    return render(INTRODUCTION, [QUESTION], {"figures/plane.png": PICTURE}, "abc123")


def test_headings_are_numbered_and_have_places(page: str) -> None:
    assert "<h1>Lines &amp; <em>planes</em></h1>" in page
    assert '<h2 id="h-loss">1. The loss: <code>loss</code></h2>' in page
    assert 'href="#loss"' in page
    assert 'id="loss"' in page


def test_points_stand_beside_the_question(page: str) -> None:
    row = re.search(r"<tr><th scope=\"row\">.*?</tr>", page)
    assert row is not None
    assert re.findall(r'<td class="num">(.*?)</td>', row[0]) == ["2.5", "1.5", "1"]
    assert "Release abc123" in page


def test_formulas_pictures_tables_and_code_are_there(page: str) -> None:
    assert page.count("<math") == 2
    assert base64.b64encode(PICTURE).decode() in page
    assert 'alt="A plane"' in page
    assert "<td>1</td>" in page
    assert '<span class="k">return</span>' in page


def test_nothing_is_loaded_and_nothing_acts(page: str) -> None:
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page
    assert re.findall(r"(?:src|href)=\"(?!data:|#)[^\"]*", page) == []


def test_pictures_are_found_by_their_names() -> None:
    assert pictures_in(f"{INTRODUCTION} ![](a.gif) ![x](a.gif)") == ("figures/plane.png", "a.gif")
