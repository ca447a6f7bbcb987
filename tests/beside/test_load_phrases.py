"""Every kind of problem has its phrase, and its values fill it."""

from __future__ import annotations

import sys

import pytest

from gradewright.phrases import say

CELLS = (
    "import nothing_such\nfrom nothing_such import a, b\nfrom math import sqrt, qwerty",
    "from gone import *\nimport fragile\nfrom math import asdf\nfrom fragile import *",
    "!ls\nx = = 1\n",
    "%%bash\nls",
    "print 'x'",
    "%run gone.py\nfrom gone_too import jit",
    "@jit\ndef quick(): pass",
    ">>> def late(x):\n    return x\ny = = 1",
    ">>> x = 1",
    "lazy import json\ndef told[T]():\n    pass",
    "from string import templatelib",
    "def g(:\n    pass",
    "x = " + "-" * 100000 + "1",
    "def f(): return W, V, U, qwerty, b, fragile",
    "W = 1 / 0\nV = exit()\nwhile True:\n    U = 1",
    "def f(): return W, V, U, qwerty, b, fragile, unknown\n@f\ndef h(): pass",
)


def test_all_phrases_can_be_said(submissions, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "fragile.py").write_text("1 / 0")
    sys.path.append(str(folder))
    notebook = submissions.notebook(*CELLS, seconds=0.02)
    script = submissions.script("def f(): return 1\ndef f(): return 2\nfrom gone import *")
    unused = submissions.script("import fragile\nfragile\n" * 60, mode="whole")
    problems = [each for loaded in (notebook, script, unused) for each in loaded.report["problems"]]
    said = {kind: say(f"load.{kind}", place="Cell 1", **values) for kind, *_, values in problems}
    assert all(not set("{}") & set(text) for text in said.values())
    assert set(said) >= {
        "broken_module",
        "broken_star",
        "cell_skipped",
        "definition_failed",
        "magic_skipped",
        "missing_module",
        "missing_module_unused",
        "missing_name",
        "missing_name_unused",
        "missing_star",
        "decorator_left_off",
        "missing_star_unused",
        "more",
        "prompts_kept",
        "prompts_taken",
        "run_missing",
        "python2",
        "redefined",
        "redefined_file",
        "statement_exit",
        "statement_failed",
        "statement_timeout",
        "syntax",
        "syntax_function",
        "unreadable",
    }


@pytest.mark.parametrize("ending", ["", "_function"])
def test_what_needs_a_newer_python_can_be_said(ending):
    values = {"needs": "3.19", "here": "3.18", "sample": "new x", "text": "new y", "names": "f, g"}
    said = say(f"load.newer_syntax{ending}", place="Cell 1", **values)
    assert all(part in said for part in ("3.19", "3.18", "new x", "new y"))
    name = {"module": "m", "name": "n", "needs": "3.19", "here": "3.18"}
    for kind in ("newer_name", "newer_name_unused"):
        assert "m.n needs Python 3.19" in say(f"load.{kind}", place="Cell 1", **name)


def test_the_rarest_phrases_can_be_said():
    assert "Cell 1" in say("load.load_failed", place="Cell 1", reason="x")
    said = say("load.broken_module_unused", place="Cell 1", module="m", names="m", reason="x")
    assert said.startswith("Cell 1: the module m could not be imported")
