"""Which file is graded is told by its content, and always said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.course.records import Assignment, Limits, Load, Question
from gradewright.submissions.asked import borrowed, filled, named_in
from gradewright.submissions.records import Submission

Lay = Callable[[Path, Mapping[str, bytes]], Path]
ReadPath = Callable[..., Submission]


@pytest.fixture(scope="module")
def two(make_assignment: Callable[..., Assignment]) -> Assignment:
    """Return an assignment that asks for two functions."""
    asked = (Question("first", "First", 10.0, ("sigmoid", "predict")),)
    return replace(make_assignment(), questions=asked)


@pytest.mark.parametrize(
    "body",
    [
        "    pass",
        "    ...",
        '    """Say what.\n\nAnd how.\n    """\n    # YOUR CODE\n    raise NotImplementedError()',
        "    s = None  # (one line)\n    return",
        "    return None",
    ],
)
def test_a_place_that_is_only_kept_is_not_filled(body: str, two: Assignment) -> None:
    assert filled(f"def sigmoid(z):\n{body}\n\n\nx = 1\n", two) == set()


@pytest.mark.parametrize(
    "source",
    [
        "def sigmoid(z):\n    return 1 / (1 + exp(-z))\n",
        "def sigmoid(z): return 1 / z\n",
        "def sigmoid(\n    z: float,\n) -> float:\n    '''Why.'''\n    return z\n",
        "sigmoid = lambda z: 1 / z\n",
        "async def sigmoid(z):\n    return z\n",
        "def sigmoid(z):\n    pass\n\ndef sigmoid(z):\n    return z\n",
        "if True:\n    def sigmoid(z):\n        return z\n",
        'def sigmoid(z):\n    text = """\nnot indented\n"""\n    return z\n',
    ],
)
def test_what_is_written_counts(source: str, two: Assignment) -> None:
    assert filled(source, two) == {"sigmoid"}


def test_what_was_handed_out_does_not_count(tmp_path: Path, two: Assignment) -> None:
    given_ = "def sigmoid(z):\n    s = z + 0  # change this\n    return s\n"
    (tmp_path / "logistic_regression.py").write_text(given_, encoding="utf-8")
    mine = replace(two, template=tmp_path)
    assert filled(given_.replace("  # change this", "").replace("= z", "=  z"), mine) == set()
    assert filled(given_.replace("+ 0", "+ 1"), mine) == {"sigmoid"}


def test_names_are_found_in_text_and_in_json(make_notebook: Callable[..., bytes]) -> None:
    source = "import numpy\n\ndef sigmoid(z):\n\tdef inner():\n\t\tpass\n"
    assert named_in(source.encode()) == {"sigmoid", "inner"}
    assert named_in(make_notebook(source)) == {"sigmoid", "inner"}
    lines = {"cell_type": "code", "source": source.splitlines(keepends=True)}
    assert named_in(make_notebook(lines)) == {"sigmoid", "inner"}


def test_what_is_borrowed() -> None:
    source = "import a, b.c\nfrom d.e import f\n%run -i 'sub/g.py'\n    import h\nx = 'import i'\n"
    source += "importlib.import_module('j')\nexec(open('code/k.py').read())\nopen('data.csv')\n"
    names = {"a", "b", "c", "d", "e", "f", "g.py", "h", "j", "k.py", "import"}
    assert borrowed(source) == names


@given(st.text(alphabet="def sigmoid():\n \t\"'#\\=,[", max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    asked = (Question("first", "First", 1.0, ("sigmoid",)),)
    nowhere = Path("nowhere")
    parts = (Load(), Limits(), nowhere, nowhere, nowhere, nowhere)
    assignment = Assignment("s", "S", "", (), asked, *parts)
    assert filled(text, assignment) <= {"sigmoid"}
    assert isinstance(borrowed(text), frozenset)


BOTH = b"def sigmoid(z):\n    return z\n\n\ndef predict(x):\n    return x\n"
ONE = b"def sigmoid(z):\n    return z\n\n\ndef predict(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("files", "main"),
    [
        ({"logistic_regression.ipynb": ONE, "logistic_regression.py": BOTH}, ".py"),
        ({"logistic_regression.ipynb": BOTH, "logistic_regression.py": ONE}, ".ipynb"),
        ({"logistic_regression.ipynb": BOTH, "logistic_regression.py": BOTH}, ".ipynb"),
        ({"logistic_regression.py": ONE, "zz_my_try.ipynb": BOTH}, "zz_my_try.ipynb"),
        ({"a_first.py": ONE, "z_second.py": BOTH}, "z_second.py"),
    ],
)
def test_the_file_with_most_filled_in_is_graded_and_it_is_said(
    files: dict[str, bytes],
    main: str,
    tmp_path: Path,
    lay: Lay,
    two: Assignment,
    read_path: ReadPath,
    make_notebook: Callable[..., bytes],
) -> None:
    made = {
        name: make_notebook(text.decode()) if name.endswith(".ipynb") else text
        for name, text in files.items()
    }
    submission = read_path(lay(tmp_path / "mia", made), two)
    assert submission.main.endswith(main)
    (other,) = made.keys() - {submission.main}
    assert other in " ".join(submission.notes)


def test_a_notebook_that_imports_its_solution_stays_the_one_that_is_graded(
    tmp_path: Path,
    lay: Lay,
    two: Assignment,
    read_path: ReadPath,
    make_notebook: Callable[..., bytes],
) -> None:
    notebook = make_notebook("from mysolution import *", "print(sigmoid(1))")
    root = lay(tmp_path / "mia", {"work.ipynb": notebook, "mysolution.py": BOTH})
    submission = read_path(root, two)
    assert submission.main == "work.ipynb"
    assert submission.notes == ()


def test_a_damaged_notebook_gives_way_to_a_script(
    tmp_path: Path, lay: Lay, two: Assignment, read_path: ReadPath
) -> None:
    files = {"logistic_regression.ipynb": b'{"cells": [', "logistic_regression.py": ONE}
    submission = read_path(lay(tmp_path / "mia", files), two)
    assert submission.main == "logistic_regression.py"
    assert "logistic_regression.ipynb" in submission.notes[0]
