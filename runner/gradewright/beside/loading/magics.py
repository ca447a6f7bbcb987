"""IPython's additions to Python, taken out of a cell so that the rest of it loads.

Line numbers never change: what is taken out leaves a `pass` or an empty line behind.
"""

from __future__ import annotations

import ast
import posixpath
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from .lines import logical_lines
from .runs import file_of
from .words import words

Note = tuple[str, int, dict[str, str]]

_CELL_MAGIC = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*%%(?P<name>[\w!]*)(?P<rest>[^\n]*)")
_BODY_KEPT = words(
    "time timeit capture prun lprun mprun memit debug snakeviz scalene heat pyinstrument"
)
_LINE_MAGIC = re.compile(r"(?P<indent>\s*)(?P<sign>%{1,2}|!{1,2}|\?{1,2})(?P<rest>.*)", re.DOTALL)
_ASSIGNED = re.compile(
    r"(?P<target>\s*[A-Za-z_][\w.]*(?:\[[^]=]*\])?(?:\s*,\s*[A-Za-z_]\w*)*\s*=)"
    r"\s*(?P<sign>[!%])(?P<rest>[^=].*)",
    re.DOTALL,
)
_HELP = re.compile(r"(?P<indent>\s*)%{0,2}[\w.*]+(?:\[\w*\])?\?{1,2}\s*;?\s*(?:#.*)?")
AUTOMAGICS = words(
    "pip pip3 conda mamba apt apt-get ls cd pwd mkdir rm rmdir cp mv cat wget curl git clear man "
    "more less unzip tar load_ext reload_ext autoreload matplotlib tensorflow_version time "
    "timeit who whos"
)
_AUTOMAGIC = re.compile(r"(?P<indent>\s*)(?P<rest>(?P<name>[a-z_3-]+)(?:\s+[^\s=(,:\[].*)?)")
_STATEMENT_KEPT = frozenset({"time", "prun"})
_RUNS = frozenset({"run", "load", "loadpy"})
_HARMLESS = words(
    "matplotlib config load_ext reload_ext autoreload time timeit pylab precision env "
    "tensorflow_version who whos pinfo doc"
)
_PYLAB = (
    "import numpy, numpy as np, matplotlib.pyplot as plt; from numpy import *; from pylab import *"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell after its `%%` lines: `text` to load, or why there is nothing to load.

    `skipped` names the magic that made the cell something else than Python. `writes` is the path
    of the file that `%%writefile` makes of what `begins` at an index of the text, `appends` that
    it adds to an earlier one.
    """

    text: str
    skipped: str = ""
    writes: str = ""
    appends: bool = False
    begins: int = 0


def open_cell(text: str) -> Opened:
    """Take a cell's leading `%%` lines away and say what the rest is."""
    while "%%" in text:
        found = _CELL_MAGIC.match(text)
        if found is None:
            break
        name, rest = found["name"], found["rest"].split()
        begins = found.start("name") - 2
        text = text[:begins] + text[found.end() :]
        if name in _BODY_KEPT:
            continue
        if name in {"writefile", "file"} and (path := _own_path(rest)):
            # the line's own end is no part of the file
            appends = bool({"-a", "--append"} & set(rest))
            return Opened(text, writes=path, appends=appends, begins=begins + 1)
        return Opened("", skipped=f"%%{name}")
    return Opened(text)


def _own_path(arguments: list[str]) -> str:
    """Return the file that a cell is written to, as a path below the working folder.

    A path from the root, such as Colab's `/content/utils.py`, loses its folders.
    """
    target = arguments[-1].strip("'\"") if arguments else ""
    path = posixpath.normpath(target) if target and not set(target) & set("{}$") else ""
    if path.startswith(("/", "~", "..")):
        path = PurePosixPath(path).name
    return "" if path in {"", "."} or path.startswith("-") else path


def repair(text: str) -> tuple[str, list[Note]]:
    """Replace the lines that only IPython understands.

    Only for a cell that Python's parser refused: there, no line of code begins with `%`.

    Returns:
        The text, as long as before in lines, and a note for each line with an effect.
    """
    lines = text.split("\n")
    notes: list[Note] = []
    for start, stop in list(logical_lines(lines, _is_magic)):
        changed = _rewrite(" ".join(line.rstrip("\\") for line in lines[start:stop]))
        if changed is None or not _is_magic(lines[start]):
            continue
        lines[start:stop] = [changed[0], *[""] * (stop - start - 1)]
        if changed[1]:
            notes.append(("magic_skipped", start + 1, {"magic": changed[1]}))
    return "\n".join(lines), notes


def _is_magic(line: str) -> bool:
    bare = line.lstrip()
    if not bare or bare[0] == "#":
        return False
    if bare[0] in "%!?" or _ASSIGNED.match(line) or _HELP.fullmatch(line):
        return True
    found = _AUTOMAGIC.fullmatch(line)
    return found is not None and found["name"] in AUTOMAGICS and not _parses(bare)


def _parses(line: str) -> bool:
    try:
        ast.parse(line)
    except Exception:  # noqa: BLE001 - the parser refuses in many ways
        return False
    return True


def _rewrite(line: str) -> tuple[str, str] | None:
    """Return the Python to put in a magic's place, and the magic's text if that is worth a note."""
    if found := _HELP.fullmatch(line):
        return found["indent"] + "pass", ""
    if found := _LINE_MAGIC.fullmatch(line):
        return _line_magic(found["indent"], found["sign"], found["rest"].strip())
    if found := _ASSIGNED.fullmatch(line):
        name, _, rest = found["rest"].strip().partition(" ")
        if found["sign"] == "%" and name in _STATEMENT_KEPT and rest:
            return f"{found['target']} {rest}", ""
        return f"{found['target']} []", found["sign"] + found["rest"]
    if found := _AUTOMAGIC.fullmatch(line):
        return _line_magic(found["indent"], "%", found["rest"])
    return None


def _line_magic(indent: str, sign: str, command: str) -> tuple[str, str]:
    name, _, rest = command.partition(" ")
    if "%" not in sign:
        return indent + "pass", "" if sign[0] == "?" else sign + command
    if name in _STATEMENT_KEPT and rest.strip():
        return indent + rest.strip(), ""
    if name == "pylab":
        return indent + _PYLAB, ""
    if name in _RUNS and file_of(rest):
        return f"{indent}get_ipython().run_line_magic({name!r}, {rest.strip()!r})", ""
    return indent + "pass", "" if name in _HARMLESS else sign + command
