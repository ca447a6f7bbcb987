"""Sixty notebooks as the public writes them grade in one call, and none of them fails.

Each is a correct or a wrong variant, cut into cells and surrounded by what real notebooks hold:
magics, shell lines, imports of what is not there, training and plotting cells, displays, broken
cells, Python 2, copied cells, old notebook formats.
"""

from __future__ import annotations

import ast
import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.variants import variant_files, whole_of
from gradewright.cli import main
from gradewright.course.reader import find_assignment, read_course

SLUG = "planar_network"

OPENINGS = [
    ["# Planar data classification\n"],
    ["%matplotlib inline\nimport matplotlib.pyplot as plt\nfrom testCases_v2 import *"],
    ["!pip install -q planar_utils\n!ls", "from public_tests import *\n%load_ext autoreload"],
    ["import sklearn\nimport sklearn.datasets\nimport sklearn.linear_model", "%autoreload 2"],
    ["from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive"],
    ["from scipy.ndimage import imread\nimport skimage.transform", "get_ipython().magic('pylab')"],
    [
        "%%bash\nwget http://example.org/data.zip && unzip data.zip",
        "from lr_utils import load_dataset",
    ],
    ["%%javascript\nalert('hi')", "import torch\nimport tensorflow_hub as hub"],
]
BETWEEN = [
    "X, Y = load_planar_dataset()\nplt.scatter(X[0, :], X[1, :], c=Y, s=40, cmap=plt.cm.Spectral);",
    "shape_X = X.shape\nshape_Y = Y.shape\nm = X.shape[1]\nprint('I have m = %d examples' % m)",
    "parameters = nn_model(X, Y, 4, num_iterations=10000, print_cost=True)\nparameters",
    "plot_decision_boundary(lambda x: predict(parameters, x.T), X, Y)\nplt.title('size 4')",
    "predictions?",
    "%%time\nclf = sklearn.linear_model.LogisticRegressionCV()\nclf.fit(X.T, Y.T)",
    "print 'Accuracy: %d' % float(np.dot(Y, predictions.T))",
    "for i, n_h in enumerate([1, 2, 3, 4, 5, 20, 50]):\n    parameters = nn_model(X, Y, n_h, 5000",
    "A2, cache = forward_propagation(X_assess, parameters)\nprint(np.mean(cache['Z1']))",
    "open('results.txt', 'w').write(str(parameters))\nfrom IPython.display import Image",
    "raise SystemExit('stop here')",
    "while True:\n    nn_model(X, Y, 50)",
    "import os\nos.chdir('/kaggle/working')\nfiles = !ls",
    "# your code here",
    "%timeit -n 3 nn_model(X, Y, 4, 100)",
    "assert False, 'notes to myself'",
]


def pieces(source: str) -> list[str]:
    """Cut a script at its top-level statements, as notebook cells."""
    lines = source.splitlines()
    starts = [
        min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))]) - 1
        for node in ast.parse(source).body
    ]
    bounds = [0, *starts[1:], len(lines)]
    return ["\n".join(lines[a:b]) for a, b in pairwise(bounds) if a < b]


def messy(source: str, rng: random.Random) -> list[str]:
    """Return the cells of a notebook that holds this work among everything else."""
    cells = list(rng.choice(OPENINGS))
    for piece in pieces(source):
        cells.append(piece)
        if rng.random() < 0.6:
            cells.append(rng.choice(BETWEEN))
        if rng.random() < 0.1:
            cells.append(piece)
    return cells


def notebook(cells: list[str], rng: random.Random) -> dict[str, Any]:
    """Return a notebook in one of the formats and habits that are about."""
    as_lines = rng.random() < 0.5
    sources = [cell.splitlines(keepends=True) if as_lines else cell for cell in cells]
    if rng.random() < 0.2:
        old = [
            {"cell_type": "code", "input": s, "language": "python", "outputs": []} for s in sources
        ]
        return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": old}]}
    output = {"output_type": "stream", "name": "stdout", "text": ["Cost after iteration 0\n"]}
    code = [
        {
            "cell_type": "code",
            "source": source,
            "metadata": rng.choice([{}, {"collapsed": True}, {"id": "x1y2"}]),
            "execution_count": rng.choice([None, 7]),
            "outputs": rng.choice([[], [output]]),
        }
        for source in sources
    ]
    text = {"cell_type": "markdown", "source": "### 4.1 Defining the network", "metadata": {}}
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    return {
        "cells": [text, *code],
        "metadata": rng.choice([{}, kernel]),
        "nbformat": 4,
        "nbformat_minor": rng.choice([0, 2, 5]),
    }


@pytest.mark.slow
def test_sixty_public_style_notebooks(repository: Path, tmp_path: Path) -> None:
    assignment = find_assignment(read_course(repository), SLUG)
    correct = [f for f in variant_files(assignment, "correct") if f.suffix == ".py"]
    wrong = [f for f in variant_files(assignment, "wrong") if f.suffix == ".py"]
    rng = random.Random(2026)
    chosen = [*(correct * 5)[:40], *rng.sample(wrong, 20)]
    folder = tmp_path / "class"
    folder.mkdir()
    for number, variant in enumerate(chosen):
        cells = messy(whole_of(assignment, variant)[1].decode(), rng)
        name = f"student{number:02}__{variant.stem}.ipynb"
        (folder / name).write_text(json.dumps(notebook(cells, rng)), encoding="utf-8")

    out = tmp_path / "out"
    arguments = ["grade", str(folder), "--assignment", SLUG, "--out", str(out), "--seed", "1"]
    arguments += ["--jobs", "1"]
    assert main([*arguments, "--course", str(repository), "--no-notebooks"]) == 0

    document = json.loads((out / "results.json").read_text(encoding="utf-8"))
    entries = sorted(document["submissions"], key=lambda entry: str(entry["student"]))
    assert [entry["status"] for entry in entries] == ["graded"] * 60
    short = {e["student"]: e["score"] for e in entries[:40] if e["score"] < e["max_score"]}
    assert short == {}
    assert all(entry["score"] < entry["max_score"] for entry in entries[40:])
