"""Imports: missing, unpaid for, quiet."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from gradewright.beside.loading.placeholders import MissingModuleError, is_stand_in

REAL_CASES = [
    ("import google.colab", "google"),
    ("from google.colab import drive", "drive"),
    ("import skimage_x", "skimage_x"),
    ("from lr_utils import load_dataset", "load_dataset"),
    ("from planar_utils import plot_decision_boundary, sigmoid, load_planar_dataset", "sigmoid"),
    ("from dnn_app_utils_v3 import sigmoid as s", "s"),
    ("import nothing_such.inner as n", "n"),
    ("import cPickle", "cPickle"),
]


@pytest.mark.parametrize(("statement", "name"), REAL_CASES)
def test_a_missing_module_hurts_only_where_it_is_used(submissions, statement, name):
    loaded = submissions.notebook(
        "x = 1", f"\n{statement}", f"def f(): return 1\ndef g(): return {name}(0)"
    )
    assert loaded["f"]() == 1
    # TensorFlow brings a package `google`: what is below it is then looked for only when used.
    if "google" not in statement or importlib.util.find_spec("google") is None:
        assert loaded.place("missing_module_unused") == ("hw.ipynb", 2, 2)
        with pytest.raises(MissingModuleError, match=r"cell 2, line 2"):
            loaded["g"]()


def test_the_real_case_of_a_graded_function_that_calls_it(submissions):
    loaded = submissions.notebook(
        "from planar_utils import sigmoid", "def f(z):\n    return sigmoid(z) * 2"
    )
    assert loaded.said("missing_module") == {"module": "planar_utils", "names": "sigmoid"}
    with pytest.raises(ImportError, match=r"module planar_utils .*cell 1, line 1.*not available"):
        loaded["f"](np.zeros(3))


@pytest.mark.parametrize(
    "use",
    [
        "p(1)",
        "p.attribute",
        "p[0]",
        "p + 1",
        "1 + p",
        "np.ones(3) * p",
        "np.ones(3) @ p",
        "np.exp(p)",
        "np.dot(p, np.ones(3))",
        "np.asarray(p)",
        "-p",
        "abs(p)",
        "p == 1",
        "1 != p",
        "p < 2",
        "2 > p",
        "p in [1]",
        "1 in p",
        "[x for x in p]",
        "a, b = p",
        "len(p)",
        "bool(p)",
        "not p",
        "p and 1",
        "int(p)",
        "float(p)",
        "str(p)",
        "f'{p}'",
        "isinstance(1, p)",
        "issubclass(int, p)",
        "hash(p)",
        "range(p)",
        "p.x = 1",
        "del p.x",
        "p[0] = 1",
        "next(p)",
        "hasattr(p, 'x')",
        "setattr(p, 'x', 1)",
        "exec('with p: pass')",
        "exec('class C(p): pass')",
        "exec('@p\\ndef g(): pass')",
        "exec('for x in p: pass')",
        "exec('raise p') if p else 0",
        "__import__('copy').deepcopy(p)",
        "__import__('pickle').dumps(p)",
        "'%s' % p",
        "'%d' % p",
        "sum(p)",
        "max(p, 1)",
        "dict(p)",
        "[1, 2][p]",
        "divmod(p, 2)",
        "round(p)",
        "p ** 2",
    ],
)
def test_every_use_of_a_placeholder_says_what_is_missing(submissions, use):
    loaded = submissions.notebook(f"from absent import p\nimport numpy as np\ndef f():\n    {use}")
    if use.startswith(("a, b", "p.x", "del", "p[0] =")):
        loaded = submissions.notebook(
            f"from absent import p\ndef f():\n    global p\n    {use}\n    return 1"
        )
    with pytest.raises(MissingModuleError, match="absent"):
        loaded["f"]()


def test_looking_at_a_placeholder_is_safe(submissions):
    loaded = submissions.notebook("from absent import p")
    assert repr(loaded["p"]) == "<placeholder for p of absent>"
    assert is_stand_in(loaded["p"])
    assert "p" not in loaded.report["names"]


def test_a_missing_name_leaves_the_others_bound(submissions):
    loaded = submissions.notebook("from math import sqrt, qwerty", "def f(x): return sqrt(x)")
    assert loaded["f"](4) == 2
    assert loaded.said("missing_name_unused") == {"module": "math", "name": "qwerty"}
    with pytest.raises(MissingModuleError, match="no such name"):
        loaded["qwerty"](1)


def test_a_lost_name_of_an_installed_package(submissions):
    pytest.importorskip("scipy", reason="scipy is not installed")
    loaded = submissions.notebook(
        "from scipy.ndimage import imread, zoom", "def f(x): return imread(x)"
    )
    assert loaded.said("missing_name") == {"module": "scipy.ndimage", "name": "imread"}


def test_a_name_defined_later_makes_a_missing_import_harmless(submissions):
    loaded = submissions.notebook(
        "from planar_utils import sigmoid",
        "def sigmoid(z): return 1",
        "def f(z): return sigmoid(z)",
    )
    assert loaded["f"](0) == 1
    assert loaded.kinds == ["missing_module_unused"]


def test_an_annotation_with_a_missing_module_costs_nothing(submissions):
    loaded = submissions.notebook("import absent", "def f(x: absent.Tensor) -> absent.T: return x")
    assert loaded["f"](4) == 4


def test_star_of_a_missing_module_binds_nothing(submissions):
    loaded = submissions.notebook("from planar_utils import *", "def f(): return 1")
    assert loaded.kinds == ["missing_star_unused"]
    loaded = submissions.notebook("from planar_utils import *", "def f(): return sigmoid(0)")
    assert loaded.kinds == ["missing_star"]
    with pytest.raises(NameError):
        loaded["f"]()


def test_star_of_a_loaded_module_works(submissions):
    loaded = submissions.notebook("from math import *", "def f(): return floor(pi)")
    assert loaded["f"]() == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("raise ValueError('bad build')", "ValueError: bad build"),
        ("import nothing_such", "No module named 'nothing_such'"),
        ("raise SystemExit(2)", "SystemExit: 2"),
        ("1 +", "SyntaxError"),
    ],
)
def test_an_installed_module_that_breaks_counts_as_missing(
    submissions, tmp_path_factory, text, reason
):
    folder = tmp_path_factory.mktemp("site")
    (folder / "fragile.py").write_text(text)
    sys.path.append(str(folder))
    loaded = submissions.notebook("import fragile", "def f(): return fragile.go()")
    assert reason in loaded.said("broken_module")["reason"]
    with pytest.raises(MissingModuleError, match="cannot be imported"):
        loaded["f"]()


def test_try_except_around_imports_behaves_as_in_python(submissions):
    loaded = submissions.notebook(
        "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n"
        "    IN_COLAB = False\n",
        "try:\n    from absent import expit\nexcept:\n    def expit(x): return x",
        "def f(x): return IN_COLAB, expit(x)",
    )
    assert loaded["f"](2) == (False, 2)
    assert loaded.kinds == []


def test_imports_inside_functions_are_left_to_python(submissions):
    loaded = submissions.notebook("def f():\n    import math, absent")
    with pytest.raises(ModuleNotFoundError) as caught:
        loaded["f"]()
    assert type(caught.value) is ModuleNotFoundError


# colorsys and friends stand for heavy packages: small, and imported by nobody here
def test_an_unneeded_import_is_not_paid_for_until_it_is_used(submissions, monkeypatch):
    for name in ("colorsys", "sndhdr", "this", "antigravity"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    loaded = submissions.notebook(
        "import colorsys as c\nfrom colorsys import rgb_to_hsv, hsv_to_rgb as back",
        "def f(): return 1",
        "def g(): return c.rgb_to_hsv(1, 0, 0), rgb_to_hsv(1, 0, 0), back(0.0, 1.0, 1)",
    )
    assert "colorsys" not in sys.modules
    assert loaded.kinds == []
    first, second, third = loaded["g"]()
    assert first == second == (0.0, 1.0, 1)
    assert third == (1, 0, 0)
    assert loaded["c"] is sys.modules["colorsys"]
    assert loaded["rgb_to_hsv"] is sys.modules["colorsys"].rgb_to_hsv


def test_a_needed_import_is_real_at_once(submissions, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    loaded = submissions.notebook("import colorsys", "def f(): return colorsys.ONE_SIXTH")
    assert loaded["colorsys"] is sys.modules["colorsys"]


def test_two_lazy_parts_of_one_package(submissions, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "wsgiref"]:
        monkeypatch.delitem(sys.modules, name)
    loaded = submissions.notebook(
        "import wsgiref.util\nimport wsgiref.headers",
        "def g(): return wsgiref.util.guess_scheme({}), wsgiref.headers.Headers([])",
    )
    assert "wsgiref" not in sys.modules
    assert loaded["g"]()[0] == "http"


def test_a_lazy_name_that_is_not_there_is_said_on_use(submissions, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    loaded = submissions.notebook("from colorsys import nothing", "def g(): return nothing(1)")
    with pytest.raises(AttributeError):
        loaded["g"]()


def test_a_lazy_class_can_be_subclassed_and_checked_against(submissions, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    loaded = submissions.notebook(
        "from wave import Error",
        "def g():\n    class Mine(Error): pass\n    return isinstance(Mine(), Error)",
    )
    assert loaded["g"]() is True


QUIET = """
import matplotlib.pyplot as plt
import seaborn as sns
from IPython.display import display, clear_output, HTML
from ipywidgets import interact
import tqdm
from tqdm import trange
from tqdm.notebook import tqdm as bar
import plotly.express as px

