"""What the source of a submission explains: each submission of a class has one fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.course.records import Assignment, Limits, Load, Question
from gradewright.results import Failure
from gradewright.sandbox.base import Definition, FunctionFacts, LoadReport
from gradewright.submissions.records import Cell, Submission
from gradewright.verdicts.advice import Source

ASSIGNMENT = """\
title = "Trends"
source = "made up for tests"

[[question]]
id = "centre"
title = "Centre"
points = 1
functions = ["centre_values"]

[[question]]
id = "stretch"
title = "Stretch"
points = 1
functions = ["stretch"]
"""
OTHER = """\
title = "Waves"
source = "made up for tests"

[[question]]
id = "waves"
title = "Waves"
points = 1
functions = ["crest", "trough"]
"""
GRADERS = '''\
import numpy as np
import pytest

from gradewright.checks import check_close


@pytest.mark.question("centre")
def test_centre(student, reference):
    """Centred."""
    x = np.array([1.0, 2.0, 6.0])
    check_close(student.centre_values(x), reference.centre_values(x))


@pytest.mark.question("centre")
def test_centre_of_more(student, reference):
    """Centred, more of them."""
    x = np.arange(5.0)
    check_close(student.centre_values(x), reference.centre_values(x))


@pytest.mark.question("stretch")
def test_stretch(student, reference):
    """Stretched."""
    x = np.array([1.0, 2.0, 6.0])
    check_close(student.stretch(x, 3.0, 0.5), reference.stretch(x, 3.0, 0.5))
'''
REFERENCE = '''\
"""Reference solution: Trends."""

# %% centre
def centre_values(values):
    """Return the values around their mean."""
    return values - values.mean()

# %% stretch
def stretch(values, factor, offset=0.0):
    """Return the centred values, stretched."""
    return factor * centre_values(values) + offset
'''
CENTRE = "def centre_values(values):\n    return values - values.mean()\n"
STRETCH = "def stretch(values, factor, offset=0.0):\n    return factor * centre_values(values) + "
STRETCH += "offset\n"
RIGHT = CENTRE + STRETCH

CLASS = {
    "right": RIGHT,
    "capitals": RIGHT.replace("centre_values", "centreValues"),
    "methods": "class Trend:\n" + "".join(f"    {line}\n" for line in RIGHT.splitlines()),
    "surf": "def crest(x): return x\ndef trough(x): return x\n",
    "stopped": "import os\ndef twice(x=os.abort()): pass\n" + RIGHT,
    "others": "def plot_all(x): return x\n",
    "syntax": CENTRE.replace("return", "retrun") + STRETCH,
    "helper_lost": "def middle_of(values):\n    retrun values.mean()\n"
    + CENTRE.replace("values.mean()", "middle_of(values)")
    + STRETCH,
    "failing": "@register\n" + RIGHT,
    "helper": "from helpers import centre_values\n" + STRETCH,
    "blank": "def centre_values(values):\n    centred = None\n    return centred\n" + STRETCH,
    "empty": "def centre_values(values):\n    pass\n" + STRETCH,
    "path": "def centre_values(values):\n    if len(values) > 99:\n        return values\n"
    + STRETCH,
    "unsolved": "def centre_values(values):\n    found = {}\n    return found.get(1)\n" + STRETCH,
    "moved": CENTRE + STRETCH.replace("factor, offset=0.0", "names=None, factor=1.0, offset=0.0"),
    "global": "import numpy as np\ndata = np.ones(4)\n"
    + CENTRE.replace("values - ", "data - ")
    + STRETCH,
    "crash": "import numpy as np\nvalues = np.ones((3, 1))\n"
    + CENTRE
    + STRETCH.replace("stretch(values,", "stretch(numbers,").replace(
        "centre_values(values)", "(np.ones((1, 2)) @ values)"
    ),
    "absent": "rates = load()\n" + CENTRE + STRETCH.replace("factor *", "rates *"),
    "constants": "import numpy as np\nKERNEL = np.ones(3)\nscale = 2.0\n"
    + CENTRE
    + STRETCH.replace("factor *", "KERNEL * scale *"),
    "kept": "seen = []\ntotals = {}\n"
    + CENTRE.replace("    return", "    seen.append(values.mean())\n    return").replace(
        "values.mean()\n", "seen[0] - 1\n"
    )
    + STRETCH.replace(
        "    return", "    totals['f'] = totals.get('f', 0) + factor\n    return"
    ).replace("factor *", "totals['f'] *"),
    "asserts": CENTRE + STRETCH.replace("    return", "    assert factor < 2\n    return"),
    "colours": CENTRE
    + STRETCH.replace("    return", "    raise ValueError('\\x1b[1mno\\x1b[0m')\n    return"),
}


@pytest.fixture(scope="module")
def graded(shared_tiny_course: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Grade the class once; return the results by student."""
    course = shared_tiny_course
    course.write("assignments/trends/assignment.toml", ASSIGNMENT)
    course.write("assignments/waves/assignment.toml", OTHER)
    course.write("graders/trends/test_trends.py", GRADERS)
    course.write("reference/trends/trends.py", REFERENCE)
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    for name, text in CLASS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    arguments = ["grade", str(folder), "--assignment", "trends", "--out", str(out)]
    main([*arguments, "--course", str(course.root), "--seed", "3", "--no-notebooks", "--jobs", "1"])
    results = json.loads((Path(out) / "results.json").read_text("utf-8"))
    return {result["student"]: result for result in results["submissions"]}


