"""What fails because of another question is tried again with that one answered by the reference."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradewright.cli import main
from gradewright.grading.callgraph import call_graph

ASSIGNMENT = """\
title = "Standing"
source = "made up for tests"

[limits]
test_seconds = 3.0
load_seconds = 5.0
memory_mb = 700

[[question]]
id = "centre"
title = "The centre"
points = 2
functions = ["centre"]

[[question]]
id = "spread"
title = "The spread"
points = 2
functions = ["spread"]

[[question]]
id = "standing"
title = "Standing"
points = 4
functions = ["standing"]
"""

REFERENCE = '''\
"""Reference solution: Standing."""
import numpy as np

# %% centre
def centre(x):
    """Return the mean of x."""
    ### BEGIN SOLUTION
    return float(np.mean(x))
    ### END SOLUTION

# %% spread
def spread(x):
    """Return the mean distance from the centre."""
    ### BEGIN SOLUTION
    return float(np.mean(np.abs(x - centre(x))))
    ### END SOLUTION

# %% standing
def standing(x):
    """Return x by its distance from the centre, in spreads."""
    ### BEGIN SOLUTION
    return (x - centre(x)) / spread(x)
    ### END SOLUTION
'''

GRADERS = '''\
import pytest

from gradewright.checks import check, check_close


@pytest.mark.question("centre")
def test_centre(student, reference, rng):
    """The centre of fresh numbers."""
    x = rng.normal(size=5)
    check_close(student.centre(x), reference.centre(x))


@pytest.mark.question("spread")
def test_spread(student, reference, rng):
    """The spread of fresh numbers."""
    x = rng.normal(size=6)
    check_close(student.spread(x), reference.spread(x))


@pytest.fixture
def shared(student, reference, rng, kept):
    x = rng.normal(size=7)
    return kept.once("standing", lambda: (student.standing(x), reference.standing(x)))


@pytest.mark.question("standing")
@pytest.mark.points(2)
def test_values(shared):
    """The values are right."""
    check_close(*shared)


@pytest.mark.question("standing")
@pytest.mark.points(1)
@pytest.mark.depends("test_values")
def test_again(shared, student):
    """They are right a second time."""
    check_close(*shared)


@pytest.mark.question("standing")
@pytest.mark.points(1)
def test_by_the_graders_calls(student, rng, note, picture):
    """The standing is what the submission's own spread makes of it."""
    from gradewright.graders.pictures import line

    x = rng.normal(size=4)
    got = student.standing(x)
    check(got is not None, "Nothing came back.")
    picture.plot("Standing", [line("yours", got)], x="place", y="standing")
    note(f"{student.spread(x):.6f}")
    check_close(got * student.spread(x), x - x.mean())
