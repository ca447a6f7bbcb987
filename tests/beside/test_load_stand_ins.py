"""What absent plotting and notebook packages give back goes on into other code."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest

from gradewright.beside.loading.bars import Bar
from gradewright.beside.loading.standing import Quiet, is_silent, stand_in

PACKAGES = ("seaborn", "IPython", "ipywidgets", "tqdm", "plotly", "bokeh", "fastprogress")


@pytest.fixture
def run(submissions, uninstalled):
    """Return a function that runs the body of a graded function."""
    uninstalled(*PACKAGES)

    def run(imports: str, body: str):
        lines = "\n    ".join(body.split("\n"))
        loaded = submissions.notebook(imports, f"def f(values):\n    {lines}")
        assert loaded.kinds == []
        return loaded["f"]([2.0, 4.0])

    return run


@pytest.mark.parametrize(
    ("use", "value"),
    [
        ("f'{q:>6.2f}'", "  0.00"),
        ("f'{q:d}|{q:5}|{q:.0%}'", "0|<quiet x>|0%"),
        ("'%.1f %d' % (q, q)", "0.0 0"),
        ("float(q) + int(q) + complex(q)", 0),
        ("math.sqrt(q)", 0.0),
        ("[1, 2, 3][q]", 1),
        ("q < 1, q <= 0, q > 1, q >= 0", (True, True, False, True)),
        ("1 > q, 1 < q", (True, False)),
        ("q >= (7, 2)", False),
        ("q == q, q != q, q == 3", (True, False, False)),
        ("len(list(q)), len(q), bool(q), 3 in q", (2, 2, True, False)),
        ("isinstance(3, q)", False),
        ("q(1)(2).x[3].y is None", False),
        ("np.asarray(q).dtype", np.dtype(object)),
        ("len({q: 1})", 1),
        ("float(np.exp(q) + np.maximum(q, -1.0))", 1.0),
        ("(np.ones(2) + q).tolist(), (np.ones(2) < q).tolist()", ([1.0, 1.0], [False, False])),
    ],
)
def test_a_stand_in_is_a_zero_where_python_wants_a_value(use, value):
    assert eval(use, {"q": Quiet("x"), "math": math, "np": np}) == value


@pytest.mark.parametrize(
    "use",
    ["q + 1", "1 - q", "np.ones(2) @ q", "np.sum([q, q])", "-q", "abs(q)", "round(q, 2)", "q // 2",
     "divmod(q, 2)", "math.floor(q)", "2 ** q", "q % 3", "next(q)", "q['a', 1:]", "max(q, key=id)"],
)  # fmt: skip
def test_counting_with_a_stand_in_gives_a_stand_in(use):
    result = eval(use, {"q": Quiet("x"), "math": math, "np": np})
    assert is_silent(result if not isinstance(result, np.ndarray) else result.tolist())


def test_a_stand_in_unpacks_into_what_is_wanted():
    q = Quiet("x")
    a, b, c = q
    (d, e), (g, h) = q
    first, *rest = q
    assert all(map(is_silent, (a, b, c, d, e, g, h, first, *rest)))


def test_a_stand_in_keeps_what_it_is_told():
    widget = stand_in("IntSlider")(value=5, max=9, layout={"width": "3px"}, self=1, name="n")
    widget.layout.width = "4px"
    widget.value += 2
    widget["key"] = 3
    assert (widget.value, widget.max, widget.name, widget["key"]) == (7, 9, "n", 3)
    assert is_silent(widget["other"])
    assert stand_in("Dropdown")(options=["a", "b"]).value == "a"
    assert stand_in("Dropdown")(options=[("one", 1), ("two", 2)]).value == 1
    assert stand_in("Dropdown")(options={"one": 4}).value == 4


def test_names_that_stand_after_except_are_classes():
    assert issubclass(stand_in("TqdmWarning"), Warning)
    with pytest.raises(stand_in("FigureError")):
        raise stand_in("FigureError")


def test_a_stand_in_can_be_a_base_and_a_decorator_and_be_pickled():
    class Mine(Quiet("Base")):
        def __init__(self, size) -> None:
            super().__init__(size=size)
            self.twice = 2 * size

    assert Mine(4).twice == 8
    assert is_silent(Mine(4).anything())
    assert stand_in("interact")(len) is not None
    assert stand_in("capture")(clear_output=True)(_named) is _named
    assert stand_in("interact")(_named, x=3) is _named
    assert is_silent(pickle.loads(pickle.dumps(Quiet("x"))))


def _named():
    return 1


def test_a_bar_counts_and_wraps():
    bar = Bar(range(4), desc="epoch", leave=False)
    seen = [(item, bar.n) for item in bar]
    assert seen == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert (bar.n, bar.total, len(bar), bar.leave) == (4, 4, 4, False)
    bar.set_description("late")
    bar.set_postfix(loss=0.5, refresh=False)
    assert (bar.desc, bar.postfix) == ("late: ", "loss=0.5")


def test_a_bar_without_items_counts_what_it_is_told():
    with Bar(total=10) as bar:
        for _ in range(3):
            bar.update(2)
        assert f"{bar.n:>5.1f}/{bar.total}" == "  6.0/10"
        assert bar.format_dict["n"] == 6
    bar.reset(total=5)
    assert (bar.n, bar.total) == (0, 5)
    assert Bar(iterable=[1], total=7).total == 7


TQDM = """from tqdm.auto import tqdm, trange
from tqdm.contrib import tenumerate, tzip
from tqdm.contrib.concurrent import thread_map
import tqdm.notebook as notebook
class Mine(tqdm):
    def step(self):
        self.update(5)