def all_tests(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [test for question in result["questions"] for test in question["tests"]]


def failures(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [t["failure"] for t in all_tests(result) if t["status"] not in ("passed", "skipped")]


def test_right_work_asks_for_nobody(graded):
    assert graded["right"]["score"] == 2
    assert graded["right"]["attention"] == ""


@pytest.mark.parametrize(
    ("student", "problem", "cause"),
    [
        ("capitals", "no function named centre_values", "your work defines centreValues."),
        ("syntax", "centre_values is in your work, but", "this is not valid Python"),
        ("failing", "centre_values is in your work, but", "name 'register' is not defined"),
        ("helper", "needs the module helpers, which was not", "if helpers is a file of yours"),
        ("blank", "None instead of", "`centred` is still None: the place"),
        ("empty", "None instead of", "centre_values has no code yet."),
        ("path", "None instead of", "ends without a return statement?"),
        ("unsolved", "None instead of", "what stands after return is None here"),
        ("moved", "", "takes names as its second argument; the task has factor there"),
        ("global", "", "centre_values reads `data`, a variable of the notebook"),
        ("kept", "", "centre_values changes `seen`, made outside of the function"),
        ("crash", "", "stretch reads `values`, a variable of the notebook"),
        ("absent", "NameError", "stretch reads `rates`, a variable of the notebook"),
        ("asserts", "a check of your own, which does not hold here: assert factor < 2", ""),
    ],
)
def test_the_first_failure_tells_what_the_source_tells(graded, student, problem, cause):
    first = failures(graded[student])[0]
    assert problem in first["problem"]
    assert cause in first["cause"]


def test_a_lost_definition_is_never_called_missing(graded):
    said = [f["problem"] + f["cause"] for f in failures(graded["syntax"])]
    assert len(said) >= 2
    assert not any("no function named" in text or "there is no" in text for text in said)


def test_a_helper_that_was_lost_is_named(graded):
    said = failures(graded["helper_lost"])[0]["cause"]
    assert said == "middle_of could not be loaded: see the notes on your file."


def test_the_line_that_lost_a_definition_is_shown(graded):
    (line,) = failures(graded["syntax"])[0]["trace"]
    assert (line["line"], line["text"]) == (2, "retrun values - values.mean()")


@pytest.mark.parametrize(
    ("student", "cause"),
    [
        ("methods", "they are methods of the class Trend."),
        ("surf", "another assignment: Waves."),
        ("others", "your work defines `plot_all`."),
        ("stopped", "Loading your work ended the process that did it"),
    ],
)
def test_that_nothing_is_there_is_said_once_and_to_the_instructor(graded, student, cause):
    result = graded[student]
    (only,) = failures(result)
    assert only["problem"].startswith("None of the 2 functions of this assignment is in your work")
    assert cause in only["cause"]
    assert cause in result["attention"]
    assert [test["status"] for test in all_tests(result)] == ["failed", "skipped", "skipped"]


def test_a_function_under_another_name_is_shown_to_the_instructor(graded):
    assert "centre_values was not found: your work defines" in graded["capitals"]["attention"]
    assert graded["syntax"]["attention"] == ""


def test_what_is_blank_explains_the_functions_that_use_it(tmp_path):
    cells = (Cell("a.py", None, CLASS["blank"]),)
    submission = Submission("ann", "trends", "a.py", cells, "", ("a.py",))
    functions = {"centre_values": FunctionFacts(blank=("centred",)), "stretch": FunctionFacts()}
    places = {"centre_values": Definition("a.py", None, 1, 3)}
    places["stretch"] = Definition("a.py", None, 4, 5)
    folders = dict.fromkeys(("folder", "graders", "reference", "template"), tmp_path)
    asked = Question("all", "All", 1, ("centre_values", "stretch"))
    trends = Assignment("trends", "Trends", "", (), (asked,), Load(), Limits(), **folders)
    report = LoadReport(places, (), functions=functions)
    source = Source(trends, submission, report, lambda _name: print)
    problem = "stretch raised TypeError: unsupported operand for 'float' and 'NoneType'"
    said = source.explained(Failure(problem, function="stretch")).cause
    assert said == "centre_values, which is used here, is not filled in yet: it returns None."
    other = source.explained(Failure("stretch raised ValueError: no", function="stretch"))
    assert other.cause == ""


def test_the_line_that_reads_the_variable_is_shown(graded):
    (line,) = failures(graded["global"])[0]["trace"]
    assert line["text"] == "return data - values.mean()"


def test_the_line_that_is_not_filled_in_is_shown(graded):
    (line,) = failures(graded["blank"])[0]["trace"]
    assert line["text"] == "centred = None"


def test_constants_and_settings_of_the_notebook_are_nobodys_fault(graded):
    assert failures(graded["constants"])
    assert not any("reads" in failure["cause"] for failure in failures(graded["constants"]))


def test_escape_sequences_reach_no_result(graded):
    problem = failures(graded["colours"])[0]["problem"]
    assert problem == "stretch raised ValueError: no"
