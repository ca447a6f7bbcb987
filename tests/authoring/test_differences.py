"""A wrong variant holds what it defines otherwise than a correct file, and stands for the whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.validate import cases_of
from gradewright.authoring.variants import variant_files, whole_of
from gradewright.cli import main
from gradewright.course.reader import find_assignment, read_course
from gradewright.errors import CourseError

BASE = '''"""The base."""
# one remark

import numpy as np
from math import exp, log

# how many
COUNT = 3


# %% a cell
# adds up
@staticmethod
def total(x):
    return np.sum(x)


LOW, HIGH = 0, 1
def mean(x):
    return total(x) / len(x)


for name in "ab":
    print(name)
TABLE = {}
TABLE["a"] = 1
twice = once = 2; third = 3
'''
HEAD = '"""The fault."""\n# loses: mean\n# over: base.py\n'


@pytest.fixture
def course(tiny_course: Any) -> Any:
    tiny_course.write("graders/sums/variants/correct/base.py", BASE)
    return tiny_course


def whole(course: Any, text: str) -> str:
    """Return the whole that a difference with this text stands for."""
    file = course.write("graders/sums/variants/wrong/odd.py", text)
    assignment = find_assignment(read_course(course.root), "sums")
    name, content = whole_of(assignment, file)
    assert name == "odd.py"
    return content.decode()


def test_a_definition_takes_the_place_of_its_namesake(course: Any) -> None:
    new = "# off by one\ndef total(x):\n    return np.sum(x) + 1\n"
    got = whole(course, f"{HEAD}\n\n{new}")
    old = "# adds up\n@staticmethod\ndef total(x):\n    return np.sum(x)\n"
    assert old in BASE
    expected = BASE.replace(old, new).replace('"""The base."""', '"""The fault."""\n# loses: mean')
    assert got == expected


@pytest.mark.parametrize(
    ("changed", "old", "new"),
    [
        ("COUNT: int = 4\n", "# how many\nCOUNT = 3", "COUNT: int = 4"),
        ("LOW, HIGH = 1, 0\n", "LOW, HIGH = 0, 1", "LOW, HIGH = 1, 0"),
        ("import numpy.linalg as np\n", "import numpy as np", "import numpy.linalg as np"),
        ("class mean: pass\n", "def mean(x):\n    return total(x) / len(x)", "class mean: pass"),
        # New ones: imports to the imports, all else above what follows or below what precedes.
        ("import os\n", "from math import exp, log", "from math import exp, log\nimport os"),
        (
            "HALF = 0.5\ndef mean(x):\n    return HALF\n",
            "def mean(x):\n    return total(x) / len(x)",
            "HALF = 0.5\n\n\ndef mean(x):\n    return HALF",
        ),
        ("LOW, HIGH = 1, 0\nMIDDLE = 2\n", "LOW, HIGH = 0, 1", "LOW, HIGH = 1, 0\nMIDDLE = 2"),
        ("print(COUNT)\nCOUNT = 4\n", "# how many\nCOUNT = 3", "print(COUNT)\nCOUNT = 4"),
        ("LAST = 1\n", "third = 3\n", "third = 3\n\nLAST = 1\n"),
    ],
)  # fmt: skip
def test_where_what_differs_stands(course: Any, changed: str, old: str, new: str) -> None:
    assert BASE.count(old) == 1
    got = whole(course, f"{HEAD}\n\n{changed}")
    head, _, rest = BASE.partition("\n")
    assert got == f'"""The fault."""\n# loses: mean\n{rest.replace(old, new)}', head


def test_names_are_taken_out(course: Any) -> None:
    got = whole(course, HEAD + "# without: mean, LOW HIGH\n")
    assert "def mean" not in got
    assert "LOW" not in got
    assert got.count("def ") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def f(): pass\n\n\ndef f(): return 1\n", "line 7: found f, which line 4 defines, too"),
        ("LOW = 2\n", "line 4: found LOW, where line 18 of base.py binds HIGH, LOW"),
        ("from math import exp\n", "or an import of nothing but new ones"),
        ("name = 1\n", "line 4: found name, where line 23 of base.py binds name"),
        ('for name in "ab":\n    print(name)\n', "line 4: found line 23 of base.py again"),
        ("third = 4\n", "line 4: found third, which shares line 27 of base.py with once, twice"),
        ("# without: median\n", "line 4: found without: median, which base.py does not define"),
        ("# without: LOW\n", "without: LOW, where line 18 of base.py binds HIGH, LOW"),
        ("def f(:\n", "line 4: found invalid syntax"),
    ],
)
def test_what_cannot_be_told_is_said_with_its_line(course: Any, text: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        whole(course, HEAD + text)
    assert words in str(caught.value)
    assert caught.value.file.endswith("wrong/odd.py")


def test_a_name_that_the_base_binds_twice(course: Any) -> None:
    course.write("graders/sums/variants/correct/base.py", BASE + "COUNT = 5\n")
    with pytest.raises(CourseError, match=r"bound in line 8 of base.py and in line 28 of base.py"):
        whole(course, HEAD + "COUNT = 4\n")
    assert "COUNT = 5" in whole(course, HEAD + "LOW, HIGH = 1, 0\n"), "nobody asked for it"


def test_the_reference_can_be_the_base(course: Any) -> None:
    got = whole(course, "# loses: total\n# over: reference\ndef total(x):\n    return 0\n")
    assert "BEGIN SOLUTION\n    return sum(x)\n" not in got
    assert "# %% check total\ndef check_total():" in got
    assert "def total(x):\n    return 0\n" in got


def test_a_base_that_is_not_there(course: Any) -> None:
    with pytest.raises(CourseError, match=r"# over: found bse.py.*reference, base.py"):
        whole(course, HEAD.replace("base.py", "bse.py"))


def test_a_base_may_be_named_with_its_folder(course: Any) -> None:
    text = HEAD + "LOW, HIGH = 1, 0\n"
    assert whole(course, text.replace("base.py", "correct/base.py")) == whole(course, text)


def test_a_file_without_a_base_is_whole(course: Any) -> None:
    text = "def total(x):\r\n    return 0\n\n\n# over: base.py\n"
    file = course.root / "graders/sums/variants/wrong/odd.py"
    course.write("graders/sums/variants/wrong/odd.py", "")
    file.write_bytes(text.encode("utf-16"))
    assignment = find_assignment(read_course(course.root), "sums")
    assert whole_of(assignment, file) == ("odd.py", text.encode("utf-16"))


def test_cells_of_a_notebook(course: Any) -> None:
    sources = ["%matplotlib inline\nX = 1", "import numpy as np", "def total(x):\n    return 0"]
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": [s]} for s in sources
    ]
    cells.insert(1, {"cell_type": "markdown", "metadata": {}, "source": "# Sums"})
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    course.write("graders/sums/variants/correct/base.ipynb", json.dumps(notebook))
    head = HEAD.replace("base.py", "base.ipynb")
    text = f"{head}\n\nHALF = 0.5\n\n\ndef total(x):\n    return HALF\n"
    file = course.write("graders/sums/variants/wrong/odd.py", text)
    assignment = find_assignment(read_course(course.root), "sums")
    name, content = whole_of(assignment, file)
    assert name == "odd.ipynb"
    got = ["".join(cell["source"]) for cell in json.loads(content)["cells"]]
    last = "HALF = 0.5\n\n\ndef total(x):\n    return HALF"
    assert got == [sources[0], "# Sums", sources[1], last]


def test_show_prints_the_whole(course: Any, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    course.write("graders/sums/variants/wrong/odd.py", HEAD + "COUNT = 4\n")
    course.write("student_template/sums/sums.py", "x = 1\n")
    course.write("student_template/sums/sums.ipynb", "{}")
    options = ["validate", "sums", "--course", str(course.root), "--show"]
    assert main([*options, "odd"]) == 0
    shown = capfdbinary.readouterr().out
    assert b"COUNT = 4\n" in shown
    assert b"def mean(x):" in shown
    course.write("graders/sums/variants/wrong/even.py", HEAD + "COUNT = 2\n")
    assert main([*options, "odd", "--show", "wrong/even.py"]) == 0
    first, second = capfdbinary.readouterr().out.split(b"# wrong/even.py\n")
    assert first == b"# wrong/odd.py\n" + shown
    assert b"COUNT = 2\n" in second
    assert main([*options, "add"]) == 2
    assert b"add: none of the cases is called so" in capfdbinary.readouterr().err


def test_every_difference_of_the_course_fits_its_base(repository: Path) -> None:
    lines = 0
    for assignment in read_course(repository).assignments:
        assert cases_of(assignment)
        for file in variant_files(assignment, "wrong"):
            name, content = whole_of(assignment, file)
            assert name.partition(".")[0] == file.stem
            if name.endswith(".py"):
                compile(content, name, "exec")
            lines += len(file.read_bytes().splitlines())
    assert lines < 9000
