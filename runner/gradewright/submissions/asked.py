"""Tell which of the functions asked for some code fills in, without running or parsing it.

Lines are looked at one by one, so that no text, however hostile, costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.submissions.cells import read_notebook, read_script
from gradewright.submissions.disk import read_capped

_MOST = 2_000_000  # characters; no code that somebody wrote is longer
_MOST_TEMPLATE = 10**7
_DEF = re.compile(r"([ \t]{0,40})(?:async[ \t]+)?def[ \t]+([^\W\d]\w{0,100})[ \t]*\(")
_SET = re.compile(r"([^\W\d]\w{0,100})[ \t]*=[ \t]*[^=\s]")
_DOCSTRING = re.compile(r'[rRuU]?("""|\'\'\').*?(?:\1|$)', re.DOTALL)
_UNFILLED = re.compile(
    r"(?:pass|\.\.\.|return|returnNone|raiseNotImplementedError.*|[\w,.\[\]'\"()]+=None)$"
)
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.,() \t]{1,300})", re.MULTILINE)
_WORD = re.compile(r"\w+")
_BY_NAME = re.compile(r"(?:import_module|__import__)\([\"']([\w.]{1,200})[\"']")
_FILE = re.compile(r"[\"']([^\"'\n]{1,200}\.(?:py|ipynb))[\"']")
_RUN = re.compile(r"^[ \t]*%run[ \t]+(?:-\w+[ \t]+)*[\"']?([^\s\"']{1,200})", re.MULTILINE)
# It begins with what is rare: so a megabyte takes a millisecond.
_RAW_DEF = re.compile(rb"def[ \t]+([A-Za-z_]\w{0,100})[ \t]*\(")
_INSIDE_WORD = re.compile(rb"(?<!\\)[A-Za-z0-9_]$")


def filled(source: str, assignment: Assignment) -> frozenset[str]:
    """Return which of the functions asked for `source` defines with more than a stub.

    A body that is the handed-out one, comments and blanks aside, counts as a stub.
    """
    bodies = _bodies(source[:_MOST], assignment.functions)
    handed_out = _handed_out(assignment.template, assignment.slug, assignment.functions)
    return frozenset(
        name for name, body in bodies.items() if not _is_stub(body) and body != handed_out.get(name)
    )


def named_in(content: bytes) -> frozenset[str]:
    """Return the names that a `def` gives anywhere in a notebook's JSON or a script's text."""
    # In JSON a line may begin behind the letter of an escaped line end.
    return frozenset(
        match[1].decode()
        for match in _RAW_DEF.finditer(content)
        if not _INSIDE_WORD.search(content, max(0, match.start() - 2), match.start())
    )


def borrowed(source: str) -> frozenset[str]:
    """Return every name in the imports of some code, and the files of code that it runs or names.

    For `from a.b import c` these are `a`, `b` and `c`: each may be a file.
    """
    text = source[:_MOST]
    imported = (word for match in _IMPORT.finditer(text) for word in _WORD.findall(match[1]))
    asked = (word for match in _BY_NAME.finditer(text) for word in match[1].split("."))
    files = (match[1] for pattern in (_RUN, _FILE) for match in pattern.finditer(text))
    return frozenset((*imported, *asked, *(file.rpartition("/")[2] for file in files)))


def _bodies(source: str, names: Iterable[str]) -> dict[str, str]:
    """Return the last body of each named function, without comments, docstring and blanks."""
    wanted = frozenset(names)
    bodies: dict[str, list[str]] = {}
    current: list[str] | None = None
    indent, in_string = 0, False
    for line in source.split("\n"):
        text = _without_comment(line.strip())
        if not text:
            continue
        depth = len(line) - len(line.lstrip())
        if not in_string and depth <= indent and text[0] not in ")]}":
            current = None
        definition = None if in_string or current is not None else _DEF.match(line)
        in_string ^= (text.count('"""') + text.count("'''")) % 2 == 1
        if definition and definition[2] in wanted:
            current = bodies[definition[2]] = [text[definition.end() - len(definition[1]) :]]
            indent = depth
        elif current is not None:
            current.append(text)
        elif (given := _SET.match(line)) and given[1] in wanted:
            bodies[given[1]] = ["):", text]
    return {name: _squeezed("\n".join(lines)) for name, lines in bodies.items()}


def _squeezed(body: str) -> str:
    """Return a body, from behind the `(` of its head, as bare lines without blanks."""
    _, colon, rest = body.partition(":\n")
    # A body beside its head is what follows the head's last bracket.
    rest = rest if colon else body.rpartition("):")[2]
    rest = _DOCSTRING.sub("", rest, count=1) if _DOCSTRING.match(rest) else rest
    lines = (re.sub(r"[ \t]+", "", line) for line in rest.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_comment(line: str) -> str:
    before, mark, _ = line.partition("#")
    is_comment = mark and before.count('"') % 2 == 0 and before.count("'") % 2 == 0
    return before.rstrip() if is_comment else line


def _is_stub(body: str) -> bool:
    """Tell whether every line of a body only keeps a place."""
    return all(_UNFILLED.match(line[:300]) for line in body.splitlines())


@lru_cache(maxsize=32)
def _handed_out(template: Path, slug: str, names: tuple[str, ...]) -> dict[str, str]:
    """Return the bodies in the files that students were given; nothing where there are none."""
    bodies: dict[str, str] = {}
    for name, read in ((f"{slug}.ipynb", read_notebook), (f"{slug}.py", read_script)):
        path = template / name
        if not path.is_file():
            continue
        try:
            cells, _ = read(name, read_capped(path, _MOST_TEMPLATE))
        except UnreadableError:
            continue
        bodies = _bodies("\n".join(cell.source for cell in cells), names) | bodies
    return bodies