'''

RIGHT = REFERENCE
WRONG_CENTRE = RIGHT.replace("return float(np.mean(x))", "return float(np.sum(x))")
WRONG_SPREAD = RIGHT.replace("np.abs(x - centre(x))", "(x - centre(x))**2")


def stolen(x, spread, far):
    """Return the mean of x, worked out from the mean distances with a far point among them."""
    n = len(x)
    s = spread(np.append(x, far))
    return -((n + 1) / 2) * ((n + 1) * s - far - (n - 1) * far / (n + 1)) / n


class Course:
    def __init__(self, root: Path, assignment: str = ASSIGNMENT, graders: str = GRADERS) -> None:
        self.root = root
        self.write("course.toml", 'name = "tiny"\ntitle = "Tiny"\n')
        self.write("assignments/standing/assignment.toml", assignment)
        self.write("assignments/standing/statement.md", "# Standing\n")
        self.write("graders/standing/test_standing.py", graders)
        self.write("reference/standing/standing.py", REFERENCE)

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def grade(self, source: str) -> dict[str, Any]:
        file = self.write("work/student.py", source)
        out = self.root / "out"
        arguments = ["grade", str(file), "--assignment", "standing", "--course", str(self.root)]
        assert main([*arguments, "--out", str(out), "--seed", "3", "--jobs", "1"]) == 0
        (result,) = json.loads((out / "results.json").read_text("utf-8"))["submissions"]
        return dict(result)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path / "course")


def scores(result: dict[str, Any]) -> dict[str, float]:
    return {q["id"]: q["score"] for q in result["questions"]}


def by_name(result: dict[str, Any]) -> dict[str, Any]:
    return {t["id"].split("::")[1]: t for q in result["questions"] for t in q["tests"]}


def test_right_work_is_not_tried_again(course: Course) -> None:
    result = course.grade(RIGHT)
    assert scores(result) == {"centre": 2, "spread": 2, "standing": 4}
    assert not any(test["given"] for test in by_name(result).values())


def test_what_rests_on_a_fault_earns_its_points(course: Course) -> None:
    result = course.grade(WRONG_CENTRE)
    assert scores(result) == {"centre": 0, "spread": 2, "standing": 4}
    found = by_name(result)
    assert found["test_spread"]["given"] == ["centre"]
    assert found["test_spread"]["message"] == "Right, given a right `centre`."
    # The spread was found right, given a right centre: it is the submission's own again.
    assert found["test_values"]["given"] == ["centre"]
    assert found["test_centre"]["status"] == "failed"
    pages = [page.read_text("utf-8") for page in (course.root / "out").rglob("*.html")]
    assert sum("Right, given a right" in page for page in pages) == 1


def test_a_test_that_was_passed_over_is_run_then(course: Course) -> None:
    found = by_name(course.grade(WRONG_SPREAD))
    assert (found["test_again"]["status"], found["test_again"]["given"]) == ("passed", ["spread"])


def test_calls_of_the_graders_are_answered_too(course: Course) -> None:
    own = "np.mean(np.abs(x - centre(x)))"
    result = course.grade(WRONG_SPREAD.replace("/ spread(x)", f"/ {own}"))
    found = by_name(result)["test_by_the_graders_calls"]
    assert found["status"] == "passed"
    assert found["given"] == ["spread"]
    # Drawn and noted once, as it was the second time.
    assert len(result["pictures"]) == 1
    assert [len(note) for note in result["notes"]] == [8, 8]


def test_a_fault_of_its_own_stays_one_and_is_told_as_it_was(course: Course) -> None:
    both = WRONG_CENTRE.replace("(x - centre(x)) / spread(x)", "(x - centre(x)) * spread(x)")
    result = course.grade(both)
    assert scores(result) == {"centre": 0, "spread": 2, "standing": 0}
    off = Course(course.root.parent / "off", "follow_through = false\n" + ASSIGNMENT)
    alone = off.grade(both)
    assert by_name(result)["test_values"]["message"] == by_name(alone)["test_values"]["message"]
    assert result["notes"] == alone["notes"]


def test_it_can_be_left_off(tmp_path: Path) -> None:
    course = Course(tmp_path / "off", "follow_through = false\n" + ASSIGNMENT)
    assert scores(course.grade(WRONG_CENTRE)) == {"centre": 0, "spread": 0, "standing": 0}


@pytest.mark.parametrize("fresh", ["test", "question", "submission"])
def test_how_often_processes_are_new_is_no_matter(tmp_path: Path, fresh: str) -> None:
    load = f'[load]\nfresh = "{fresh}"\n\n[limits]'
    course = Course(tmp_path / fresh, ASSIGNMENT.replace("[limits]", load))
    assert scores(course.grade(WRONG_CENTRE)) == {"centre": 0, "spread": 2, "standing": 4}


@pytest.mark.parametrize(
    "body",
    [
        "raise NotImplementedError",
        "return",
        "raise SystemExit",
        "return 3 * centre(x)",
        "while True: pass",
    ],
)
def test_nothing_is_given_for_work_that_is_not_there(course: Course, body: str) -> None:
    source = WRONG_CENTRE.replace("return (x - centre(x)) / spread(x)", body)
    assert scores(course.grade(source))["standing"] == 0


def test_functions_that_are_missing_are_answered(course: Course) -> None:
    source = RIGHT.replace("def centre(x)", "def the_centre(x)")
    assert scores(course.grade(source)) == {"centre": 0, "spread": 2, "standing": 4}


def test_a_hanging_function_is_answered(course: Course) -> None:
    source = RIGHT.replace("return float(np.mean(x))", "\n    while True: pass")
    result = course.grade(source)
    assert scores(result)["centre"] == 0
    assert scores(result)["spread"] == 2


def test_what_rests_on_a_function_does_not_tell_its_value(course: Course) -> None:
    """A spread that is wrong on purpose would otherwise tell where the centre is."""
    far = 1e3
    x = np.array([0.5, -1.0, 2.5, 4.0])
    assert stolen(x, lambda x: np.mean(np.abs(x - x.mean())), far) == pytest.approx(x.mean())
    thief = RIGHT.replace(
        "return float(np.mean(x))",
        f"return stolen(x, spread, {far})\n\n{inspect.getsource(stolen)}",
    ).replace("np.abs(x - centre(x))", "0 * x")
    result = course.grade(thief)
    assert scores(result)["centre"] == 0
    assert by_name(result)["test_centre"]["given"] == []


def test_what_was_learnt_is_gone_with_the_process(course: Course) -> None:
    """A test that is tried again could store answers; the tests that ran before had none."""
    source = WRONG_CENTRE.replace(
        "return float(np.sum(x))", "return STORE.get(len(x), 0.0)\n\nSTORE = {}"
    ).replace(
        "return (x - centre(x)) / spread(x)",
        "STORE[len(x)] = centre(x)\n    return (x - centre(x)) / spread(x)",
    )
    assert scores(course.grade(source))["centre"] == 0


def test_what_cannot_be_asked_for_is_said(course: Course) -> None:
    source = WRONG_CENTRE.replace(
        "np.mean(np.abs(x - centre(x)))", "np.mean(np.abs(x - centre(iter(list(x)))))"
    )
    found = by_name(course.grade(source))["test_spread"]
    assert (found["status"], found["given"]) == ("error", [])
    assert found["because_of"] == ["centre"]


def test_a_test_passed_over_for_another_question_says_so(tmp_path: Path) -> None:
    graders = GRADERS.replace(
        '@pytest.mark.question("spread")',
        '@pytest.mark.depends("test_centre")\n@pytest.mark.question("spread")',
    )
    course = Course(tmp_path / "course", graders=graders)
    found = by_name(course.grade(WRONG_CENTRE))["test_spread"]
    assert (found["status"], found["because_of"]) == ("skipped", ["centre"])
    pages = [page.read_text("utf-8") for page in (course.root / "out").rglob("*.html")]
    assert sum("it is lost because of 1. The centre" in page for page in pages) == 1


def test_the_call_graph_is_read_from_the_source() -> None:
    graph = call_graph(
        "import numpy as np\n"
        "def a(x): return np.exp(x)\n"
        "def _helper(x): return a(x)\n"
        "def b(x): return list(map(_helper, x))\n"
        "class Model:\n    def fit(self, x): return b(x)\n"
        "def c(x): return Model().fit(x)\n"
        "scale = 3\n"
        "def d(a): return scale\n"
    )
    assert graph.below(["b"]) == {"_helper", "a"}
    assert graph.supports(["c"]) == {"Model", "b", "_helper", "a"}
    assert graph.supports(["a"]) == set()
    assert graph.supports(["d"]) == {"scale"}


def test_functions_that_call_each_other_do_not_support_each_other() -> None:
    graph = call_graph(
        "def even(n): return n == 0 or odd(n - 1)\n"
        "def odd(n): return n != 0 and even(n - 1)\n"
        "def leaf(): return 1\n"
        "def top(n): return even(n) and leaf()\n"
    )
    assert graph.supports(["odd"]) == set()
    assert graph.supports(["top"]) == {"even", "odd", "leaf"}
