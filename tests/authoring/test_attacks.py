"""`validate --attacks` tells which tricks the graders of an assignment pay for."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.attacks import _compared, _Entry
from gradewright.authoring.tricks import Pace, catalogue
from gradewright.cli import main
from gradewright.course.reader import find_assignment, read_course
from gradewright.results import Isolation, QuestionResult, SubmissionResult
from gradewright.results import TestResult as OneTest

TOML = """\
title = "Sums"
source = "made up for tests"

[limits]
test_seconds = 5.0

[[question]]
id = "total"
title = "The total"
points = 4
functions = ["total"]
"""
REFERENCE = '''\
"""Reference solution: Sums."""
from __future__ import annotations

import functools

# %% total
@functools.cache
def helper():
    return 0


def total(n):
    """Return the sum of the squares below n."""
    ### BEGIN SOLUTION
    return sum(number * number for number in range(n))
    ### END SOLUTION
'''
CAREFUL = '''\
import pytest

from gradewright.checks import check_close

pytestmark = pytest.mark.question("total")


@pytest.mark.points(1)
def test_value(student, reference, rng):
    """Fresh numbers."""
    n = int(rng.integers(1000))
    check_close(student.total(n), reference.total(n))


@pytest.mark.performance
@pytest.mark.points(3)
def test_time(student, reference, bench, rng):
    """Quick enough."""
    bench.compare_times(
        "Time of total",
        student.total,
        reference.total,
        draw=lambda: int(rng.integers(20_000, 40_000)),
        check=lambda n, got, expected: check_close(got, expected),
        scale=((4.0, 1.0), (12.0, 0.0)),
        repeats=5,
    )
'''
CARELESS = '''\
import time

import numpy as np
import pytest

from gradewright.checks import check_close

pytestmark = pytest.mark.question("total")


def timed(call, n):
    started = time.perf_counter()
    call(n)
    return time.perf_counter() - started


@pytest.mark.performance
def test_time(student, reference, bench, rng):
    """Right once, and then quick on the same numbers; nobody looks at what comes back."""
    n = int(rng.integers(20_000, 40_000))
    check_close(student.total(n), reference.total(n))
    mine = np.median([timed(student.total, n) for _ in range(7)])
    theirs = np.median([timed(reference.total, n) for _ in range(7)])
    bench.grade(
        "Time of total", mine, reference=theirs, scale=((4.0, 1.0), (12.0, 0.0)), kind="time",
        unit="s", scaled="ratio",
    )
'''

LENIENT = """\
import pytest

from gradewright.checks import check_between, check_close


@pytest.mark.question("total")
def test_it(student):
    value = student.total(0)
    {}
