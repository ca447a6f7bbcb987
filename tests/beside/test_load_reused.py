"""Names of functions, modules and Python's own that later cells use for something else."""

from __future__ import annotations

import pytest

TRAP = "raise SystemError('this must not run')"


@pytest.mark.parametrize(
    "reuse",
    [
        "f = f(3)",
        "f, rest = f(3), 1",
        "f = [f(v) for v in (1, 2)]",
        "f = 'done'",
        "f = None",
        "f = 0\nfor k in range(3):\n    f += k",
        "def a(x): return 0\ndef b(x): return 1\nfor f in (a, b):\n    print(f(1))",
        "import io\nwith io.StringIO() as f:\n    f.write('x')",
        "f = f(3) + 1\nf = f * 2",
        "match [1]:\n    case [f]: pass",
        "if (f := 5) > 3:\n    print(f)",
        "import math as f",
        "import math as f\nprint(f.pi)",
    ],
)
@pytest.mark.parametrize("mode", ["slice", "whole"])
def test_a_graded_function_stays_whatever_its_name_is_used_for(submissions, reuse, mode):
    loaded = submissions.notebook("def f(x): return 2 * x", reuse, mode=mode)
    assert loaded["f"](4) == 8
    assert loaded.said("reused")["name"] == "f"
    assert loaded.place("reused")[1] == 2
    assert loaded.report["definitions"]["f"] == ["hw.ipynb", 1, 1, 1]


@pytest.mark.parametrize(
    "later",
    [
        "def f(x): return 3 * x",
        "f = lambda x: 3 * x",
        "def wrap(g): return lambda x: g(x) + x\nf = wrap(f)",
        "import functools\nf = functools.partial(lambda k, x: k * x, 3)",
        "class Triple:\n    def __call__(self, x): return 3 * x\nf = Triple()",
    ],
)
@pytest.mark.parametrize("mode", ["slice", "whole"])
def test_another_function_replaces_the_first(submissions, later, mode):
    loaded = submissions.notebook("def f(x): return 2 * x", later, mode=mode)
    assert loaded["f"](4) == 12
    assert not [kind for kind in loaded.kinds if kind.startswith("reused")]


def test_a_function_is_found_again_behind_a_value_that_nobody_could_foresee(submissions):
    loaded = submissions.notebook(
        "def f(x): return 2 * x", "class Net:\n    trainable_variables = ()\n", "f = Net()"
    )
    assert loaded["f"](4) == 8
    assert loaded.place("reused") == ("hw.ipynb", 3, 1)


@pytest.mark.parametrize(
    ("first", "use", "reuse"),
    [
        ("def g(x): return x + 1", "g(1)", f"for g in 'ab':\n    {TRAP}"),
        ("def g(x): return x + 1", "g(1)", "import io\ng = io.StringIO()\ng.write('x')"),
        ("import math", "int(math.exp(0)) + 1", "math = 3"),
        ("from math import floor", "floor(2.5)", "floor = [1]"),
        ("class G:\n    n = 2", "G().n", "for G in [1]: pass"),
        ("x = 0", "sum([1, 1])", "sum = 0\nfor k in (1, 2):\n    sum += k"),
        ("x = 0", "len('ab')", "len = 7"),
        ("x = 0", "2 if isinstance(1, int) else 0", "int = 3"),
        ("x = 0", "2 if type(1) == int else 0", "int = 3"),
    ],
)
def test_helpers_modules_and_pythons_own_stay_as_well(submissions, first, use, reuse):
    loaded = submissions.notebook(first, f"def f(): return {use}", reuse)
    assert loaded["f"]() == 2
    (kind,) = loaded.kinds
    assert kind == ("reused_builtin" if first == "x = 0" else "reused")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["def config(): return {'k': 5}", "config = config()", "def f(): return config['k']"], 5),
        (["class Net:\n    k = 5", "Net = Net()", "def f(): return Net.k"], 5),
        (["from math import e", "e = 5", "def f(): return 1 * e"], 5),
        (["max = 5", "def f(): return 2 * max"], 10),
        (["e = 4", "def f(): return e", "for e in (4, 5): pass"], 5),
    ],
)
def test_a_new_meaning_that_the_functions_use_counts(submissions, cells, expected):
    loaded = submissions.notebook(*cells)
    assert loaded["f"]() == expected
    assert loaded.kinds == []


def test_what_needs_the_new_value_gets_it(submissions):
    loaded = submissions.notebook(
        "def g(x): return 2 * x\ndef f(x): return g(x) + best",
        "g = g(4)",
        "best = g + 1",
    )
    assert loaded["f"](1) == 2 + 9
    assert loaded.kinds == ["reused"]


def test_the_trace_of_a_training_is_not_run_for_its_name(submissions):
    loaded = submissions.notebook("def f(x): return x", f"f = f(1)\n{TRAP}")
    assert loaded["f"](1) == 1
    assert loaded.kinds == ["reused"]
