"""Source that Python refuses: what can be kept is kept, and the rest is explained."""

from __future__ import annotations

import pytest

from gradewright.beside.loading.python2 import old_spelling


def test_the_other_cells_load_and_the_broken_line_is_named(submissions):
    loaded = submissions.notebook("def f(): return 1", "y = 2\nx = = 3\n", "z = 3")
    assert loaded["f"]() == 1
    assert loaded.place("syntax") == ("hw.ipynb", 2, 2)
    assert loaded.said("syntax") == {"reason": "invalid syntax", "text": "x = = 3"}


def test_the_rest_of_a_broken_cell_is_kept(submissions):
    loaded = submissions.notebook("W = 3\nx = = 3\ndef f():\n    return W\n")
    assert loaded["f"]() == 3
    assert loaded.report["definitions"]["f"][2:] == [3, 4]


SCRIPT = """import math

def f(x):
    return helper(x)

def broken(x):
    if x
        return 1

@staticmethod
def helper(x):
    '''A docstring
def not_this(: is text
'''
    return math.sqrt(x)

if True:
    a = 1
else:
    a = 2
"""


def test_a_script_loses_only_the_broken_function(submissions):
    loaded = submissions.script(SCRIPT)
    assert loaded["f"](9) == 3
    assert loaded.report["definitions"]["f"] == ["homework1.py", None, 3, 4]
    assert loaded.place("syntax_function") == ("homework1.py", None, 7)
    assert loaded.said("syntax_function") == {
        "names": "broken",
        "reason": "expected ':'",
        "text": "if x",
    }


@pytest.mark.parametrize(
    "broken",
    [
        "print(max(1, 2)\n",
        "x = [1, 2\ny = 3\n",
        "x = {'a': (1\n",
        "s = 'unclosed\n",
        "def g():\nreturn 1\n",
        "def g(:\n    pass\n",
        "for i in range(3)\n    print(i)\n",
        "class A\n    pass\n",
        "x = 1 +\n",
        "if True:\n\tx = 1\n        y = 2\n",
        "def g():\n    x = 1\n  y = 2\n",
        "x = 5 apples\n",
        "x = \u00a01\n",
        "a\\b\n",
        "def g(a, a): pass\n",
        "The accuracy is 90%, which is great.\n",
    ],
)
def test_broken_code_before_and_after_a_function_does_not_take_it_along(submissions, broken):
    source = f"{broken}\ndef f():\n    return W\n\n{broken}\nW = 8\n{broken}"
    for loaded in (submissions.script(source), submissions.notebook(source)):
        assert loaded["f"]() == 8
        assert {"syntax", "syntax_function"} & set(loaded.kinds)


def test_an_unclosed_docstring_loses_only_its_function(submissions):
    broken = "def g():\n    '''never closed\n    return\n\n"
    loaded = submissions.script(broken + "def f():\n    '''closed'''\n    return 2\n")
    assert loaded["f"]() == 2
    assert "g" in loaded.said("syntax_function")["names"]


def test_an_unclosed_bracket_in_a_function_loses_only_that(submissions):
    loaded = submissions.script("def g():\n    return (1 +\n\ndef f():\n    return 2\nq = 1\n")
    assert loaded["f"]() == 2
    assert loaded.place("syntax_function") == ("homework1.py", None, 2)


def test_a_stray_indented_line_loses_only_itself(submissions):
    source = "W = 8\n    V = 9\ndef f(): return W\nif W: a = 1\nelse:\n    a = 2\n"
    loaded = submissions.script(source)
    assert loaded["f"]() == 8
    assert loaded.place("syntax") == ("homework1.py", None, 2)


def test_a_block_is_kept_with_all_its_branches_or_not_at_all(submissions):
    loaded = submissions.script(
        "if True:\n    W = 1\nelse:\n    W = = 2\n\n"
        "def f(x):\n    if x: return 1\nelse:\n    return 2\ndef g(): return W\n",
        functions=("f", "g"),
    )
    assert {"f", "W"}.isdisjoint(loaded.namespace)
    assert loaded.said("syntax_function")["names"] == "f"


def test_prose_in_a_code_cell_is_one_problem(submissions):
    prose = "\n".join(f"This is line {n} of my answer" for n in range(30))
    assert submissions.notebook(prose).kinds == ["syntax"]


def test_errors_that_only_compiling_finds_cost_their_statement(submissions):
    loaded = submissions.notebook("def f(): return 1\ndef g(a, a): return 2\nreturn 3")
    assert loaded["f"]() == 1
    assert loaded.place("syntax_function") == ("hw.ipynb", 1, 2)
    assert loaded.place("syntax") == ("hw.ipynb", 1, 3)