plt.rcParams['figure.figsize'] = (5, 4)

@interact(a=(0, 1))
def f(X):
    fig, ax = plt.subplots()
    fig, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
    fig, axes = plt.subplots(nrows=2, ncols=3)
    for row in axes:
        row[0].imshow(X)
    a, b, c = plt.subplots(1, 3)[1]
    ax.plot(X, label="cost").set_title("x")
    with plt.style.context("ggplot") as s:
        plt.scatter(X[0], X[1], c=plt.cm.Spectral(0.5))
    sns.set(style="dark")
    px.line(X)
    display(HTML("<b>x</b>"))
    clear_output(wait=True)
    total = 0
    for i in trange(3):
        total += i
    with bar(total=3) as progress:
        progress.update(1)
    steps = tqdm.tqdm(X[0], desc="epoch")
    steps.set_description("x")
    for x in steps:
        total += x
    import matplotlib
    from matplotlib import animation as anim
    matplotlib.use("Agg")
    return total, len(steps), anim.missing or 1
"""


def test_missing_plotting_and_notebook_packages_are_silent(submissions, uninstalled):
    uninstalled("matplotlib", "seaborn", "IPython", "ipywidgets", "tqdm", "plotly")
    loaded = submissions.notebook(QUIET)
    assert loaded["f"]([[1, 2], [3, 4]])[:2] == (6, 2)
    assert loaded.kinds == []


def test_libraries_still_see_that_plotting_is_missing(submissions, uninstalled, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "library.py").write_text(
        "try:\n    import seaborn\n    found = True\nexcept ImportError:\n    found = False\n"
    )
    sys.path.append(str(folder))
    uninstalled("seaborn")
    loaded = submissions.notebook("import library, seaborn", "def f(): return library.found")
    assert loaded["f"]() is False


def test_installed_plotting_is_real_and_lazy(submissions, monkeypatch):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    for name in [name for name in sys.modules if name.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    loaded = submissions.notebook(
        "import matplotlib.pyplot as plt", "def f(draw):\n    return plt.gcf() if draw else 1"
    )
    assert loaded["f"](draw=False) == 1
    assert "matplotlib" not in sys.modules
