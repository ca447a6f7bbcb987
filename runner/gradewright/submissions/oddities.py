"""Tell work under an odd name from what is no work, and advise on the latter."""

from __future__ import annotations

import re

from gradewright.phrases import say
from gradewright.submissions.kinds import by_name, disguise, is_notebook_text
from gradewright.submissions.names import shown
from gradewright.submissions.text import decode_script, is_binary

_LOOK = 200_000
_CODE_LINE = re.compile(
    r"^(?:(?:async )?def \w+\s*\(.*|class \w+.*:|import [\w.]+.*|from [\w.]+ import .*)$",
    re.MULTILINE,
)
_PROSE_ENDINGS = (".md", ".markdown", ".qmd", ".rmd")
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
    kind = by_name(name).kind
    if not content.strip():
        return say("submissions.empty_file", file=shown(name))
    text = _text(content)
    link = _only_address(text) if text is not None else None
    if link is not None or kind == "link":
        return say("submissions.really_link", file=shown(name))
    really = disguise(content)
    if really is not None:
        return say(f"submissions.really_{really}", file=shown(name))
    if kind == "image":
        return say("submissions.really_image", file=shown(name))
    if name.lower().endswith((".webarchive", ".mhtml", ".mht")):
        return say("submissions.really_webarchive", file=shown(name))
    if text is None:
        return say("submissions.unknown_kind", file=shown(name))
    if _QUARTO.search(text):
        return say("submissions.really_quarto", file=shown(name))
    if _MYST.search(text):
        return say("submissions.really_myst", file=shown(name))
    if _FENCE.search(text) or name.lower().endswith(_PROSE_ENDINGS):
        return say("submissions.really_markdown", file=shown(name))
    if kind == "text":
        return say("submissions.really_text", file=shown(name))
    return say("submissions.unknown_kind", file=shown(name))


def _text(content: bytes) -> str | None:
    """Return the beginning of content as text; None where it is none."""
    text, _ = decode_script(content[:_LOOK])
    return None if is_binary(text) or text.count("\0") * 10 > len(text) else text


def _only_address(text: str) -> str | None:
    """Return the address that is nearly all that a text holds."""
    plain = _HTML_TAG.sub(" ", text)
    found = _ADDRESS.findall(plain)
    rest = _ADDRESS.sub("", plain)
    return found[0] if found and len(rest.split()) <= 12 and len(rest) < 200 else None