"""


@pytest.fixture
def course(tiny_course: Any) -> Any:
    tiny_course.write("assignments/sums/assignment.toml", TOML)
    tiny_course.write("reference/sums/sums.py", REFERENCE)
    tiny_course.write("graders/sums/test_sums.py", CAREFUL)
    return tiny_course


def attack(course: Any, *options: str) -> int:
    where = ["--course", str(course.root), "--jobs", "1", "--seed", "1"]
    return main(["validate", "--attacks", *where, *options])


def rows(output: str) -> dict[str, str]:
    """Return the verdict of each trick."""
    names = {trick.name for trick in catalogue().tricks}
    found = {}
    for line in output.splitlines():
        name = line.partition(":")[0].split()[-1:] if ":" in line else []
        if name and name[0] in names:
            found[name[0]] = next(w for w in line.split()[::-1] if w.isupper() and len(w) > 5)
    return found


@pytest.mark.slow
def test_careful_graders_pay_for_no_trick(course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code = attack(course)
    output = capsys.readouterr().out
    verdicts = rows(output)
    assert set(verdicts.values()) == {"RESISTED"}, output
    assert len(verdicts) >= 20
    assert code == 0


@pytest.mark.slow
def test_careless_graders_are_told_what_they_pay_for(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    course.write("graders/sums/test_sums.py", CARELESS)
    assert attack(course) == 1
    output = capsys.readouterr().out
    verdicts = rows(output)
    for name in ("replay_by_bytes", "replay_by_count", "junk_after_two"):
        assert verdicts[name] == "FOOLED", output
    for name in ("none", "zero", "asynchronous"):
        assert verdicts[name] == "RESISTED", output


OWN = '# beside: {beside}\ndef total(n):\n    """A guess."""\n    return {value}\n'


def test_graders_that_pay_for_a_constant_are_told(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    grader = LENIENT.format("check_close(value, 0.0)").replace("total(0)", "total(5)")
    course.write("graders/sums/test_sums.py", grader)
    assert attack(course) == 1
    output = capsys.readouterr().out
    fooled = {name for name, verdict in rows(output).items() if verdict == "FOOLED"}
    assert fooled == {"zero", "zeros"}
    assert "2 of 6 tricks are paid for" in output


def test_a_trick_may_be_allowed_with_a_reason(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    test_graders_that_pay_for_a_constant_are_told(course, capsys)
    course.write(
        "graders/sums/variants/allowed.toml", 'zero = "zero is right"\nzeros = "so are zeros"\n'
    )
    assert attack(course) == 0
    output = capsys.readouterr().out
    assert "ALLOWED" in output
    assert "zero is right" in output


@pytest.mark.parametrize(
    ("text", "words"), [('zeroes = "x"\n', "no trick of that name"), ("zero = 1\n", "the reason")]
)
def test_what_is_allowed_has_to_be_a_trick_and_a_reason(
    course: Any, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    course.write("graders/sums/variants/allowed.toml", text)
    assert attack(course, "--only", "performance") == 2
    assert words in capsys.readouterr().err


def test_an_author_s_own_attack_is_compared_with_what_it_names(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    course.write("graders/sums/test_sums.py", LENIENT.format("check_between(value, -7, 7)"))
    attacks = "graders/sums/variants/attacks"
    course.write(f"{attacks}/as_honest.py", OWN.format(beside="weak.py", value=7))
    course.write(f"{attacks}/too_much.py", OWN.format(beside="nothing", value=7))
    course.write(f"{attacks}/weak.py", "def total(n):\n    return sum(range(n))\n")
    assert attack(course) == 1
    lines = capsys.readouterr().out.splitlines()
    told = {line.split()[1]: line.split()[4] for line in lines if "attacks/" in line}
    assert told == {"attacks/as_honest.py": "RESISTED", "attacks/too_much.py": "FOOLED"}


def test_an_attack_beside_nothing_known_is_refused(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    course.write("graders/sums/variants/attacks/odd.py", OWN.format(beside="other.py", value=7))
    assert attack(course, "--only", "performance") == 2
    assert "# beside:" in capsys.readouterr().err


@pytest.mark.parametrize("trick", [*catalogue().honest, *catalogue().tricks], ids=lambda t: t.name)
def test_a_submission_is_the_reference_with_a_trick_before_it(tmp_path: Path, trick: Any) -> None:
    file = tmp_path / "sums.py"
    file.write_text(REFERENCE, encoding="utf-8")
    text = catalogue().submission(trick, file, ["helper", "total"], Pace(3.0, 1.0))
    body = ast.parse(text).body
    assert ast.get_docstring(ast.parse(text)) == "Reference solution: Sums."
    assert isinstance(body[1], ast.ImportFrom)
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    decorators = {
        name: [ast.unparse(each) for each in functions[name].decorator_list]
        for name in ("helper", "total")
    }
    assert decorators == {"helper": ["_decorated", "functools.cache"], "total": ["_decorated"]}
    assert "_play" in text


def made_up(student: str, score: float) -> SubmissionResult:
    test = OneTest("t", "T", score, 1.0, "visible", "", 0.1, "passed")
    question = QuestionResult("q", "Q", score, 1.0, (test,))
    return SubmissionResult(
        student,
        "sums",
        (),
        "",
        "graded",
        None,
        Isolation("process", ()),
        score,
        1.0,
        0.1,
        (question,),
    )


@pytest.mark.parametrize(
    ("earned", "honest", "verdict"),
    [(1.0, 0.0, "fooled"), (0.05, 0.0, "resisted"), (0.0, 0.5, "resisted"), (1.0, 1.0, "unknown")],
)
def test_a_trick_of_time_shows_nothing_where_slow_work_earns_all(
    course: Any, earned: float, honest: float, verdict: str
) -> None:
    assignment = find_assignment(read_course(course.root), "sums")
    trick = next(t for t in catalogue().tricks if t.name == "replay_by_bytes")
    entry = _Entry(trick.name, Path("x.py"), trick, "slow", frozenset({"t"}))
    results = {trick.name: made_up(trick.name, earned), "slow": made_up("slow", honest)}
    assert _compared(assignment, entry, results, {}).verdict == verdict


def test_every_trick_is_compared_with_honest_work_that_there_is() -> None:
    honest = {each.name for each in catalogue().honest}
    assert {trick.beside for trick in catalogue().tricks} == honest | {""}
    assert all(trick.row and trick.title for trick in catalogue().tricks)
