"""The statement of an assignment as one page: typeset, with its pictures, without a network."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gradewright.reports.notebook_markdown import to_html
from gradewright.reports.pages import render as render_page

_HEADING = re.compile(r"#+ +(.*)")
_NUMBERED = re.compile(r"^(\d+)\.")
_PICTURE = re.compile(r"(!\[[^\]\n]*\]\()([^)\s]+)(\))")
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


@dataclass(frozen=True, slots=True)
class StatedQuestion:
    """A question as the statement's page shows it.

    Attributes:
        id: its name, and its place on the page.
        points: what full marks give.
        hidden_points: how many of them are decided by tests that students do not have.
        visible_tests, hidden_tests: how many tests there are of either kind.
        text: its section of the statement in Markdown, the heading first.
    """

    id: str
    points: float
    hidden_points: float
    visible_tests: int
    hidden_tests: int
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """A question with its heading and text as HTML."""

    asked: StatedQuestion
    heading: Markup
    body: Markup


def pictures_in(markdown: str) -> tuple[str, ...]:
    """Return the pictures that a text shows, as it names them, each once."""
    return tuple(dict.fromkeys(name for _, name, _ in _PICTURE.findall(markdown)))


def kind_of_picture(name: str) -> str:
    """Return the media type of a picture by its ending, "" for one that no page shows."""
    return _KINDS.get(name.rpartition(".")[2].lower(), "")


def render(
    introduction: str,
    questions: Sequence[StatedQuestion],
    pictures: Mapping[str, bytes],
    stamp: str,
) -> str:
    """Return the page as one self-contained HTML document.

    Args:
        introduction: the statement up to its first question, in Markdown, the title first.
        questions: in order.
        pictures: those that the texts show, by the name that they have there.
        stamp: what release this is.
    """
    title, body = _cut(introduction)
    sections = [_section(asked, pictures) for asked in questions]
    return render_page(
        "statement.html",
        assignment=title,
        heading=_line(title),
        introduction=_html(body, pictures),
        sections=sections,
        points=sum(asked.points for asked in questions),
        hidden=sum(asked.hidden_points for asked in questions),
        stamp=stamp,
    )


def _section(asked: StatedQuestion, pictures: Mapping[str, bytes]) -> _Section:
    heading, body = _cut(asked.text)
    return _Section(asked, _line(heading), _html(body, pictures))


def _cut(text: str) -> tuple[str, str]:
    """Return a text's heading, and the rest."""
    first, _, rest = text.strip().partition("\n")
    heading = _HEADING.fullmatch(first.strip())
    return (heading[1], rest) if heading else ("", text)


def _line(text: str) -> Markup:
    """Return one line of Markdown as HTML without a paragraph around it."""
    html = to_html(_NUMBERED.sub(r"\1\.", text), {}).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - made by to_html


def _html(text: str, pictures: Mapping[str, bytes]) -> Markup:
    held = {
        name: {kind_of_picture(name): base64.b64encode(content).decode("ascii")}
        for name, content in pictures.items()
    }
    return to_html(_PICTURE.sub(r"\1attachment:\2\3", text), held)
