"""IPython's additions to Python."""

from __future__ import annotations

import sys

import pytest

from gradewright.beside.loading.magics import open_cell, repair


def test_harmless_line_magics_leave_no_trace(submissions):
    loaded = submissions.notebook(
        "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\ndef f(): return 1"
    )
    assert loaded["f"]() == 1
    assert loaded.report["problems"] == []
    assert loaded.report["definitions"]["f"] == ["hw.ipynb", 1, 4, 4]


def test_shell_lines_are_named(submissions):
    loaded = submissions.notebook("!pip install \\\n   'it''s\n\ndef f(): return 1")
    assert loaded["f"]() == 1
    assert loaded.said("magic_skipped") == {"magic": "!pip install     'it''s"}
    assert loaded.report["definitions"]["f"][2] == 4


@pytest.mark.parametrize(
    "line",
    [
        "?abs",
        "abs?",
        "abs??",
        "np.dot?",
        "??abs",
        "*int*?",
        "abs? # what",
        "%cd ..",
        "cd ..",
        "ls *.py",
        "pip install numpy",
        "conda install -y numpy",
        "%env X=1",
        "!!ls",
        "%%time",
        "%timeit f()",
        "%time",
        "%run nothing.ipynb",
        "!echo \"unclosed ( 'quote",
    ],
)
def test_a_line_that_is_no_python_costs_only_itself(submissions, line):
    loaded = submissions.notebook(f"a = 1\n{line}\ndef f(): return a")
    assert loaded["f"]() == 1
    assert loaded.report["definitions"]["f"][2:] == [3, 3]
    assert {"syntax", "syntax_function"}.isdisjoint(loaded.kinds)


def test_magics_inside_blocks_become_pass(submissions):
    loaded = submissions.notebook("def f(x):\n    if x:\n        !ls\n        %cd x\n    return x")
    assert loaded["f"](3) == 3


def test_timed_statements_are_kept(submissions):
    loaded = submissions.notebook("%time y = 3 * 2\nz = %time 4\ndef f(): return y, z")
    assert loaded["f"]() == (6, 4)


@pytest.mark.parametrize("line", ["x = !ls", "x = %sx ls", "x=!ls -l | grep 'a'", "x= %system ls"])
def test_output_of_commands_is_empty(submissions, line):
    loaded = submissions.notebook(f"{line}\ndef f(): return x")
    assert loaded["f"]() == []
    assert loaded.kinds == ["magic_skipped"]


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture out", "\n%%time\n%%prun"])
def test_cell_magics_that_run_python_keep_their_cell(submissions, magic):
    loaded = submissions.notebook(f"{magic}\ndef f():\n    return 1")
    assert loaded["f"]() == 1
    assert loaded.report["definitions"]["f"][2] == magic.count("\n") + 2


@pytest.mark.parametrize("magic", ["bash", "html", "javascript", "latex", "R", "script perl", "!"])
def test_cells_of_another_language_are_skipped(submissions, magic):
    loaded = submissions.notebook(f"%%{magic}\ndef f(): return 1", "x = 1")
    assert "f" not in loaded.namespace
    assert loaded.place("cell_skipped") == ("hw.ipynb", 1, 1)
    assert loaded.said("cell_skipped") == {"magic": "%%" + magic.split()[0]}


def test_a_written_file_can_be_imported_and_is_where_its_functions_are(submissions):
    loaded = submissions.notebook(
        "%%writefile my_utils.py\n\ndef f():\n    return helper()",
        "%%writefile -a my_utils.py\ndef helper():\n    return 'helped'",
        "from my_utils import f",
    )
    assert loaded["f"]() == "helped"
    assert loaded.report["definitions"] == {"f": ["hw.ipynb", 1, 3, 4]}
    assert loaded.report["problems"] == []


