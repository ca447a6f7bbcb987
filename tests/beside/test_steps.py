"""The steps of a function, and its code that tells them: what it does stays the same."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from typing import Any

import pytest

from gradewright.beside.steps import Steps, Unreadable, steps_of
from gradewright.beside.telling import BEGIN, TELL, telling

WORK = '''\
def work(a, b, n=3, *, scale=2):
    """Do a bit of everything."""
    first, second = a["x"], b
    total = 0
    costs = []
    for i in range(n):
        first = first * scale
        total += first
        if i % 2 == 0:
            costs.append(first)
    while total > 100:
        total = total / 2
    if total > 10:
        size = "large"
    else:
        size = "small"
    out = {"total": total, "size": size}
    out["costs"] = costs
    return out, second
'''


def read(source: str) -> Steps:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    return steps_of(node)


def made(source: str, name: str) -> Callable[..., Any]:
    """Return a function whose source can be looked up."""
    linecache.cache[f"{name}.py"] = (len(source), None, source.splitlines(True), f"{name}.py")
    namespace: dict[str, Any] = {}
    exec(compile(source, f"{name}.py", "exec"), namespace)
    function: Callable[..., Any] = namespace[name]
    return function


def told_by(function: Any, *args: Any, **kwargs: Any) -> tuple[Any, list[tuple[str, Any]]]:
    """Return what a function returns that tells its steps, and these by their places."""
    found = telling(function)
    assert found is not None
    heard: list[tuple[str, Any]] = []

    def tell(_call: object, at: int, value: Any) -> Any:
        heard.append((found.steps.all[at].place.partition("}")[0], value))
        return value

    function.__globals__.update({BEGIN: lambda *_: 1, TELL: tell})
    function.__code__ = found.code
    return function(*args, **kwargs), heard


def test_a_function_that_tells_does_what_it_did() -> None:
    arguments = ({"x": 2}, 5), {"n": 4, "scale": 3}
    before = made(WORK, "work")(*arguments[0], **arguments[1])
    after, heard = told_by(made(WORK, "work"), *arguments[0], **arguments[1])
    assert after == before == ({"total": 60.0, "size": "large", "costs": [6, 54]}, 5)
    assert [value for place, value in heard if place == "first"] == [2, 6, 18, 54, 162]
    assert ("{total", 60.0) in heard
    assert heard[-1] == ("return", after)


def test_what_is_told_can_be_put_right() -> None:
    function: Any = made("def twice(x):\n    y = 3 * x\n    return y\n", "twice")
    found = telling(function)
    assert found is not None
    right = {"y": 10}
    function.__globals__.update(
        {BEGIN: lambda *_: 1, TELL: lambda _, at, value: right.get(found.steps.all[at].name, value)}
    )
    function.__code__ = found.code
    assert function(5) == 10


def test_lines_stay_where_they_are() -> None:
    function = made("def broken(x):\n    y = x\n\n    return y / 0\n", "broken")
    with pytest.raises(ZeroDivisionError) as caught:
        told_by(function, 1)
    assert caught.traceback[-1].lineno == 3


def test_a_step_rests_on_what_it_reads_and_on_its_conditions() -> None:
    steps = read(
        "def f(p, x):\n"
        "    W = p['W']\n"
        "    if x > 1:\n"
        "        z = np.dot(W, [q * LIMIT for q in x])\n"
        "    return {'z': z}\n"
    ).all
    found = {step.name: step for step in steps}
    assert found["W"].reads == ("p[W]",)
    assert found["W"].passes == "W"
    assert set(found["z"].reads) == {"z"}
    (made_there,) = [step for step in steps if step.place == "z"]
    assert set(made_there.reads) == {"x", "?np", "W", "?LIMIT"}
    assert (made_there.line, made_there.guards) == (4, (3,))


def test_the_last_value_of_a_place_is_known() -> None:
    steps = read(
        "def f(x):\n"
        "    y = x\n"
        "    y = y + 1\n"
        "    if x:\n"
        "        z = 1\n"
        "    else:\n"
        "        z = 2\n"
        "    for i in x:\n"
        "        y[i] = 0\n"
        "    return y\n"
    ).all
    assert [step.last for step in steps if step.place == "y"] == [False, False, True]
    assert [step.last for step in steps if step.place == "z"] == [True, True]
    # What a loop changes is told behind it.
    assert [(s.looped, s.loop) for s in steps if s.place == "y"][-1] == (False, 8)


@pytest.mark.parametrize(
    "body",
    [
        "yield x",
        "await x",
        "return (y := x)",
        "return lambda: x",
        "del x",
        "global y\n    y = x",
        "return locals()",
        "return x.__dict__",
        "return eval('x')",
        "def g():\n        return x\n    return g",
        "class C:\n        pass\n    return C",
        "try:\n        y = x\n    except ValueError:\n        y = 0",
        "match x:\n        case 1:\n            y = 1",
        "for y in x:\n        pass\n    else:\n        y = 1",
        "other.y = x",
        "x, *y = x",
    ],
)
def test_where_values_come_about_otherwise_there_are_no_steps(body: str) -> None:
    head = "async def" if "await" in body else "def"
    node: Any = ast.parse(f"{head} f(x):\n    {body}\n").body[0]
    with pytest.raises(Unreadable):
        steps_of(node)


@pytest.mark.parametrize("head", ["*args", "**kwargs"])
def test_arguments_without_a_number_are_left_alone(head: str) -> None:
    with pytest.raises(Unreadable):
        read(f"def f({head}):\n    y = 1\n    return y\n")


def test_code_of_another_source_is_left_alone() -> None:
    function: Any = made("def shifted(x):\n    y = x + 1\n    return y\n", "shifted")
    other = "def shifted(x):\n    y = x + 2\n    return y\n"
    linecache.cache["shifted.py"] = (len(other), None, other.splitlines(True), "shifted.py")
    assert telling(function) is None


@pytest.mark.parametrize("value", [None, 3, len, print, int, "f", lambda: 1, str.upper])
def test_only_plain_functions_tell(value: object) -> None:
    assert telling(value) is None