"""


def test_all_kinds_of_bars_iterate(run):
    body = (
        "total = sum(trange(4)) + sum(tqdm(values, total=2)) + sum(notebook.tqdm([1]))\n"
        "total += sum(i * v for i, v in tenumerate(values)) + len(list(tzip(values, values)))\n"
        "for outer in (bar := tqdm([1, 2])):\n"
        "    for inner in tqdm([3, 4], leave=False):\n"
        "        total += inner\n"
        "mine = Mine(total=9)\n"
        "mine.step()\n"
        "return total, bar.n / bar.total, mine.n, thread_map(abs, [-1], max_workers=2)"
    )
    assert run(TQDM, body) == (6 + 6 + 1 + 4 + 2 + 14, 1.0, 5, [1])


def test_bars_of_other_packages(run):
    body = (
        "total = 0\n"
        "bars = master_bar(range(2))\n"
        "for _ in bars:\n"
        "    for value in progress_bar(values, parent=bars):\n"
        "        total += value\n"
        "        bars.child.comment = 'x'\n"
        "return total"
    )
    assert run("from fastprogress import master_bar, progress_bar", body) == 12


SEABORN = "import seaborn as sns, matplotlib.pyplot as plt, numpy as np"


@pytest.mark.parametrize(
    "body",
    [
        "plt.plot(values, color=sns.color_palette('husl', 3)[2])",
        "plt.scatter(values, values, c=values, cmap=sns.color_palette('mako', as_cmap=True))",
        "ax = sns.lineplot(x=values, y=values)\nax.set_title('x')\nplt.sca(ax)",
        "fig, ax = plt.subplots()\nassert sns.heatmap(np.eye(2), ax=ax) is ax",
        "grid = sns.FacetGrid(values, col='a')\nplt.sca(grid.ax)\nplt.legend(handles=[grid.x])",
        "line, = plt.plot(values)\nline.set_color(sns.xkcd_rgb['red'])",
        "with plt.rc_context(sns.axes_style('dark')):\n    with sns.color_palette('deep'): pass",
        "for name, color in zip('ab', sns.hls_palette(2)):\n    plt.bar(name, 1, color=color)",
        "plt.bar('a', 1, color=sns.color_palette(['#ff0000', '#00ff00'], 3).as_hex()[0:1])",
        "plt.annotate('x', (0, 0), arrowprops=sns.unknown(1), xytext=sns.unknown(2))",
    ],
)
def test_seaborn_and_matplotlib_go_together(run, body):
    assert run(SEABORN, f"{body}\nplt.close('all')\nreturn sum(values)") == 6


def test_palettes_have_as_many_colours_as_are_asked_for(run):
    body = (
        "return [len(p) for p in (sns.color_palette(), sns.color_palette('deep'), "
        "sns.color_palette(n_colors=4), sns.color_palette(['red'] * 5), sns.husl_palette(7))]"
    )
    assert run(SEABORN, body) == [10, 6, 4, 5, 7]


def test_matplotlib_stays_real(run):
    body = (
        "clear_output(wait=True)\n"
        "display(plt.gcf())\n"
        "plt.switch_backend('TkAgg')\n"
        "plt.rc('text', usetex=True)\n"
        "fig, ((a, b), (c, d)) = plt.subplots(2, 2)\n"
        "counts, edges, _ = a.hist(values, bins=2)\n"
        "b.set_title(r'$\\alpha$')\n"
        "fig.tight_layout()\n"
        "ConfusionMatrixDisplay(np.eye(2)).plot(ax=c)\n"
        "plt.figure().add_subplot(projection='3d').plot_surface(*[np.eye(2)] * 3)\n"
        "plt.show()\n"
        "plt.close('all')\n"
        "return counts.tolist(), edges.tolist(), plt.get_backend().lower()"
    )
    imports = (
        "import matplotlib\nmatplotlib.use('Qt5Agg')\nimport matplotlib.pyplot as plt\n"
        "import numpy as np\nfrom IPython.display import clear_output, display\n"
        "from sklearn.metrics import ConfusionMatrixDisplay"
    )
    assert run(imports, body) == ([1.0, 1.0], [2.0, 3.0, 4.0], "agg")


def test_libraries_do_not_take_the_stand_in_for_ipython(run):
    imports = "import IPython\nfrom IPython import get_ipython\nimport matplotlib.pyplot as plt"
    body = (
        "plt.figure()\nplt.close('all')\n"
        "return get_ipython() is None, IPython.__version__ >= '7', IPython.version_info >= (8, 24)"
    )
    assert run(imports, body) == (False, False, False)
