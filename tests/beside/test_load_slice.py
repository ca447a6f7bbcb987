"""Which statements run: only those that the graded functions need."""

from __future__ import annotations

import numpy as np
import pytest

TRAP = "raise SystemError('this must not run')"


def test_statements_nobody_needs_do_not_run(submissions):
    loaded = submissions.notebook(
        "X = 1/0\nprint(1/0)\n1/0\nfor i in range(3):\n    1/0\nassert False",
        f"if True:\n    {TRAP}",
        "def f(x): return x\nf(1/0)\nwhile True: pass",
    )
    assert loaded["f"](2) == 2
    assert loaded.kinds == []
    assert loaded.report["names"] == ["f"]


@pytest.mark.parametrize(
    "binding",
    [
        "W = 3",
        "W: int = 3",
        "V = W = 3",
        "W, b = 3, 4",
        "(a, [b, W]) = 1, (2, 3)",
        "a, *W = 1, 3",
        "W = 1\nW += 2",
        "print(W := 3)",
        "[W := n for n in (1, 3)]",
        "for W in (1, 2, 3): pass",
        "for i in range(4):\n    W = i",
        "W = 0\nwhile W < 3:\n    W += 1",
        "from contextlib import nullcontext\nwith nullcontext(3) as W: pass",
        "if 1 > 2:\n    pass\nelif 2 > 3:\n    pass\nelse:\n    W = 3",
        "try:\n    1/0\nexcept ZeroDivisionError:\n    W = 3",
        "try:\n    pass\nfinally:\n    W = 3",
        "match [1, 3]:\n    case [_, W]: pass",
        "match {'a': 3}:\n    case {'a': _, **W}: W = 3",
        "def W(): pass\nW = 3",
        "W = 3\ndel W2 if False else 0".replace("del W2 if False else 0", "pass"),
    ],
)
def test_every_way_to_bind_a_needed_name_runs(submissions, binding):
    loaded = submissions.notebook(binding, "def f(): return W")
    value = loaded["f"]()
    assert value in (3, [3])


@pytest.mark.parametrize(
    "change",
    [
        "cache['x'] = 1",
        "cache.update(x=1)",
        "cache.setdefault('x', 1)",
        "for key in ['x']:\n    cache[key] = 1",
        "cache['y'] = {}\ncache['y']['z'] = 1\ncache['x'] = 1\ndel cache['y']",
        "cache |= {'x': 1}",
        "if cache == {}:\n    cache.update({'x': 1})",
    ],
)
def test_changes_to_needed_data_run(submissions, change):
    loaded = submissions.notebook("cache = {}", change, "def f(): return cache")
    assert loaded["f"]() == {"x": 1}


def test_changes_to_arrays_lists_and_attributes_run(submissions):
    loaded = submissions.notebook(
        "import numpy as np\nW = np.zeros(3)\nW[0] = 3\nnames = []\nnames.append('a')\n"
        "order = np.arange(5)\nnp.random.seed(1)\nnp.random.shuffle(order)\n"
        "def f(): return W, names, f.rate, order\nf.rate = 0.5"
    )
    W, names, rate, order = loaded["f"]()
    assert (W.tolist(), names, rate) == ([3, 0, 0], ["a"], 0.5)
    assert sorted(order) == [0, 1, 2, 3, 4]


def test_calls_on_needed_data_that_train_or_show_do_not_run(submissions):
    loaded = submissions.notebook(
        f"class Model:\n    def fit(self): {TRAP}\n    def add(self): self.n = 1\n"
        "    summary = plot = evaluate = predict = fit\n",
        "m = Model()\nm.fit()\nm.summary()\nm.plot()\nm.evaluate()\nm.predict()\nm.add()",
        "def f(): return m.n",
    )
    assert loaded["f"]() == 1
    assert loaded.kinds == []


def test_needs_are_followed_through_helpers_classes_and_data(submissions):
    loaded = submissions.notebook(
        "base = 2",
        "def power(x): return base ** x",
        "class Helper:\n    factor = scale(5)\n    def go(self, x): return power(x) * self.factor",
        "def scale(x): return x * unit",
        "unit = 10",
        "tool = Helper()",
        "def f(x): return [tool.go(y) for y in [x]]",
    )
    assert loaded["f"](3) == [400]


def test_order_of_cells_does_not_matter_where_a_second_try_helps(submissions):
    loaded = submissions.notebook("table = make()", "def f(): return table", "def make(): return 4")
    assert loaded["f"]() == 4
    assert loaded.kinds == []


def test_names_used_at_definition_time_are_needed(submissions):
    loaded = submissions.notebook(
        "def double(g):\n    return lambda *a: 2 * g(*a)\nrate = 3\nclass Base: k = 4",
        "class Child(Base):\n    v = rate",
        "@double\ndef f(x=rate):\n    return x + Child.k + Child.v",
    )
    assert loaded["f"]() == 20


