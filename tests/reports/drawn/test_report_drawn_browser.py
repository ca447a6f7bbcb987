"""Pictures and measurements in a real browser: drawn, within their column, under the policy."""

from __future__ import annotations

import pytest

from gradewright.reports import class_page, student_page

pytestmark = pytest.mark.browser

WITHIN = """
document.body.style.width = '360px';
const edge = document.body.getBoundingClientRect().right;
const over = [...document.querySelectorAll('svg, img, figure, li')].filter(
  (part) => !part.closest('.scroll') && part.getBoundingClientRect().right > edge + 0.5);
said.push(over.length, [...document.images].every((image) => image.naturalWidth > 0));
"""


def test_a_students_page_fits_a_telephone(drawn, drawn_run, browse):
    html = student_page.render(drawn("student.h"), drawn_run, notebook_href=None, class_href="")
    marks = """
const path = document.querySelector('.plot .marks');
said.push(document.querySelector(path.getAttribute('marker-start').slice(4, -1)).tagName);
said.push(getComputedStyle(document.querySelector('.plot .line.c0')).stroke);
"""
    _, said = browse(html, WITHIN + marks)
    assert said == ["0", "true", "marker", "rgb(26, 91, 168)"]


def test_a_class_page_fits_a_telephone(drawn_class, drawn_run, browse):
    rows = [class_page.class_row(result, "students/a/b.html") for result in drawn_class]
    html = class_page.render(drawn_run, rows)
    steps = WITHIN.replace("'svg, img, figure, li'", "'.measures *'")
    _, said = browse(html, steps + "said.push(document.querySelectorAll('.measures svg').length);")
    assert said == ["0", "true", "4"]