COMPILER_ERRORS = [
    ("pace = 1\n    global pace", 3, "global pace", "before global declaration"),
    ("if rate:\n        break", 3, "break", "outside loop"),
    ("rate = 2\n    continue", 3, "continue", "not properly in loop"),
    ("rate = 2\n    await rate", 3, "await rate", "outside async function"),
    ("*rest = [rate]", 2, "*rest = [rate]", "starred assignment"),
    ("rate = (\n        * sum(rate))", 3, "* sum(rate))", "starred expression"),
    ("def h():\n        nonlocal gone\n    h()", 3, "nonlocal gone", "no binding"),
    ("[r async for r in rate]", 2, "[r async for r in rate]", "asynchronous comprehension"),
]


@pytest.mark.parametrize(("body", "line", "text", "reason"), COMPILER_ERRORS)
def test_an_error_of_the_compiler_is_told_at_its_own_line(submissions, body, line, text, reason):
    source = f"def step(rate):\n    {body}\n    return rate\n\ndef f(): return 5\n"
    loaded = submissions.script(source, functions=("f", "step"))
    assert loaded["f"]() == 5
    assert "step" not in loaded.namespace
    assert loaded.place("syntax_function") == ("homework1.py", None, line)
    said = loaded.said("syntax_function")
    assert (said["names"], said["text"]) == ("step", text)
    assert reason in said["reason"]


def test_a_repeated_argument_is_told_at_its_own_line(submissions):
    loaded = submissions.script("def f(a,\n      b,\n      a):\n    return a\n")
    assert loaded.place("syntax_function") == ("homework1.py", None, 3)
    assert loaded.said("syntax_function")["text"] == "a):"


def test_await_at_the_top_level_of_a_cell_runs_as_in_a_notebook(submissions):
    loaded = submissions.notebook(
        "import asyncio\nasync def fetch(): return 7\n",
        "async def late():\n    await asyncio.sleep(0)\n    return 2",
        "W = await fetch() * await late()",
        "def f(): return W",
    )
    assert loaded["f"]() == 14
    assert loaded.kinds == []


@pytest.mark.parametrize(
    "monster",
    [
        "(" * 10000,
        "x = " + "(" * 150 + ")" * 150,
        "x = " + "-" * 5000 + "1",
        "x = " + "+".join(["1"] * 20000),
        "lambda: " * 2000 + "1",
        "x = 9 ** 9 ** 1 if 0 else " + "[" * 90 + "]" * 90,
        "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 150)) + " " * 160 + "x = 1",
        "x = '\ud800'",
        "\0" * 100,
        "x" * 100000,
        "x = " + "9" * 10000,
        "\ufeffx = 1",
        "x = 1\r\ny = 2\rz = 3",
        "\x0c\x0bx = 1",
    ],
)
def test_monsters_do_not_keep_other_cells_from_loading(submissions, monster):
    assert submissions.notebook(monster, "def f(): return 1")["f"]() == 1


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("print x", "print(x)"),
        ("print 'a: %d' % x", "print(x)"),
        ("exec 'x = 1'", 'exec("code")'),
        ("raise ValueError, 'bad'", 'raise Error("text")'),
        ("if 1 <> 2: pass", "a != b"),
        ("y = `x`", "repr(x)"),
        ("y = 10L", "10"),
        ("y = 0755", "0o755"),
        ("y = ur'x'", 'r"text"'),
    ],
)
def test_python_2_is_told_what_to_change(submissions, line, new):
    loaded = submissions.notebook(f"def f():\n    return 1\n\n{line}\n")
    assert loaded["f"]() == 1
    assert loaded.place("python2") == ("hw.ipynb", 1, 4)
    assert loaded.said("python2")["new"] == new
    assert loaded.said("python2")["text"] == line


def test_python_2_inside_a_function_and_an_except(submissions):
    loaded = submissions.script("def f():\n    try:\n        x\n    except A, e:\n        pass\n")
    assert loaded.said("python2")["new"] == "except Error as e:"


def test_a_python_2_builtin_is_only_a_name_that_is_missing(submissions):
    loaded = submissions.notebook("def f(): return xrange(3)")
    assert loaded.kinds == []
    with pytest.raises(NameError):
        loaded["f"]()


@pytest.mark.parametrize("line", ["x = 1 +", "print(x", "x = 0.05 y", "raise", "except:", "é = `"])
def test_what_is_not_python_2_is_not_called_so(line):
    assert (old_spelling(line) is None) == (line != "é = `")


def test_odd_escapes_and_comparisons_raise_no_warning(submissions):
    loaded = submissions.notebook("p = '\\d'\ndef f(x): return x is 1, p")
    assert loaded["f"](2) == (False, "\\d")
