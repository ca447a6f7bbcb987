"""Make `check.pyz`, the self-check of one assignment in one file that Python runs as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources

from gradewright.authoring.release.archive import zipped
from gradewright.authoring.release.closure import modules_for
from gradewright.phrases import say
from gradewright.selfcheck.finding import FIRST, KIT
from gradewright.selfcheck.kit import Kit

_SHEBANG = b"#!/usr/bin/env python3\n"
# Any Python has to understand these two, so that they can say what is wrong with an old one.
_MAIN = """\
import sys

if sys.version_info < (3, 11):
    sys.stderr.write({old!r} % sys.version_info[:2] + "\\n")
    sys.exit(2)
from {first} import main

if __name__ == "__main__":
    sys.exit(main())
"""
_CHECK = """\
import sys

if sys.version_info < (3, 11):
    raise ImportError({old!r} % sys.version_info[:2])
from {first} import ready

_problem = ready()
if _problem:
    raise ImportError(_problem)
from gradewright.selfcheck.notebook import check, load_ipython_extension

__all__ = ["check", "load_ipython_extension"]
"""


def pyz_of(kit: Kit, packages: Sequence[str]) -> bytes:
    """Return the application.

    Args:
        kit: the assignment.
        packages: what cannot be done without.
    """
    here = resources.files(__package__)
    phrases = resources.files("gradewright.phrases")
    ours = modules_for("selfcheck")
    for language in dict.fromkeys(("en", kit.language)):
        file = f"{language}.toml"
        ours[f"gradewright/phrases/{file}"] = (phrases / file).read_bytes()
    digest = hashlib.sha256()
    for name in sorted(ours):
        digest.update(f"{name} {len(ours[name])}\n".encode())
        digest.update(ours[name])
    words = {"old": say("release.old_python"), "first": FIRST}
    files = {
        **ours,
        "__main__.py": _MAIN.format(**words).encode(),
        "check.py": _CHECK.format(**words).encode(),
        f"{FIRST}.py": (here / "first.py").read_bytes(),
        KIT: kit.to_json().encode(),
        "first.txt": " ".join([digest.hexdigest()[:16], *packages]).encode(),
    }
    return zipped(files, _SHEBANG)
