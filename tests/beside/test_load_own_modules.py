"""The submission's other files and the course's support modules."""

from __future__ import annotations

import sys

import pytest

from gradewright.beside.loading.loader import where
from gradewright.beside.loading.placeholders import MissingModuleError

PLANAR = """
import matplotlib.pyplot as plt
import numpy as np
import sklearn.nothing, absent

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def plot_decision_boundary(model, X, y):
    plt.contourf(model(X))
"""


def test_support_modules_are_imported_from_their_text(submissions):
    loaded = submissions.notebook(
        "from planar_utils import plot_decision_boundary, sigmoid, load_extra",
        "def f(z): return sigmoid(z)",
        support={"planar_utils": PLANAR},
    )
    assert loaded["f"](0) == 0.5
    assert loaded.kinds == ["missing_name_unused"]
    assert where(loaded["sigmoid"].__code__.co_filename) is None


def test_support_modules_work_with_a_star_and_inside_functions(submissions):
    support = {"planar_utils": PLANAR}
    loaded = submissions.notebook(
        "from planar_utils import *", "def f(z): return sigmoid(z)", support=support
    )
    assert loaded["f"](0) == 0.5
    loaded = submissions.notebook(
        "def f(z):\n    import planar_utils as p\n    return p.sigmoid(z)", support=support
    )
    assert loaded["f"](0) == 0.5


def test_a_support_module_that_fails_counts_as_missing(submissions):
    loaded = submissions.notebook(
        "import helper", "def f(): return helper.x", support={"helper": "x = 1\ny = 1 / 0"}
    )
    assert loaded.said("broken_module")["reason"] == "ZeroDivisionError: division by zero"


def test_a_support_module_that_is_no_python_counts_as_missing(submissions):
    loaded = submissions.notebook(
        "import helper", "def f(): return helper.x", support={"helper": "x = 1\ny = = 1"}
    )
    assert loaded.said("broken_module")["reason"].startswith("SyntaxError: invalid syntax")


def test_support_wins_over_a_file_of_the_same_name(submissions):
    submissions.write("planar_utils.py", "def sigmoid(z): return 'own'")
    loaded = submissions.notebook(
        "from planar_utils import sigmoid",
        "def f(): return sigmoid(0)",
        support={"planar_utils": PLANAR},
    )
    assert loaded["f"]() == 0.5


def test_a_graded_function_in_another_file_is_found_there(submissions):
    submissions.write(
        "layers.py", "import math\n\n\ndef helper(): pass\n\ndef f(x):\n    return x\n"
    )
    loaded = submissions.script("from layers import f")
    assert loaded["f"](3) == 3
    assert loaded.report["definitions"] == {"f": ["layers.py", None, 6, 7]}


@pytest.mark.parametrize(
    "statement",
    ["from layers import *", "from layers import g as f", "import layers\nf = layers.g"],
)
def test_other_ways_to_bring_a_graded_function(submissions, statement):
    submissions.write("layers.py", "\ndef g(): return 4\nf = g\n")
    loaded = submissions.script(statement)
    assert loaded["f"]() == 4
    place = loaded.report["definitions"]["f"]
    assert place == (
        ["homework1.py", None, 2, 2] if "=" in statement else ["layers.py", None, 2, 2]
    )


def test_helper_files_lose_only_what_is_broken_in_them(submissions):
    submissions.write(
        "utils.py",
        "%matplotlib inline\nimport absent\nfrom gone import thing\nx = 1 / 0\nprint 'old'\n"
        "def f(): return 2\ndef g(): return thing()\nwhile True: pass\n",
    )
    loaded = submissions.script("from utils import f, g", functions=("f", "g"), seconds=0.05)
    assert loaded["f"]() == 2
    assert {row[1] for row in loaded.report["problems"]} == {"utils.py"}
    assert sorted(loaded.kinds) == [
        "missing_module",
        "missing_module",
        "python2",
        "statement_failed",
        "statement_timeout",
    ]
    with pytest.raises(MissingModuleError, match=r"gone .*utils\.py, line 3"):
        loaded["g"]()


@pytest.mark.parametrize(
    "statement",
    [
        "from .utils import f",
        "from . import utils\nf = utils.f",
        "from utils import f",
        "import utils\ndef f(): return utils.f()",
    ],
)
def test_sibling_files_are_found_relatively_and_beside_the_main_file(submissions, statement):
    submissions.write("src/utils.py", "def f(): return 6")
    loaded = submissions.script(statement, file="src/main.py")
    assert loaded["f"]() == 6
    assert loaded.kinds == []


def test_packages_and_their_relative_imports(submissions):
    submissions.write("net/__init__.py", "from .layers import f\n")
    submissions.write("net/layers.py", "from . import tools\ndef f(): return tools.x\n")
    submissions.write("net/tools.py", "x = 9\n")
    submissions.write("plain/inner.py", "y = 8\n")
    loaded = submissions.script("from net import f\nfrom plain.inner import y\ndef g(): return y")
    assert loaded["f"]() == 9
    assert loaded["g"]() == 8
    assert loaded.report["definitions"]["f"] == ["net/layers.py", None, 2, 2]


def test_an_unneeded_own_file_is_not_run(submissions):
    submissions.write("train.py", "raise SystemError('ran')")
    loaded = submissions.script("import train\nfrom train import model\ndef f(): return 1")
    assert loaded.kinds == []
    assert "train" not in sys.modules


def test_path_changes_of_the_submission_are_made(submissions):
    submissions.write("lib/extra.py", "def f(): return 3")
    loaded = submissions.script(
        "import sys, os\nsys.path.append(os.path.join(sys.path[0], 'lib'))\nfrom extra import f"
    )
    assert loaded["f"]() == 3


def test_files_in_another_encoding(submissions):
    (submissions.folder / "latin.py").write_bytes(
        "# -*- coding: latin-1 -*-\nname = 'caf\xe9'\n".encode("latin-1")
    )
    (submissions.folder / "wrong.py").write_bytes(b"def g(): return 1  # \xe9\n")
    loaded = submissions.script(
        "from latin import name\nfrom wrong import g\ndef f(): return name, g()"
    )
    assert loaded["f"]() == ("caf\xe9", 1)


def test_a_virtual_environment_in_the_folder_is_not_taken_for_the_students(submissions):
    submissions.write("venv/lib/thing/__init__.py", "")
    submissions.write("venv/lib/thing/part.py", "value = 1 / 0")
    sys.path.append(str(submissions.folder / "venv/lib"))
    loaded = submissions.script("import thing.part\ndef f(): return thing.part.value")
    assert loaded.kinds == ["broken_module"]
