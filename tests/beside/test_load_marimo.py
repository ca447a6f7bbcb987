"""Notebooks of marimo."""

from __future__ import annotations

import pytest

HEAD = 'import marimo\n\n__generated_with = "0.11.2"\napp = marimo.App(width="medium")\n\n\n'
TAIL = '\n\nif __name__ == "__main__":\n    app.run()\n'


def _script(*parts: str):
    return HEAD + "\n\n".join(parts) + TAIL


def test_cells_become_top_level_code_in_the_order_of_their_needs(submissions):
    script = _script(
        "@app.cell\ndef _(np, RATE):\n    def f(x):\n"
        "        return np.sum(x) * RATE\n    return (f,)",
        "@app.cell(hide_code=True)\ndef _(slider):\n    RATE = slider.value\n    return RATE,",
        "@app.cell\ndef __(mo):\n    slider = mo.ui.slider(1, 9, value=3)\n    slider\n    return",
        "@app.cell\nasync def _():\n    import marimo as mo\n"
        "    import numpy as np\n    return mo, np",
    )
    loaded = submissions.script(script)
    assert loaded["f"]([1, 2]) == 9
    assert loaded.kinds == []
    assert loaded.report["definitions"] == {"f": ["homework1.py", None, 9, 10]}


def test_functions_classes_and_the_setup_cell_are_there(submissions):
    script = _script(
        "with app.setup(hide_code=True):\n    import math\n    LIMIT = 4",
        "@app.function\ndef f(x):\n    return Cap().cut(math.floor(x))",
        "@app.class_definition(column=1)\nclass Cap:\n"
        "    def cut(self, x):\n        return min(x, LIMIT)",
    )
    loaded = submissions.script(script)
    assert (loaded["f"](2.7), loaded["f"](9.1)) == (2, 4)
    assert loaded.report["definitions"]["f"][2] == 12


def test_each_cell_has_its_own_names_with_an_underscore(submissions):
    script = _script(
        "@app.cell\ndef _():\n    def _scale(x):\n        return 2 * x\n    def f(x):\n"
        "        return _scale(x)\n    return (f,)",
        "@app.cell\ndef _():\n    def _scale(x):\n"
        "        return 50 * x\n    print(_scale(1))\n    return",
    )
    assert submissions.script(script)["f"](3) == 6


def test_cells_that_need_each_other_are_read_all_the_same(submissions):
    script = _script(
        "@app.cell\ndef _():\n    def f(n):\n        return n and odd(n - 1)\n    return (f,)",
        "@app.cell\ndef _():\n    def odd(n):\n        return not n or f(n - 1)\n    return (odd,)",
    )
    loaded = submissions.script(script)
    assert [bool(loaded["f"](n)) for n in range(4)] == [False, True, False, True]


def test_a_broken_cell_costs_only_itself(submissions):
    script = _script(
        "app._unparsable_cell(\n    r'''\n    def g(:\n    ''',\n    name='_'\n)",
        "@app.cell\ndef _():\n    def f():\n        return 6\n    return (f,)",
        "@app.cell\ndef _():\n    x = = 3\n    return",
    )
    loaded = submissions.script(script)
    assert loaded["f"]() == 6
    assert loaded.kinds == ["syntax_function"]


@pytest.mark.parametrize("made", ["App()", "flask.App()", "marimo.other()"])
def test_another_app_is_left_as_it_is(submissions, made):
    script = f"# no marimo\nclass App:\n    pass\napp = {made}\ndef f():\n    return 3\n"
    loaded = submissions.script(script)
    assert loaded["f"]() == 3
    assert loaded.report["definitions"]["f"][2] == 5
