"""Decorators of packages that are not available."""

from __future__ import annotations

import pytest

LEFT_OFF = [
    ("from numba import njit", "@njit", "@njit"),
    ("import numba as nb", "@nb.jit(nb.float64(nb.int64), nopython=True)", "@nb.jit"),
    ("from numba import njit, float64", "@njit(float64(float64), cache=True)", "@njit"),
    ("import jax", "@jax.jit", "@jax.jit"),
    (
        "import jax\nfrom functools import partial",
        "@partial(jax.jit, static_argnums=1)",
        "@jax.jit",
    ),
    ("from beartype import beartype", "@beartype", "@beartype"),
    ("from typeguard import typechecked as checked", "@checked", "@checked"),
    ("import nowhere.timing", "@nowhere.timing.timed(unit='s')", "@nowhere.timing.timed"),
]


@pytest.mark.parametrize(("imports", "decorator", "said"), LEFT_OFF)
def test_a_decorator_that_is_not_available_is_left_off(submissions, imports, decorator, said):
    loaded = submissions.notebook(imports, f"{decorator}\ndef f(x):\n    return 3 * x")
    assert loaded["f"](2) == 6
    assert loaded.place("decorator_left_off") == ("hw.ipynb", 2, 1)
    assert loaded.said("decorator_left_off")["decorator"] == said
    assert loaded.said("decorator_left_off")["name"] == "f"
    assert set(loaded.kinds) == {"decorator_left_off", "missing_module_unused"}
    assert loaded.report["definitions"]["f"][2:] == [2, 3]


def test_decorators_inside_classes_and_functions_are_left_off(submissions):
    loaded = submissions.script(
        "from numba import njit, prange\nimport numba\n\n"
        "class Sums:\n    @staticmethod\n    @njit(parallel=True)\n    def up_to(n):\n"
        "        return sum(k for k in prange(n)) + sum(numba.prange(2))\n\n"
        "def f(n):\n    @numba.njit\n    def inner(k):\n        return Sums.up_to(k)\n"
        "    return inner(n)\n"
    )
    assert loaded["f"](4) == 7
    assert loaded.kinds.count("decorator_left_off") == 2


@pytest.mark.parametrize("call", ["jit(slow)", "jit(nopython=True)(slow)", "nb.njit(slow)"])
def test_a_function_that_is_made_faster_by_a_call_stays_itself(submissions, call):
    loaded = submissions.notebook(
        "import numba as nb\nfrom numba import jit", "def slow(x): return -x", f"f = {call}"
    )
    assert loaded["f"](2) == -2


@pytest.mark.parametrize("decorator", ["@jax.vmap", "@jax.grad", "@partial(jax.vmap, in_axes=0)"])
def test_a_decorator_that_makes_another_function_is_missed(submissions, decorator):
    loaded = submissions.notebook(
        "import jax\nfrom functools import partial", f"{decorator}\ndef f(x): return x"
    )
    assert "f" not in loaded.namespace
    assert loaded.kinds == ["missing_module", "definition_failed"]


def test_a_fallback_of_the_students_own_is_used(submissions):
    loaded = submissions.notebook(
        "try:\n    from numba import njit\nexcept ImportError:\n"
        "    def njit(g): return lambda x: 9",
        "@njit\ndef f(x): return x",
    )
    assert loaded["f"](2) == 9
    assert loaded.kinds == []


def test_a_decorator_that_is_available_stays(submissions):
    submissions.write("own.py", "def nine(g): return lambda: 9")
    loaded = submissions.notebook(
        "from own import nine\nimport functools", "@functools.wraps(len)\n@nine\ndef f(): return 1"
    )
    assert loaded["f"]() == 9
    assert loaded.kinds == []


def test_decorators_in_a_helper_file_are_left_off(submissions):
    submissions.write("fast.py", "from numba import njit\n\n@njit\ndef twice(x): return 2 * x\n")
    loaded = submissions.notebook("from fast import twice", "def f(x): return twice(x)")
    assert loaded["f"](4) == 8
    assert loaded.place("decorator_left_off") == ("fast.py", None, 3)
