"""In a notebook, driven by a real kernel: what is said, and when."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from gradewright.course.reader import read_course
from gradewright.selfcheck.finding import KIT, PYZ

from .conftest import REPOSITORY

COURSE = {a.slug: a for a in read_course(REPOSITORY).assignments}
pytestmark = pytest.mark.xdist_group("notebook kernels")

SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
HALF = "def sigmoid(z):\n    return 0.5 + 0 * z\n"
Run = Callable[..., list[Any]]


@pytest.fixture
def run(tmp_path: Path, kit, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run cells beside a `check.pyz`; give the cells with their outputs."""
    # A kernel's files belong to the test, and it speaks to nobody else.
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))

    def run(*cells: str, slug: str = "logistic_regression", packed: bool = True) -> list[Any]:
        if packed:
            with zipfile.ZipFile(tmp_path / PYZ, "w") as pyz:
                pyz.writestr(KIT, kit(slug).to_json())
            source = "from gradewright.selfcheck.notebook import check\n"
            (tmp_path / "check.py").write_text(source, encoding="utf-8")
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        return executed(notebook, tmp_path)

    return run


def executed(notebook: Any, folder: Path) -> list[Any]:
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, kernel_name="python3", resources=resources, allow_errors=True, timeout=120
    )
    client.execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(cell: Any) -> str:
    """Return the text of what a cell displayed, and check that HTML came in the same bundle."""
    (output,) = [o for o in cell.outputs if o.output_type == "display_data"]
    assert set(output.data) == {"text/html", "text/plain"}
    assert output.data["text/html"].startswith('<div class="gradewright-check" role="status"')
    return str(output.data["text/plain"])


def words(cell: Any) -> list[str]:
    return re.findall(r"^(PASS|FAIL|TODO|HIDDEN)\b", shown(cell), re.MULTILINE)


def test_cells_turn_to_pass_one_by_one_and_edits_are_seen(run):
    *_, before, _edit, after, _mend, mended = run(
        "from check import check\nimport numpy as np",
        "def sigmoid(z):\n    raise NotImplementedError()\n",
        "check('sigmoid')",
        HALF,
        "check('sigmoid')",
        SIGMOID,
        "check('sigmoid')",
    )
    assert set(words(before)) == {"TODO", "HIDDEN"}
    assert words(after)[0] == "FAIL"
    assert "call" in shown(after)
    assert set(words(mended)) == {"PASS", "HIDDEN"}
    assert re.search(r"(\d) of \1 tests pass here", shown(mended))


def test_other_cells_are_not_run_and_nothing_is_left_changed(run):
    *_, checked, state = run(
        "from check import check\nimport numpy as np\nran = []",
        f"ran.append(1)\n{SIGMOID}",
        "np.random.seed(3); first = np.random.rand(); np.random.seed(3)",
        "check('sigmoid')",
        "print(ran, np.random.rand() == first)",
    )
    assert words(checked)[:2] == ["PASS", "PASS"]
    assert state.outputs[0].text == "[1] True\n"


def test_it_says_what_passes_only_because_of_a_variable_of_the_notebook(run):
    work = (
        "m = 2\ndef propagate(w, b, X, Y):\n    A = sigmoid(w.T @ X + b)\n"
        "    cost = float(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m)\n"
        "    return {'dw': X @ (A - Y).T / m, 'db': float(np.sum(A - Y) / m)}, cost\n"
    )
    *_, checked, there = run(
        "from check import check\nimport numpy as np",
        SIGMOID + work,
        "check('propagate')",
        "print(m)",
    )
    assert words(checked)[:3] == ["PASS", "PASS", "PASS"]
    assert "It passes only because the notebook has `m` at the moment." in shown(checked)
    assert there.outputs[0].text == "2\n"


def test_errors_are_told_at_the_cell_that_the_notebook_shows(run):
    *_, checked = run(
        "from check import check\nimport numpy as np",
        "def sigmoid(z):\n    y = -z\n    return 1 / (1 + nothing(y))\n",
        "check('sigmoid')",
    )
    told = shown(checked)
    assert "cell 2, line 3, in sigmoid: return 1 / (1 + nothing(y))" in told
    assert "gradewright" not in told
    assert "Traceback" not in told


def test_the_line_magic_does_the_same_and_odd_names_get_a_sentence(run):
    *_, magic, odd = run(
        "%load_ext gradewright.selfcheck.notebook\nimport numpy as np",
        SIGMOID,
        "%check sigmoid",
        "%check nonsense",
    )
    assert set(words(magic)) == {"PASS", "HIDDEN"}
    assert "There is no question nonsense. The questions are: sigmoid," in shown(odd)


