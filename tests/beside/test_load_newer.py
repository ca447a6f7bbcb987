"""What needs a newer Python than the one that grades."""

from __future__ import annotations

import sys

import pytest

from gradewright.beside.loading import newer
from gradewright.beside.loading.newer import newer_name, newer_syntax

SAMPLES = [
    ("def pick[T](items: list[T]) -> T:", (3, 12)),
    ("async def pick[*Ts](items): pass", (3, 12)),
    ("class Stack[Item]:", (3, 12)),
    ("class Stack[Item = int]:", (3, 13)),
    ("def pick[T: int = bool](items):", (3, 13)),
    ("type Matrix = list[list[float]]", (3, 12)),
    ("    type Pair[T] = tuple[T, T]", (3, 12)),
    ("    print(f'{rows['w']}')", (3, 12)),
    ('print(f"a {f"b {c["d"]}"} e")', (3, 12)),
    ("x = f\"{'\\n'.join(lines)}\"", (3, 12)),
    ("x = rf'{d[', ']:>3}'", (3, 12)),
    ("except KeyError, IndexError:", (3, 14)),
    ("    except np.linalg.LinAlgError, ValueError:", (3, 14)),
    ("except A, B, C:", (3, 14)),
    ("except* MyError, OtherError:", (3, 14)),
    ("html = t'<b>{name}</b>'", (3, 14)),
    ('html = rT"""x"""', (3, 14)),
    ("lazy import pandas as pd", (3, 15)),
    ("lazy from numpy import linalg", (3, 15)),
]


@pytest.fixture
def an_older_python(monkeypatch):
    """Let the module think that it runs where all of this is new."""

    class Old:
        version_info = (3, 11)

    monkeypatch.setattr(newer, "sys", Old)


@pytest.mark.usefixtures("an_older_python")
@pytest.mark.parametrize(("line", "needs"), SAMPLES)
def test_newer_syntax_is_recognised(line, needs):
    found = newer_syntax(["x = 1", line, "    pass"], 1, "invalid syntax")
    assert found is not None
    assert found.needs == needs
    assert found.spoken == f"3.{needs[1]}"


@pytest.mark.usefixtures("an_older_python")
def test_several_lines_of_an_f_string_are_read():
    lines = ["x = f'{", "    sum(values)  # all of them", "}'", "y = 1"]
    assert newer_syntax(lines, 0, "unterminated string literal").needs == (3, 12)


@pytest.mark.usefixtures("an_older_python")
@pytest.mark.parametrize(
    "line",
    [
        "except ValueError, e:",
        "except (IOError, OSError), error:",
        "except Exception, E:",
        "print(f'{x' + 'y}')",
        "x = f'{a}' 'b' c",
        "x = f'unclosed {a",
        "type = = 3",
        "type(x) = int",
        "def f(x:",
        "class A(",
        "x = important't'",
        "return s s",
        "f(s) = '{'",
    ],
)
def test_other_mistakes_are_not_taken_for_newer_syntax(line):
    assert newer_syntax([line], 0, "invalid syntax") is None


@pytest.mark.usefixtures("an_older_python")
def test_python_2_elsewhere_makes_two_names_after_except_python_2():
    lines = ["try:", "    print 'x'", "except IOError, ValueError:", "    pass"]
    assert newer_syntax(lines, 2, "multiple exception types must be parenthesized") is None


def test_what_this_python_reads_needs_no_newer_one():
    assert newer_name("math", "sqrt") == ""
    found = [
        newer_syntax([line], 0, "") for line, needs in SAMPLES if needs <= sys.version_info[:2]
    ]
    assert not any(found)


@pytest.mark.usefixtures("an_older_python")
@pytest.mark.parametrize(
    ("module", "name", "needs"),
    [
        ("itertools", "batched", "3.12"),
        ("warnings", "deprecated", "3.13"),
        ("compression.zstd", "compress", "3.14"),
        ("string.templatelib", "", "3.14"),
        ("itertools", "chain", ""),
        ("numpy", "batched", ""),
    ],
)
def test_newer_names_of_the_library_are_known(module, name, needs):
    assert newer_name(module, name) == needs


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
def test_the_message_names_the_versions_and_the_lost_function(submissions):
    loaded = submissions.notebook(
        "type Vector = list[float]\ndef pick[T](x: T) -> T:\n    return x",
        "from itertools import batched\nfrom typing import override",
        "def f(): return 4\ndef g(): return batched('ab', 1)",
        functions=("f", "g"),
    )
    assert loaded["f"]() == 4
    assert loaded.place("newer_syntax") == ("hw.ipynb", 1, 1)
    assert loaded.said("newer_syntax_function")["names"] == "pick"
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert {loaded.said(kind)["here"] for kind in loaded.kinds} == {here}
    assert loaded.said("newer_name")["name"] == "batched"
    assert loaded.said("newer_name_unused")["name"] == "override"
