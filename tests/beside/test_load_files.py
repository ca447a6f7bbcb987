"""Statements that make files and folders which the graded functions use."""

from __future__ import annotations

import pytest

# Students leave files open.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

SAVE = "def f():\n    with open('out/run/log.txt', 'w') as log:\n        return log.write('abc')"
READ = "def f():\n    with open('settings.txt') as file:\n        return int(file.read())"


@pytest.fixture(autouse=True)
def _in_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "make",
    [
        "import os\nos.makedirs('out/run', exist_ok=True)",
        "import os\nif not os.path.exists('out/run'):\n    os.makedirs('out/run')",
        "import os\ntry:\n    os.makedirs('out/run')\nexcept FileExistsError: pass",
        "import os\nfor name in ('out', 'out/run'): os.mkdir(name)",
        "import os\n[os.makedirs(name) for name in ['out/run']]",
        "import os\ndef prepare(name): os.makedirs(name)\nprepare('out/' + 'run')",
        "from pathlib import Path\nPath('out', 'run').mkdir(parents=True)",
        "from pathlib import Path\nPLACE = Path('out/run')\nPLACE.mkdir(parents=True)",
        "import os\nos.system('mkdir -p out/run')",
        "import subprocess\nsubprocess.run(['mkdir', '-p', 'out/run'])",
    ],
)
def test_folders_are_made(submissions, make):
    loaded = submissions.notebook(make, SAVE)
    assert loaded["f"]() == 3
    assert loaded.kinds == []


@pytest.mark.parametrize(
    "write",
    [
        "with open('settings.txt', 'w') as g: g.write('7')",
        "g = open('settings.txt', 'w')\ng.write('7')\ng.close()",
        "open('settings.txt', 'w').write('7')",
        "from pathlib import Path\nPath('settings.txt').write_text('7')",
        "import numpy as np\nnp.savetxt('settings.txt', [7], fmt='%d')",
        "import shutil\nopen('a', 'w').write('7')\nshutil.copy('a', 'settings.txt')",
        """import zipfile
with zipfile.ZipFile('a.zip', 'w') as z: z.writestr('settings.txt', '7')
with zipfile.ZipFile('a.zip') as z: z.extractall()""",
        """import json
def put(value):
    with open('settings.txt', 'w') as g: json.dump(value, g)
put(7)""",
    ],
)
def test_files_are_written(submissions, write):
    loaded = submissions.notebook(write, READ)
    assert loaded["f"]() == 7
    assert loaded.kinds == []


def test_the_results_of_the_graded_work_are_not_written(submissions, tmp_path):
    loaded = submissions.notebook(
        SAVE,
        "import os\nos.makedirs('out/run')",
        "value = f()\nopen('result.txt', 'w').write(str(value))",
    )
    assert not (tmp_path / "result.txt").exists()
    assert loaded["f"]() == 3


def test_what_only_may_be_of_use_may_fail(submissions):
    loaded = submissions.notebook(
        "open('gone/else.txt', 'w').write('7')\nimport os\nos.makedirs('out/run')", SAVE
    )
    assert loaded["f"]() == 3
    assert loaded.kinds == []


def test_a_file_that_the_functions_read_and_that_cannot_be_made_is_noted(submissions):
    loaded = submissions.notebook("open('settings.txt', 'w').write(7)", READ)
    assert loaded.place("statement_failed") == ("hw.ipynb", 1, 1)


def test_work_that_uses_no_files_makes_none(submissions, tmp_path):
    submissions.notebook("import os\nos.mkdir('out')\nopen('x', 'w')", "def f(): return 1")
    assert list(tmp_path.iterdir()) == []
