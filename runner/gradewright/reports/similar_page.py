"""The page of submissions that are like each other: pairs, groups, and their code side by side."""

from __future__ import annotations

from gradewright.likeness import Likeness
from gradewright.reports.pages import render as render_page

NAME = "similar.html"


def render(likeness: Likeness, course: str, class_href: str = "") -> str:
    """Return the page as one self-contained HTML document without scripts.

    Args:
        likeness: what was found.
        course: the course's title.
        class_href: the link to the class page, "" for none.
    """
    return render_page("similar.html", likeness=likeness, course=course, class_href=class_href)
