"""The shell of every page: templates compiled once, everything escaped, no request allowed.

Autoescape is always on, and `finalize` cleans each text before it is escaped, so that a
template cannot forget either. The content security policy forbids whatever a page does not
bring with it: no request, no frame, no form, and no script but the one whose digest it names.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gradewright.phrases import say
from gradewright.reports.pictures.paths import number
from gradewright.reports.plain_text import title_of
from gradewright.words.numbers import points
from gradewright.words.printable import clean, one_line


def render(template: str, /, *, script: str = "", **values: object) -> str:
    """Return a page.

    Args:
        template: a file of `templates/`.
        script: the file of `templates/` that holds the page's only script, if it has one.
        values: what the template shows; text is cleaned and escaped on its way in.
    """
    source = _script(script)
    return (
        _environment()
        .get_template(template)
        .render(script=source, policy=_policy(source), **values)
    )


def _policy(script: Markup) -> str:
    """Return the content security policy of a page with this script."""
    rules = ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"]
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        rules.append(f"script-src 'sha256-{digest}'")
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


@cache
def _script(name: str) -> Markup:
    """Return the source of a script of ours."""
    if not name:
        return Markup()
    file = resources.files("gradewright.reports") / "templates" / name
    return Markup(file.read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gradewright.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = _say
    environment.filters["points"] = points
    environment.filters["title_of"] = title_of
    environment.filters["moment"] = moment
    environment.filters["prose"] = prose
    environment.filters["line"] = one_line
    environment.filters["place"] = number
    return environment


def _say(key: str, /, **values: object) -> str:
    return say(f"report.{key}", **values)


def moment(created: str) -> str:
    """Return an ISO-8601 UTC time to the minute, as `2025-03-12 14:05 UTC`."""
    return f"{created[:10]} {created[11:16]} UTC"


def prose(text: str) -> Markup:
    """Return a sentence as HTML: what stands between backticks is shown as code."""
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:
        return escape("`".join(parts))
    code = Markup("<code>{}</code>")
    return Markup().join(code.format(p) if i % 2 else escape(p) for i, p in enumerate(parts))


def _finalize(value: Any) -> Any:
    """Clean what is plain text; markup was made by our own code from clean text."""
    return clean(value) if type(value) is str else value
