"""Whole submissions, every statement of them."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_cells_run_in_order_and_an_error_ends_only_its_cell(submissions):
    loaded = submissions.notebook(
        "log = ['a']",
        "log.append('b')\n1 / 0\nlog.append('never')",
        "log.append('c')\ndef f(): return log",
        mode="whole",
    )
    assert loaded["f"]() == ["a", "b", "c"]
    assert loaded.place("statement_failed") == ("hw.ipynb", 2, 2)
    assert loaded.report["definitions"] == {"f": ["hw.ipynb", 3, 2, 2]}


def test_expressions_settings_and_deletions_run(submissions):
    loaded = submissions.notebook(
        "a = [3, 1]\na.sort()\nb = 1\ndel b", "display(a)\nprint(a)", mode="whole"
    )
    assert loaded["a"] == [1, 3]
    assert "b" not in loaded.namespace
    assert loaded.kinds == []


def test_after_an_error_a_script_still_defines_its_functions(submissions):
    loaded = submissions.script(
        "x = 1 / 0\ny = 2\nimport math\ndef f(): return math.e", mode="whole"
    )
    assert loaded["f"]() > 2
    assert "y" not in loaded.namespace


def test_missing_modules_and_slow_statements(submissions):
    loaded = submissions.notebook(
        "import absent\nfrom gone import thing\nthing()",
        "while True: pass",
        "def f(): return 1",
        mode="whole",
        seconds=0.05,
    )
    assert loaded["f"]() == 1
    assert loaded.kinds == [
        "missing_module",
        "missing_module",
        "statement_failed",
        "statement_timeout",
    ]


def test_showing_plots_does_not_stop_a_cell(submissions, uninstalled):
    uninstalled("matplotlib")
    loaded = submissions.notebook(
        "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nx = 1", mode="whole"
    )
    assert loaded["x"] == 1
    assert loaded.kinds == []


def test_commands_that_happen_to_parse_do_not_stop_a_cell(submissions):
    loaded = submissions.notebook("ls\npwd\nls -l\nx = 1", mode="whole")
    assert loaded["x"] == 1
    assert loaded.kinds == ["magic_skipped"] * 3


def test_redefinitions_of_graded_functions_are_noted(submissions):
    loaded = submissions.notebook(
        "def f(): return 1\ndef g(): 0\ndef g(): 1", "def f(): return 2", mode="whole"
    )
    assert loaded.said("redefined")["name"] == "f"


def test_names_of_functions_that_are_used_again_mean_them_at_the_end(submissions):
    loaded = submissions.notebook(
        "import math\ndef half(x): return x / 2\ndef f(x): return half(x) + math.pi + max(x, 1)",
        "f = f(1)\nnext_one = f + 1\nfor half in 'ab': pass",
        "math = 3\nmax = 10\ntwice = 2 * max",
        mode="whole",
    )
    assert loaded["f"](4) == 6 + loaded["math"].pi
    assert (loaded["next_one"] > 5, loaded["twice"]) == (True, 20)
    assert loaded.kinds == ["reused"] * 3 + ["reused_builtin"]


def test_a_limit_inside_a_limit_leaves_the_outer_one(submissions):
    submissions.write("slow.py", "import time\na = 1\ntime.sleep(0.06)\nb = 2\n")
    loaded = submissions.notebook(
        "try:\n    import slow\nexcept ImportError:\n    pass\nwhile True: pass",
        "def f(): return slow.b",
        mode="whole",
        seconds=0.2,
    )
    assert loaded["f"]() == 2
    assert loaded.kinds == ["statement_timeout"]


WRECK = """
import os, sys
from gradewright.beside.loading.loader import load
cells = [
    ["hw.ipynb", 1, "import builtins\\ndef wreck():\\n    builtins.{name} = None\\n    return 1"],
    ["hw.ipynb", 2, "x = wreck()\\nimport absent"],
    ["hw.ipynb", 3, "def f(): return x"],
]
request = dict(cells=cells, helpers=[], support={{}}, functions=["f"], mode="{mode}")
request["statement_seconds"] = 1.0
namespace, report = load(request)
os.write(1, b" ".join(key.encode() for key in report))
os._exit(0)
"""


@pytest.mark.parametrize(
    ("mode", "name"), [("slice", "len"), ("whole", "str"), ("slice", "isinstance")]
)
def test_a_submission_that_breaks_the_loaders_tools_still_gives_a_report(mode, name):
    code = WRECK.format(mode=mode, name=name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"definitions problems names"
