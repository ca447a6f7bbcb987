"""Cells, names, places and definitions."""

from __future__ import annotations

import dataclasses
import inspect
import linecache
import pickle
import sys
import traceback

import pytest

from gradewright.beside.loading.loader import where


def test_all_cells_share_one_namespace(submissions):
    loaded = submissions.notebook("def g(): return 20", "def f(): return g() + 1")
    assert loaded["f"]() == 21
    assert loaded["f"].__globals__ is loaded.namespace
    assert loaded.report["problems"] == []


def test_a_notebook_is_main_and_a_script_is_not(submissions):
    block = "def f(): return name\nname = __name__\nif __name__ == '__main__':\n    name = 'ran'"
    assert submissions.notebook(block)["f"]() == "ran"
    assert submissions.script(block)["f"]() == "homework1"


def test_a_script_named_like_a_module_in_use_does_not_replace_it(submissions):
    before = sys.modules["random"]
    loaded = submissions.script("def f(): return __name__", file="random.py")
    assert sys.modules["random"] is before
    assert loaded["f"]() == "submission_random"
    assert sys.modules["submission_random"].__dict__ is loaded.namespace


def test_a_script_knows_its_file(submissions):
    loaded = submissions.script("import os\ndef f(): return os.path.basename(__file__)")
    assert loaded["f"]() == "homework1.py"


def test_pickle_dataclasses_and_type_hints_work_in_the_namespace(submissions):
    loaded = submissions.notebook(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n"
        "from typing import ClassVar, get_type_hints",
        "@dataclass\nclass Layer:\n    size: int\n    kind: ClassVar[str] = 'dense'",
        "def f(): return Layer(3), get_type_hints(Layer)",
    )
    layer, hints = loaded["f"]()
    assert [field.name for field in dataclasses.fields(layer)] == ["size"]
    assert hints["size"] is int
    assert pickle.loads(pickle.dumps(layer)) == layer


def test_future_imports_hold_for_later_cells(submissions):
    loaded = submissions.notebook(
        "from __future__ import annotations", "def f(x: Undefined) -> AlsoUndefined: return x"
    )
    assert loaded["f"](3) == 3
    assert loaded["f"].__annotations__["x"] == "Undefined"


def test_old_future_imports_are_accepted(submissions):
    source = "from __future__ import division, print_function\ndef f(): return 1 / 2"
    loaded = submissions.script(source)
    assert loaded["f"]() == 0.5
    assert loaded.report["problems"] == []


def test_tracebacks_lead_back_to_cell_and_line(submissions):
    loaded = submissions.notebook("x = 1", "\n\ndef f():\n    y = 0\n    return 1 / y\n")
    with pytest.raises(ZeroDivisionError) as caught:
        loaded["f"]()
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert where(last.filename) == ("hw.ipynb", 2)
    assert (last.lineno, last.line) == (5, "return 1 / y")


def test_source_can_be_inspected(submissions):
    loaded = submissions.notebook("pass", "def f():\n    return 'here'\n")
    assert inspect.getsource(loaded["f"]) == "def f():\n    return 'here'\n"
    linecache.checkcache()
    assert linecache.getline("hw.ipynb, cell 2", 2) == "    return 'here'\n"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("hw.ipynb, cell 12", ("hw.ipynb", 12)),
        ("my, cell 3.ipynb, cell 4", ("my, cell 3.ipynb", 4)),
        ("src/hw.py", ("src/hw.py", None)),
        ("/usr/lib/python3/random.py", None),
        ("<string>", None),
        ("<course module planar_utils>", None),
        ("numpy/random/mtrand.pyx", None),
    ],
)
def test_where_tells_the_submissions_code_from_other_code(name, place):
    assert where(name) == place


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("\ndef f(x):\n    return x\n", [2, 3]),
        ("import functools\n@functools.cache\n@staticmethod\ndef f():\n    return 1", [2, 5]),
        ("async def f():\n    return 1\n", [1, 2]),
        ("class f:\n    a = 1\n    b = 2\n", [1, 3]),
        ("f = lambda x: (\n    x\n)", [1, 3]),
        ("if True:\n    def f():\n        return 1\nelse:\n    f = None\n", [2, 3]),
        ("try:\n    import nothing_such\nexcept ImportError:\n    def f(): return 2", [4, 4]),
        ("def f(): return 1\n\ndef f():\n    return 2", [3, 4]),
        ("def f(): return 1\nf = abs", [2, 2]),
        ("g, f = abs, abs", [1, 1]),
    ],
)
def test_definition_ranges(submissions, source, lines):
    loaded = submissions.notebook("", source)
    assert loaded.report["definitions"] == {"f": ["hw.ipynb", 2, *lines]}


def test_the_last_definition_wins_and_both_places_are_named(submissions):
    loaded = submissions.notebook("def f(): return 1", "x = 1\ndef f(): return 2")
    assert loaded["f"]() == 2
    assert loaded.place("redefined") == ("hw.ipynb", 2, 2)
    assert loaded.said("redefined") == {
        "name": "f",
        "earlier_file": "hw.ipynb",
        "earlier_cell": "1",
        "earlier_line": "1",
    }


def test_a_later_value_does_not_replace_a_function(submissions):
    loaded = submissions.script("def f(): return 1\nf = 7")
    assert loaded["f"]() == 1
    assert loaded.said("reused_file")["earlier_line"] == "1"


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return x\nf = print if False else f",
        "from math import sqrt as f\ndef f(x): return x",
        "if True:\n    def f(): return 1\nelse:\n    def f(): return 2",
        "x = 1\nx = 2\ndef f(): return x",
        "def f():\n    return 1\n\ndef f():  # a copied cell\n    return 1",
    ],
)
def test_what_is_no_redefinition_is_not_noted(submissions, source):
    assert submissions.script(source).kinds == []


def test_a_redefinition_that_fails_leaves_the_earlier_one(submissions):
    loaded = submissions.notebook("def f(): return 1", "def f(x=1/0): return 2")
    assert loaded["f"]() == 1
    assert loaded.report["definitions"] == {"f": ["hw.ipynb", 1, 1, 1]}
    assert loaded.said("definition_failed")["name"] == "f"


def test_names_are_the_public_ones_of_the_submission(submissions):
    loaded = submissions.notebook(
        "import math\nfrom math import sqrt\n_hidden = 1\nrate = 0.1\n"
        "def display(x): return x\ndef f(): return rate, _hidden"
    )
    assert loaded.report["names"] == ["display", "sqrt", "rate", "f"]


def test_notebook_names_do_nothing_in_both_modes(submissions):
    source = "def f():\n    display(1, 2)\n    return get_ipython().run_line_magic('ls', '')"
    for mode in ("slice", "whole"):
        loaded = submissions.notebook(source, mode=mode)
        assert str(loaded["f"]()) == "<quiet result>"
        assert loaded.kinds == []


def test_no_cells_at_all(submissions):
    loaded = submissions._load([])
    assert not any(loaded.report.values())


def test_the_report_is_plain_and_bounded(submissions):
    loaded = submissions.notebook(*[f"import nothing_such_{n}" for n in range(80)])
    assert len(loaded.report["problems"]) == 51
    assert loaded.report["problems"][-1][0] == "more"
    assert loaded.said("more") == {"count": "30"}
    long = submissions.notebook("def f(): return x", f"x = int('{'9' * 5000}x')")
    assert len(long.said("statement_failed")["reason"]) <= 320
