"""Check one's own work from a cell of a notebook: `check("propagate")`, or `%check propagate`.

It calls the functions that the notebook has now. It runs no cell, and trains nothing but what the
visible tests of the named question do.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gradewright.errors import GradewrightError
from gradewright.selfcheck.as_html import block, sentence
from gradewright.selfcheck.as_text import lines_of
from gradewright.selfcheck.checking import Checking
from gradewright.selfcheck.finding import kit_beside, own_kit
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Check, Kit
from gradewright.selfcheck.live import LiveWork

# One for each kit: graders are imported once, and inputs stay the same while one works on a fault.
_checkings: dict[str, tuple[Checking, int]] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as a notebook shows it: as HTML, and as text for whatever shows no HTML."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}

    def __repr__(self) -> str:
        """Return the text."""
        return self.text


def check(*names: str) -> None:
    """Check questions, or functions; all of them without a name. What was found is shown at once.

    Args:
        names: ids of questions, or names of functions that they ask for.
    """
    # Nothing that goes wrong here is worth a traceback in a student's notebook.
    try:
        kit = own_kit() or kit_beside(Path.cwd())
        shown = _checked(kit, names)
    except GradewrightError as error:
        shown = Shown(sentence(str(error)), str(error))
    _show(shown)


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the line magic `%check`: names follow it, none for everything."""
    shell.register_magic_function(lambda line: check(*line.split()), "line", "check")


def _checked(kit: Kit, names: Sequence[str]) -> Shown:
    wanted = kit.chosen(tuple(names))
    if kit.stamp not in _checkings:
        _checkings[kit.stamp] = Checking(kit), secrets.randbits(32)
    checking, seed = _checkings[kit.stamp]
    namespace, numbers = _notebook()
    work = LiveWork(kit, namespace, numbers)
    found = tuple(_looked_through(checking, work, wanted, seed))
    questions = dict.fromkeys(c.question for c in wanted)
    return Shown(block(kit, questions, found), "\n".join(lines_of(kit, questions, found)))


def _looked_through(
    checking: Checking, work: LiveWork, wanted: Sequence[Check], seed: int
) -> Iterator[Found]:
    """Yield what comes of each test, and say where the notebook's variables make it pass."""
    for found in checking.run(work, wanted, seed):
        names = _read_beside(work, checking.kit.question(found.check.question).functions)
        if found.status != "passed" or not names:
            yield found
            continue
        with work.without(names):
            (again,) = checking.run(work, (found.check,), seed)
        yield found if again.status == "passed" else replace(found, rests_on=names)


def _read_beside(work: LiveWork, functions: Sequence[str]) -> tuple[str, ...]:
    """Return the variables of the notebook that functions read beside their arguments."""
    facts = (work.report.functions.get(name) for name in functions)
    return tuple(dict.fromkeys(name for each in facts if each for name, _kind in each.reads))


def _notebook() -> tuple[dict[str, Any], dict[str, int]]:
    """Return the variables of the notebook that this runs in, and the numbers of its cells."""
    shell = _shell()
    if shell is None:
        return vars(sys.modules["__main__"]), {}
    return shell.user_ns, getattr(shell.compile, "_filename_map", {})


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def _show(shown: Shown) -> None:
    if _shell() is None:
        sys.stdout.write(f"{shown}\n")
    else:
        sys.modules["IPython"].display.display(shown)
