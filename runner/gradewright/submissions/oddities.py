"""Tell work under an odd name from what is no work, and advise on the latter."""

from __future__ import annotations

import re

from gradewright.notebooks import is_notebook_text
from gradewright.phrases import say
from gradewright.submissions.kinds import by_name, disguise
from gradewright.submissions.names import shown
from gradewright.words.decoding import decode_script, is_binary

_LOOK = 200_000
_MOST_WORDS = 12  # beside an address that is all that was handed in
_CODE_LINE = re.compile(
    r"^(?:(?:async )?def \w+\s*\(.*|class \w+.*:|import [\w.]+.*|from [\w.]+ import .*)$",
    re.MULTILINE,
)
_PROSE_ENDINGS = (".md", ".markdown", ".qmd", ".rmd")
_WORD_ENDINGS = (".docx", ".doc", ".odt", ".rtf", ".pages", ".pptx")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"']+")
_MYST = re.compile(r"^```\s*\{code-cell\}|^\s*jupytext:", re.MULTILINE)
_QUARTO = re.compile(r"^```\s*\{python[^}]*\}", re.MULTILINE)
_FENCE = re.compile(r"^```\s*\{?(?:python|py|ipython3?)\b", re.MULTILINE)
_HTML_TAG = re.compile(r"<[^>]{0,500}>")


def is_work(name: str, content: bytes) -> bool:
    """Tell whether content is a notebook's JSON or Python's text, whatever it is called.

    Markdown with code in it is not: what would run there is another program's business.
    """
    if is_notebook_text(content):
        return True
    if not content or disguise(content) is not None or name.lower().endswith(_PROSE_ENDINGS):
        return False
    text = _text(content)
    return text is not None and len(_CODE_LINE.findall(text)) > 1 and "```" not in text


def holds_code(content: bytes) -> bool:
    """Tell whether Markdown holds cells of Python."""
    text = _text(content)
    return text is not None and bool(_MYST.search(text) or _FENCE.search(text))


def advice(name: str, content: bytes) -> str:
    """Return what a file that is no work is, and what to hand in instead."""
    return say(f"submissions.{_kind_of_oddity(name, content)}", file=shown(name))


def _kind_of_oddity(name: str, content: bytes) -> str:
    """Return the key of the phrase about a file that is no work."""
    kind, lowered = by_name(name).kind, name.lower()
    text, really = _text(content), disguise(content)
    checks: tuple[tuple[str, bool], ...] = (
        ("empty_file", not content.strip()),
        ("really_link", kind == "link" or (text is not None and _is_only_address(text))),
        ("really_typed", lowered in ("onlinetext.html", "text.html")),
        (f"really_{really}", really is not None),
        ("really_image", kind == "image"),
        ("really_webarchive", lowered.endswith((".webarchive", ".mhtml", ".mht"))),
        ("really_pdf", lowered.endswith(".pdf")),
        ("really_word", lowered.endswith(_WORD_ENDINGS)),
        ("really_html", lowered.endswith((".html", ".htm"))),
        ("unknown_kind", text is None),
        ("really_quarto", bool(_QUARTO.search(text or ""))),
        ("really_myst", bool(_MYST.search(text or ""))),
        ("really_markdown", lowered.endswith(_PROSE_ENDINGS) or bool(_FENCE.search(text or ""))),
        ("really_text", kind == "text"),
    )
    return next((key for key, holds in checks if holds), "unknown_kind")


def _text(content: bytes) -> str | None:
    """Return the beginning of content as text; None where it is none."""
    text, _ = decode_script(content[:_LOOK])
    return None if is_binary(text) or text.count("\0") * 10 > len(text) else text


def _is_only_address(text: str) -> bool:
    """Tell whether an address is nearly all that a text holds."""
    plain = _HTML_TAG.sub(" ", text)
    rest = _ADDRESS.sub("", plain)
    return rest != plain and len(rest.split()) <= _MOST_WORDS
