"""Markdown out of a notebook as HTML that cannot act.

nbconvert's own parser and renderer with their harmful parts replaced: raw HTML is shown as text,
links lead only to http(s), and a picture is shown only when it came with the cell.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from gradewright.phrases import say
from gradewright.reports import highlight
from gradewright.reports.formulas import typeset
from gradewright.reports.sound_images import KINDS, data_url
from gradewright.words.printable import clean, one_line

_LONGEST = 20_000
_MOST_FORMULA_SIGNS = 600  # the search for formulas takes quadratic time in them
_WEB = re.compile(r"https?://[^\s\"'<>\\]+", re.ASCII | re.IGNORECASE)


def to_html(source: str, attachments: dict[str, Any]) -> Markup:
    """Return Markdown as harmless HTML; what is too long or too deep is shown as plain text."""
    text = clean(source)
    if len(text) <= _LONGEST and text.count("\\") + text.count("$") <= _MOST_FORMULA_SIGNS:
        try:
            html = _Markdown(renderer=_Renderer(attachments)).render(text)
        except RecursionError:
            pass
        else:
            # Character references are resolved by the parser, so what they stood for is cleaned.
            return Markup(clean(html))  # noqa: S704 - every piece was escaped by the renderer
    return Markup("<pre>{}</pre>").format(text[:_LONGEST])


class _Markdown(MarkdownWithMath):
    """nbconvert's Markdown with formulas, without its form elements."""

    DEFAULT_PLUGINS = ("strikethrough", "table", "url")  # type: ignore[assignment]


class _Renderer(IPythonRenderer):
    """Writes only tags without handlers, and attributes that it made itself."""

    def __init__(self, pictures: dict[str, Any]) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self._pictures = pictures

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        """Link to the web, in the open; any other target stays text."""
        if not _WEB.fullmatch(url):
            return f"<span>{text}</span>"
        return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        """Show a picture that is attached to the cell; say so where it is left out."""
        name = Markup(text).striptags()  # noqa: S704 - escaped again below
        held = self._pictures.get(url.removeprefix("attachment:"))
        if url.startswith("attachment:") and isinstance(held, dict):
            for kind in KINDS:
                source = data_url(kind, held.get(kind))
                if source:
                    return Markup('<img src="{}" alt="{}">').format(source, name)
        note = say("report.copy_image_left_out", name=one_line(name or url, 80))
        return Markup('<span class="left-out">{}</span>').format(note)

    def block_code(self, code: str, info: str | None = None) -> str:
        """Colour Python; show other languages as they are."""
        python = (info or "").strip().lower() in {"python", "python3", "py"}
        lines = highlight.lines(code.rstrip("\n")) if python else [escape(code)]
        return Markup('<pre class="source" tabindex="0"><code>{}</code></pre>').format(
            Markup("\n").join(lines)
        )

    def heading(self, text: str, level: int, **_: Any) -> str:
        """Write every heading below the cell's own, however the notebook nests them."""
        return f'<h3 class="h{level}">{text}</h3>\n'

    def block_math(self, body: str) -> str:
        """Typeset a formula on lines of its own."""
        return typeset(body, block=True)

    def inline_math(self, body: str) -> str:
        """Typeset a formula in its line."""
        return typeset(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        """Typeset an environment, such as `align`."""
        return typeset(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)
