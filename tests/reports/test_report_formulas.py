"""Formulas in copies of notebooks are typeset by the browser, and can do nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports.formulas import typeset
from gradewright.reports.notebook_markdown import to_html

STATEMENTS = sorted((Path(__file__).resolve().parents[2] / "assignments").glob("*/statement.md"))
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)
SIGNS = list(r"\{}^_&<>$#%~'x1+")
COMMANDS = [r"\frac", r"\text{", r"\begin{matrix}", r"\left(", r"\href{javascript:x}", r"\\"]
COMMANDS += [r"\style{a:b}", r"\sqrt[3]", r"\unicode{x3c}", r"\end{align}"]
PIECES = st.sampled_from(SIGNS + COMMANDS)


@pytest.mark.parametrize("file", STATEMENTS, ids=lambda file: file.parent.name)
def test_every_formula_of_the_course_is_typeset(file: Path) -> None:
    found = [block or line for block, line in FORMULA.findall(file.read_text(encoding="utf-8"))]
    assert [
        formula for formula in found if not typeset(formula, block=False).startswith("<math")
    ] == []


def test_a_formula_becomes_mathml_in_its_paragraph() -> None:
    html = to_html(r"the mean $\frac{1}{m}\sum_i x_i$ of", {})
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>m</mi></mrow></mfrac>" in html
    assert html.startswith("<p>the mean <math ")


def test_an_environment_is_typeset_as_a_block() -> None:
    html = to_html("$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$", {})
    assert 'display="block"' in html
    assert html.count("<mtr>") == 2


@pytest.mark.parametrize(
    "source",
    [r"\text{<script>alert(1)</script>}", "x" * 5000, r"\frac{", r"\begin{nothing}x\end{nothing}"],
)
def test_what_cannot_be_converted_is_shown_as_text(source: str) -> None:
    html = typeset(source, block=False)
    assert "<script" not in html
    assert html.startswith(("<code", "<math"))


@given(st.lists(PIECES, max_size=30))
def test_nothing_but_formulas_comes_out(pieces: list[str]) -> None:
    html = typeset("".join(pieces), block=True)
    tags = set(re.findall(r"</?([a-zA-Z]+)", html))
    assert tags <= {"code", "math"} | {tag for tag in tags if tag.startswith("m")}
    names = set(re.findall(r"<[^>]*?\s([a-z]+)=", html))
    assert not {name for name in names if name.startswith("on")} | names & {"href", "style", "src"}


@pytest.mark.parametrize(
    ("source", "sizes"),
    [
        (r"\rule{900em}{700em}", {'width="40em"', 'height="5em"'}),
        (r"a\hspace{-800in}b", {'width="-4em"'}),
        (r"\raise 5000px x", {'height="+5em"', 'depth="-0.5em"'}),
        (r"\rule{2cm}{3pt}", {'width="2cm"', 'height="3pt"'}),
    ],
)
def test_no_formula_is_larger_than_a_page_can_bear(source: str, sizes: set[str]) -> None:
    html = str(typeset(source, block=True))
    assert {size for size in sizes if size in html} == sizes
