"""Formulas come out of a statement's plain text as one line that can be read aloud."""

# ruff: noqa: RUF001 - these are the signs of mathematics

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradewright.reports.formulas_in_words import in_words, without_formulas


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\sigma(x) = \frac{1}{1 + e^{-x}}", "σ(x) = 1/(1 + e^(-x))"),
        (r"s_i = \frac{e^{x_i}}{\sum_{j=1}^{k} e^{x_j}}", "s_i = (e^(x_i))/(∑_(j=1)^k e^(x_j))"),
        (r"\mathrm{ReLU}(x) = 0", "ReLU(x) = 0"),
        (r"J = -\frac{1}{m} \sum_i \log a^{(i)}", "J = -1/m ∑_i log a^(i)"),
        (r"dW_2 = \frac{1}{m}\, dZ_2 A_1^{\top}", "dW_2 = 1/m dZ_2 A_1^T"),
        (r"\frac{\partial J}{\partial w} = \frac12 (A - Y)", "∂J/∂w = 1/2 (A - Y)"),
        (r"w \leftarrow w - \alpha x, \qquad b = -\text{shift}", "w ← w - αx,    b = -shift"),
        (r"\begin{pmatrix} 1 & -5 \\ 3 & 2.5 \end{pmatrix}", "(1, -5; 3, 2.5)"),
        (r"\hat{y} + i' + \sqrt{2}", "y\u0302 + i' + √(2)"),
        (r"\lVert w \rVert^2 \in \{-1, +1\}^n", "‖w‖^2 ∈ {-1, +1}^n"),
        (r"\left\lceil N / s \right\rceil", "⌈N/s⌉"),
        (r"z \sim N(\mu, 1)", "z ~ N(μ, 1)"),
        (r"\frac{", r"\frac{"),
    ],
)
def test_a_formula_is_one_line(source: str, text: str) -> None:
    assert in_words(source) == text


def test_code_stays_as_it_is() -> None:
    text = "A $x^2$, `a$b$c`:\n\n```\n$y$ is $z$\n```\n\n$$x_i\n= 1$$\n\n~~~py\n$a$\n~~~\nbut $b$"
    wanted = "A x^2, `a$b$c`:\n\n```\n$y$ is $z$\n```\n\n    x_i = 1\n\n~~~py\n$a$\n~~~\nbut b"
    assert without_formulas(text) == wanted


def test_every_formula_of_the_course_can_be_read(repository: Path) -> None:
    statements = sorted(repository.glob("assignments/*/statement.md"))
    assert len(statements) >= 7
    for file in statements:
        text = without_formulas(file.read_text(encoding="utf-8"))
        prose = re.sub(r"^ *```.*?^ *```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
        assert re.findall(r"\$|\\[a-zA-Z]+", prose) == [], file
