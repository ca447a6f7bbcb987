"""Prompts of an interactive Python that were pasted along."""

from __future__ import annotations

import pytest

from gradewright.beside.loading.prompts import without_prompts

PASTED = [
    ">>> def f(x):\n...     y = x + 1\n...\n...     return y\n",
    "In [12]: def f(x):\n    ...:     return x + 1\n    ...:\n\nIn [13]: f(3)\nOut[13]: 4\n",
    "# so\n>>> def f(x):\n...     return x + 1\n...\n>>> f(3)\n4\n>>> print(f(1), 'a')\n2 a\n",
    ">>> def f(x):\n    return x + 1\n",
    ">>> %timeit 3\n>>> def f(x): return x + 1\n",
    "x = 3\n>>> def f(x):\n...     '''Doc\n... more'''\n...     return (x +\n...   1)\n",
]


@pytest.mark.parametrize("source", PASTED)
def test_prompts_are_taken_off(submissions, source):
    loaded = submissions.notebook(source)
    assert loaded["f"](3) == 4
    assert "prompts_taken" in loaded.kinds
    assert {"syntax", "syntax_function", "prompts_kept"}.isdisjoint(loaded.kinds)
    assert loaded.place("prompts_taken")[2] == 1 + next(
        at for at, line in enumerate(source.split("\n")) if line.startswith((">>>", "In ["))
    )


def test_a_statement_with_prompts_on_some_lines_is_named(submissions):
    loaded = submissions.script(">>> def g(x):\n    return x\n\ndef f(): return 2\ny = = 1\n")
    assert loaded["f"]() == 2
    assert loaded.place("prompts_kept") == ("homework1.py", None, 1)
    assert loaded.said("syntax_function")["names"] == "g"


def test_prompts_in_a_docstring_are_left_alone(submissions):
    source = "def f():\n    '''Add.\n\n    >>> f()\n    3\n    '''\n    return 3\nx = = 1\n"
    loaded = submissions.script(source)
    assert ">>> f()" in loaded["f"].__doc__
    assert loaded.kinds == ["syntax"]


@pytest.mark.parametrize("source", ["x = = 1", "x[0]: int = = 3", "y = a >> > b"])
def test_source_without_prompts_is_left_alone(source):
    assert without_prompts(source) is None
