"""Every kind of problem has its phrase, and its values fill it."""

from __future__ import annotations

import sys

from gradewright.phrases import say

CELLS = (
    "import nothing_such\nfrom nothing_such import a, b\nfrom math import sqrt, qwerty",
    "from gone import *\nimport fragile\nfrom math import asdf\nfrom fragile import *",
    "!ls\nx = = 1\n",
    "%%bash\nls",
    "print 'x'",
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
        "missing_star_unused",
        "more",
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


def test_the_rarest_phrases_can_be_said():
    assert "Cell 1" in say("load.load_failed", place="Cell 1", reason="x")
    said = say("load.broken_module_unused", place="Cell 1", module="m", names="m", reason="x")
    assert said.startswith("Cell 1: the module m could not be imported")