def test_a_written_file_is_there_to_be_read(submissions, monkeypatch):
    monkeypatch.chdir(submissions.folder)
    loaded = submissions.notebook(
        "%%writefile limits.csv\n2,3\n4,5",
        "%%file -a limits.csv\n6,7",
        "with open('limits.csv') as file:\n    ROWS = file.read().split()\ndef f(): return ROWS",
    )
    assert loaded["f"]() == ["2,3", "4,5", "6,7"]
    assert loaded.kinds == []


def test_a_module_is_written_into_a_folder_and_added_to_what_is_there(submissions):
    submissions.write("lib/scaling.py", "def double(x): return 2 * x\n")
    loaded = submissions.notebook(
        "%%writefile -a lib/scaling.py\ndef f(x):\n    return double(x) + 1",
        "from lib.scaling import f",
    )
    assert loaded["f"](4) == 9
    assert loaded.report["definitions"] == {"f": ["hw.ipynb", 1, 2, 3]}


def test_a_file_written_elsewhere_on_the_students_machine_lies_beside_the_notebook(submissions):
    loaded = submissions.notebook(
        "%%writefile /content/drive/offsets.py\nSHIFT = 3",
        "from offsets import SHIFT",
        "def f(): return SHIFT",
    )
    assert loaded["f"]() == 3
    assert (submissions.folder / "offsets.py").exists()


def test_a_file_whose_name_is_a_variable_is_not_written(submissions):
    assert submissions.notebook("%%writefile {name}.py\nx = 1").kinds == ["cell_skipped"]


def test_run_of_an_own_file_brings_its_names(submissions):
    submissions.write("tools.py", "def helper(): return 5\n")
    loaded = submissions.notebook("%run ./tools.py\ndef f(): return helper()")
    assert loaded["f"]() == 5


def test_pylab_brings_numpy(submissions, monkeypatch):
    monkeypatch.delitem(sys.modules, "pylab", raising=False)
    loaded = submissions.notebook("%pylab inline\ndef f(): return np.zeros(2).sum() + pi")
    assert loaded["f"]() == pytest.approx(3.14159, abs=1e-4)
    assert "pylab" not in sys.modules  # numpy brought all that is needed


def test_calls_of_the_shell_do_nothing(submissions):
    source = (
        "get_ipython().run_line_magic('matplotlib', 'inline')\n"
        "files = get_ipython().getoutput('ls')\n"
        "def f(): return files"
    )
    loaded = submissions.script(source)
    assert loaded["f"]() == []
    assert loaded.report["problems"] == []


VALID = (
    "x = (7\n% 4)\n",
    "s = '''\n%matplotlib inline\n!ls\n?what\n'''\n",
    "y = [1,\n!=1]\n".replace("!=1", "2"),
    "z = 7 \\\n% 4\n",
    "ls = 3\nls -l if False else 0\n",
)


@pytest.mark.parametrize("source", VALID)
def test_python_that_only_looks_like_a_magic_is_left_alone(submissions, source):
    loaded = submissions.notebook(source + "def f(): return 1")
    assert loaded["f"]() == 1
    assert loaded.kinds == []


def test_strings_and_continued_lines_survive_the_repair_of_other_lines(submissions):
    loaded = submissions.notebook(
        "!ls\nx = (17\n% 5)\ntext = '''\n%magic\n!ls\nhelp?\n'''\nm = 9 \\\n% 5\n"
        "def f():\n    '''Doc.\n%not this\n'''\n    return x, text, m\n%time\n"
    )
    assert loaded["f"]() == (2, "\n%magic\n!ls\nhelp?\n", 4)
    assert loaded["f"].__doc__ == "Doc.\n%not this\n"


def test_printing_with_a_percent_sign_is_no_magic():
    text, notes = repair("print 'm = %d examples!' % (m)")
    assert text == "print 'm = %d examples!' % (m)"
    assert notes == []


def test_indented_cells_are_dedented_as_a_notebook_does(submissions):
    loaded = submissions.notebook("    # note\n    def f():\n        return 1\n")
    assert loaded["f"]() == 1


def test_a_percent_line_later_in_a_cell_is_not_a_cell_magic():
    assert open_cell("x = 1\n%%bash\nls").text == "x = 1\n%%bash\nls"
