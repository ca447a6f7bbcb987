"""Files that a submission runs in its own namespace, and notebooks that it imports."""

from __future__ import annotations

import json

import pytest

from gradewright.beside.loading.runs import file_of

HALVES = "import math\nHALF = 0.5\n\ndef halve(x):\n    return math.floor(x) * HALF\n"


def _notebook(*cells: str):
    raw = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    raw.insert(0, {"cell_type": "markdown", "source": "def halve(x): return 'text'"})
    return json.dumps({"nbformat": 4, "cells": raw})


@pytest.mark.parametrize(
    "line",
    [
        "%run tools/halves.py",
        "%run tools/halves",
        "%run -i 'tools/halves.py' --fast 3",
        '%run -t "./tools/halves.py"  # the helpers',
        "%run -m tools.halves",
        "%load tools/halves.py",
        "run = get_ipython\nget_ipython().run_line_magic('run', 'tools/halves.py')",
        "get_ipython().magic('run tools/halves.py')",
        "exec(open('tools/halves.py').read())",
        "exec(open('tools/halves.py', encoding='utf-8').read())",
        "from pathlib import Path\nexec(Path('tools/halves.py').read_text())",
        "exec(compile(open('tools/halves.py').read(), 'halves', 'exec'), globals())",
        "execfile('tools/halves.py')",
        "if True:\n    %run tools/halves.py",
        "try:\n    %run tools/halves.py\nexcept OSError:\n    pass",
    ],
)
def test_a_script_is_run_where_the_line_stands(submissions, line):
    submissions.write("tools/halves.py", HALVES)
    loaded = submissions.notebook(line, "HALF = 0.25\ndef f(x): return halve(x)")
    assert loaded["f"](9.5) == 2.25
    assert {"run_missing", "statement_failed", "magic_skipped"}.isdisjoint(loaded.kinds)


@pytest.mark.parametrize("name", ["parts.ipynb", "my parts.ipynb", "deep/er/parts.ipynb"])
def test_a_notebook_is_run_cell_by_cell(submissions, name):
    submissions.write(name, _notebook("# first", HALVES, "x = = 1"))
    loaded = submissions.notebook(
        f"%run '{name}'", "def f(x): return halve(x)", functions=("halve",)
    )
    assert loaded["f"](3.9) == 1.5
    assert loaded.report["definitions"]["halve"] == [name, 3, 4, 5]
    assert loaded.place("syntax") == (name, 4, 1)


@pytest.mark.parametrize(
    "line", ["%run gone.ipynb", "%run gone.py", "exec(open('gone.py').read())"]
)
def test_a_file_that_is_not_there_is_said(submissions, line):
    loaded = submissions.notebook(f"x = 1\n{line}", "def f(): return x")
    assert loaded["f"]() == 1
    assert loaded.place("run_missing") == ("hw.ipynb", 1, 2)
    assert loaded.said("run_missing")["path"].startswith("gone.")


def test_files_that_run_each_other_are_read_once(submissions):
    submissions.write("a.ipynb", _notebook("%run b.ipynb", "A = 2"))
    submissions.write("b.ipynb", _notebook("%run a.ipynb", "B = 3"))
    loaded = submissions.notebook("%run a.ipynb", "def f(): return A * B")
    assert loaded["f"]() == 6


def test_a_file_that_a_cell_wrote_can_be_run(submissions):
    loaded = submissions.notebook(
        f"%%writefile lib/halves.py\n{HALVES}", "%run lib/halves.py", "def f(x): return halve(x)"
    )
    assert loaded["f"](5) == 2.5


@pytest.mark.parametrize(
    "lines",
    [
        "import import_ipynb\nimport parts",
        "import nbimporter\nnbimporter.options['only_defs'] = False\nimport parts",
        "import importnb\nwith importnb.Notebook():\n    import parts",
        "import ipynb.fs.full.parts as parts",
        "from ipynb.fs.defs import parts",
    ],
)
def test_a_notebook_is_imported_as_a_module(submissions, lines):
    submissions.write("parts.ipynb", _notebook("import gone_for_good", HALVES))
    loaded = submissions.notebook(lines, "halve = parts.halve\ndef f(x): return halve(x)")
    assert loaded["f"](7) == 3.5


def test_a_script_wins_over_a_notebook_of_its_name(submissions):
    submissions.write("parts.py", "W = 1")
    submissions.write("parts.ipynb", _notebook("W = 2"))
    loaded = submissions.notebook("from parts import *", "def f(): return W")
    assert loaded["f"]() == 1


def test_a_damaged_notebook_is_said(submissions):
    submissions.write("parts.ipynb", "{not json")
    loaded = submissions.notebook("%run parts.ipynb\nimport parts", "def f(): return parts.W")
    assert loaded.kinds == ["run_missing", "broken_module"]
    assert "no code" in loaded.said("broken_module")["reason"]


def test_a_folder_that_is_added_to_the_path_holds_own_modules(submissions):
    submissions.write("src/scales.py", "import gone_for_good\nSCALE = 4\nx = = 1\n")
    loaded = submissions.notebook(
        f"import sys\nsys.path.append({str(submissions.folder / 'src')!r})",
        "from scales import SCALE",
        "def f(): return SCALE",
    )
    assert loaded["f"]() == 4
    assert loaded.place("syntax") == ("src/scales.py", None, 3)


def test_a_module_that_is_made_from_a_file(submissions, monkeypatch):
    monkeypatch.chdir(submissions.folder)
    submissions.write("hidden/halves.py", HALVES)
    loaded = submissions.notebook(
        "from importlib import util\n"
        "spec = util.spec_from_file_location('h', 'hidden/halves.py')\n"
        "h = util.module_from_spec(spec)\nspec.loader.exec_module(h)\nhalve = h.halve",
        "def f(x): return halve(x)",
    )
    assert loaded["f"](8) == 4.0


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ("x.py", "x.py"),
        ("-n -i x.ipynb 1 2", "x.ipynb"),
        ("$name", None),
        ("-i", None),
        ("", None),
        ("'un closed", "'un.py"),
    ],
)
def test_the_file_of_a_run_line(arguments, file):
    assert file_of(arguments) == file
