"""Global names that are set by calls, by `exec` and in the main block."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "setup",
    [
        "def init():\n    global rate\n    rate = 3\ninit()",
        "rate = None\ndef init():\n    global rate\n    rate = 3\ninit()",
        "def inner():\n    global rate\n    rate = 3\ndef outer(): inner()\nif True:\n    outer()",
        "def init():\n    global rate\n    rate = 3\n    return 'done'\nprint(init())",
        "def init():\n    globals()['rate'] = 3\nassert init() is None",
        "def init():\n    globals().update({k: 3 for k in ['rate']})\nstate = init()",
        "globals()['rate'] = 3",
        "globals().update(rate=3)",
        "globals().update({'rate': 3})",
        "vars().setdefault('rate', 3)",
        "values = {'rate': 3}\nglobals().update(values)",
        "for key, value in {'rate': 3}.items():\n    globals()[key] = value",
        "(lambda: globals().update(rate=3))()",
        "exec('rate = 3')",
        "exec('three = 3; rate = three')",
        "for n in (1, 3):\n    exec(f'rate = {n}')",
        "text = 'rate = 3'\nexec(text, globals())",
        "import sys\nsys.modules[__name__].rate = 3",
        "import sys\nsetattr(sys.modules[__name__], 'rate', 3)",
        "import builtins\nbuiltins.rate = 3",
    ],
)
def test_every_way_to_set_a_needed_global_runs(submissions, setup):
    loaded = submissions.notebook(setup, "def f(): return rate")
    assert loaded["f"]() == 3
    assert loaded.kinds == []


@pytest.mark.parametrize(
    "setup",
    [
        "class C: pass\nC.rate = 3",
        "class C: pass\nsetattr(C, 'rate', 3)",
        "class C:\n    @classmethod\n    def load(cls): cls.rate = 3\nC.load()",
        "class D:\n    def setup(self): self.rate = 3\nC = D()\nC.setup()",
        "from types import SimpleNamespace\nC = SimpleNamespace()\nvars(C)['rate'] = 3",
        "class C: pass\ndef init(value): C.rate = value\ninit(3)",
        "import math as C\nC.rate = 3",
        "import math as C\nsetattr(C, 'rate', 3)",
    ],
)
def test_settings_kept_in_classes_and_modules_are_set(submissions, setup):
    loaded = submissions.notebook(setup, "def f(): return C.rate")
    assert loaded["f"]() == 3


def test_source_that_is_executed_has_what_it_uses(submissions):
    loaded = submissions.notebook("base = 2", "exec('def f(x):\\n    return base * x')")
    assert loaded["f"](4) == 8
    assert loaded.report["definitions"]["f"][:2] == ["hw.ipynb", 2]


def test_calls_that_do_the_graded_work_do_not_run_for_what_else_they_set(submissions):
    loaded = submissions.notebook(
        "count = 0\ndef f(x):\n    global count\n    count += 1\n    return count",
        "def train():\n    f(1)\n    raise SystemError('this must not run')\ntrain()",
    )
    assert loaded["f"](1) == 1
    assert loaded.kinds == []


MAIN = """
scale = 2
args = None
def f(): return scale * args.k
if __name__ == "__main__":
    from types import SimpleNamespace
    scale = 50
    args = SimpleNamespace(k=4)
    raise SystemError("this must not run")
"""


def test_the_main_block_of_a_script_gives_values_that_it_has_not_without_it(submissions):
    loaded = submissions.script(MAIN)
    assert loaded["f"]() == 8
    assert loaded.kinds == []


def test_the_main_block_of_a_notebook_runs_as_far_as_it_is_needed(submissions):
    loaded = submissions.notebook(MAIN)
    assert loaded["f"]() == 200
    assert loaded.kinds == []