def test_attribute_names_are_not_taken_for_globals(submissions):
    loaded = submissions.notebook(
        f"data = [{TRAP[:0]}1/0]",
        "def f(obj):\n    local = obj.data\n    data = local\n    return data",
    )
    assert loaded["f"](type("T", (), {"data": 3})) == 3
    assert "data" not in loaded.namespace


def test_many_names_in_one_function(submissions):
    many = "\n".join(f"n{k} = {k}" for k in range(400))
    body = " + ".join(f"n{k}" for k in range(400))
    loaded = submissions.notebook(many, f"def f(): return {body}", "m = 1/0")
    assert loaded["f"]() == sum(range(400))


def test_a_needed_statement_that_fails_is_noted_and_the_rest_goes_on(submissions):
    loaded = submissions.notebook(
        "a = 1\nb = (\n    1/0)\nc = 3", "def f(): return a + b", "def g(): return a + c"
    )
    assert loaded.place("statement_failed") == ("hw.ipynb", 1, 3)
    assert loaded.said("statement_failed") == {
        "reason": "ZeroDivisionError: division by zero",
        "text": "1/0)",
    }
    with pytest.raises(NameError):
        loaded["f"]()


def test_the_line_of_a_failure_inside_a_block_is_named(submissions):
    loaded = submissions.notebook("W = 0\nfor i in range(2):\n    W += 1\n    W /= 0", "def f(): W")
    assert loaded.place("statement_failed") == ("hw.ipynb", 1, 4)


def test_all_definitions_run_where_that_costs_nothing(submissions):
    loaded = submissions.notebook(
        "sizes = 1/0",
        "def helper(): return 1",
        "def plot(n=sizes): return n",
        "class Net: pass",
        "def f(): return 1",
    )
    assert loaded.kinds == []
    assert loaded.report["names"] == ["helper", "Net", "f"]


def test_a_definition_nobody_needs_that_fails_is_just_a_problem(submissions):
    loaded = submissions.notebook(
        "def deco(g): raise ValueError('no')", "@deco\ndef g(): pass", "def f(): return 1"
    )
    assert loaded["f"]() == 1
    assert loaded.said("definition_failed") == {
        "name": "g",
        "reason": "ValueError: no",
        "text": "@deco",
    }


def test_a_deleted_name_stays(submissions):
    loaded = submissions.notebook("W = 3\ndel W", "def f(): return W")
    assert loaded["f"]() == 3


def test_seeds_of_needed_modules_are_set(submissions):
    loaded = submissions.notebook(
        "import numpy as np\nnp.random.seed(3)\nW = np.random.randn(4)", "def f(): return W"
    )
    expected = np.random.RandomState(3).randn(4)
    np.testing.assert_allclose(loaded["f"](), expected)


def test_loading_twice_gives_two_namespaces(submissions):
    first = submissions.notebook("seen = []\ndef f():\n    seen.append(1)\n    return len(seen)")
    second = submissions.notebook("seen = []\ndef f():\n    seen.append(1)\n    return len(seen)")
    assert (first["f"](), first["f"](), second["f"]()) == (1, 2, 1)


def test_exiting_and_interrupting_statements_are_noted(submissions):
    loaded = submissions.notebook(
        "import sys\na = sys.exit(3)\nb = exit()\n"
        "def stop(): raise KeyboardInterrupt\nc = stop()\nd = 4",
        "def f(): return a, b, c, d",
    )
    assert loaded["d"] == 4
    assert loaded.kinds.count("statement_exit") == 3


def test_a_slow_statement_is_stopped(submissions):
    loaded = submissions.notebook(
        "n = 0\nwhile True:\n    n += 1", "k = 5", "def f(): return n, k", seconds=0.05
    )
    assert loaded.said("statement_timeout")["seconds"] == "0.05"
    assert loaded["f"]()[1] == 5


def test_an_exception_whose_class_lies_about_its_name_is_noted(submissions):
    loaded = submissions.notebook(
        "class Meta(type):\n    __name__ = property(lambda self: 1 / 0)\n    __hash__ = None\n"
        "class Odd(Exception, metaclass=Meta): pass\n"
        "def go(): raise Odd('no')\nx = go()\nodd = Odd()\ndef f(): return x, odd"
    )
    assert loaded.said("statement_failed")["reason"] == "Odd: no"
    assert "odd" in loaded.report["names"]


def test_an_exception_that_cannot_be_printed_is_noted(submissions):
    loaded = submissions.notebook(
        "class Odd(Exception):\n    def __str__(self): raise self\n"
        "def go(): raise Odd\nx = go()\ndef f(): return x"
    )
    assert loaded.said("statement_failed")["reason"] == "Odd"


def test_definitions_alone_run_no_other_statement(submissions):
    source = "TABLE = [1, 2]\ndef f():\n    return TABLE\n"
    loaded = submissions.script(source, functions=["f"], mode="definitions")
    assert callable(loaded["f"])
    assert "TABLE" not in loaded.namespace