@pytest.mark.parametrize("slug", ["logistic_regression", "planar_network"])
def test_the_stubs_cells_list_what_is_to_be_done(run, kit, tmp_path, slug):
    run(slug=slug)
    for support in COURSE[slug].load.support:
        shutil.copy(support, tmp_path)
    notebook = nbformat.read(COURSE[slug].template / f"{slug}.ipynb", as_version=4)
    cells = {cell.id: cell for cell in executed(notebook, tmp_path)}
    for question in kit(slug).questions:
        said = words(cells[f"check-{question.id}"])
        assert set(said) <= {"TODO", "HIDDEN"}
        assert "TODO" in said


@pytest.mark.usefixtures("run")
def test_without_the_pyz_the_stubs_cells_compare_the_printed_values(tmp_path):
    notebook = nbformat.read(
        COURSE["logistic_regression"].template / "logistic_regression.ipynb", as_version=4
    )
    for cell in notebook.cells:
        if cell.id == "sigmoid":
            cell.source = SIGMOID
    cells = {cell.id: cell for cell in executed(notebook, tmp_path)}
    assert cells["check-sigmoid"].outputs[0].text.startswith("sigmoid: as printed.")
    assert cells["check-predict"].outputs[0].text == "predict: not written yet\n"
    # What waits for it fails like it.
    assert cells["check-model"].outputs[0].text == "model: not written yet\n"


def test_outside_of_a_notebook_it_prints_text(kit, tmp_path):
    with zipfile.ZipFile(tmp_path / PYZ, "w") as pyz:
        pyz.writestr(KIT, kit("logistic_regression").to_json())
    script = f"import numpy as np\n{SIGMOID}\nfrom gradewright.selfcheck.notebook import check\n"
    (tmp_path / "work.py").write_text(f"{script}check('sigmoid')\n", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "work.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"^[A-Z]+\b", told.stdout, re.MULTILINE)) == {"PASS", "HIDDEN"}


def test_without_a_kit_it_says_what_to_do(tmp_path):
    command = "from gradewright.selfcheck.notebook import check; check()"
    told = subprocess.run(
        [sys.executable, "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("There is no check.pyz in ")


LOOK = """<script>
const said = [];
const block = document.querySelector('.gradewright-check');
const rows = [...block.querySelectorAll(':scope > table > tbody > tr')];
const ground = (e) => e === null ? [255, 255, 255] :
  (getComputedStyle(e).backgroundColor.match(/[0-9.]+/g) || []).slice(0, 4).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
  .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
said.push(block.getAttribute('role'), block.querySelectorAll('th[scope="col"]').length > 2);
for (const row of rows) {
  const pill = row.querySelector('span'), details = row.querySelector('details');
  const white = light([255, 255, 255]);
  const contrast = (white + 0.05) / (light(ground(pill)) + 0.05);
  said.push([pill.textContent, contrast >= 4.5, details ? details.open : '-'].join(' '));
}
const closed = block.querySelector('details:not([open])');
closed.querySelector('summary').click();
said.push(closed.open, document.documentElement.scrollWidth <= innerWidth);
document.body.append(Object.assign(document.createElement('pre'),
  {id: 'said', textContent: said.join('\\n')}));
</script>"""


@pytest.mark.browser
def test_in_a_browser_words_stand_out_and_details_open(run, visit, tmp_path):
    from nbconvert import HTMLExporter

    cells = run(
        "from check import check\nimport numpy as np",
        SIGMOID.replace("1 + np", "2 + np"),
        "check('sigmoid')",
    )
    notebook = nbformat.v4.new_notebook(cells=cells)
    page, _ = HTMLExporter(mathjax_url="", require_js_url="").from_notebook_node(notebook)
    file = tmp_path / "notebook.html"
    file.write_text(page.replace("</body>", f"{LOOK}</body>"), encoding="utf-8")
    said = re.search(r'<pre id="said">(.*?)</pre>', visit(file.as_uri()), re.DOTALL)
    assert said is not None
    role, heads, *rows, opened, fits = said[1].split("\n")
    assert (role, heads, opened, fits) == ("status", "true", "true", "true")
    assert [row.split()[1] for row in rows] == ["true"] * len(rows)
    assert [row.split()[0] for row in rows][-1] == "HIDDEN"
    # The first failure is open, and no other.
    states = [row.split()[2] for row in rows if row.startswith("FAIL")]
    assert states == ["true", *["false"] * (len(states) - 1)]
    assert len(states) > 1
