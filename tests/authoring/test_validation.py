"""`validate` is green when graders are right, and says what is wrong when they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.validate import Case, sample_of
from gradewright.cli import main
from gradewright.course.reader import read_course
from gradewright.course.records import Assignment

COURSE = read_course(Path(__file__).resolve().parents[2]).assignments

CORRECT = '"""A loop."""\ndef total(x):\n    s = 0\n    for v in x:\n        s += v\n    return s\n'
MEAN = "def mean(x):\n    return total(x) / len(x)\n"
VARIANTS = {
    "correct/loop.py": CORRECT + MEAN,
    "wrong/sum_for_mean.py": f"# loses: mean\n{CORRECT}mean = total\n",
    "wrong/nothing.py": "# loses: total, mean\ndef total(x):\n    return 0.0\nmean = total\n",
}


@pytest.fixture
def course(tiny_course: Any) -> Any:
    for name, text in VARIANTS.items():
        tiny_course.write(f"graders/sums/variants/{name}", text)
    assert main(["generate", "--course", str(tiny_course.root)]) == 0
    return tiny_course


def validate(course: Any) -> int:
    return main(["validate", "--course", str(course.root), "--jobs", "1", "--seed", "1"])


def test_all_green(course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert validate(course) == 0
    output = capsys.readouterr().out
    assert "All 6 cases are as expected (seed 1)." in output
    for name in ("reference", "stub.py", "stub.ipynb", "correct/loop.py", "wrong/sum_for_mean.py"):
        assert name in output


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("wrong/fine.py", f"# loses: mean\n{CORRECT}{MEAN}", "does not lose mean"),
        ("wrong/more.py", "# loses: mean\ndef total(x):\n    return 0\n", "loses total"),
        ("correct/odd.py", CORRECT + "mean = total\n", "loses mean"),
    ],
)
def test_a_variant_that_is_not_as_it_says_is_not_green(
    course: Any, capsys: pytest.CaptureFixture[str], name: str, text: str, words: str
) -> None:
    course.write(f"graders/sums/variants/{name}", text)
    assert validate(course) == 1
    output = " ".join(capsys.readouterr().out.split())
    assert words in output
    assert "1 of 7 cases are not as expected" in output


def test_graders_that_pay_for_a_stub_are_not_green(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    free = 'import pytest\n@pytest.mark.question("mean")\ndef test_free(student): pass\n'
    course.write("graders/sums/test_free.py", free)
    assert validate(course) == 1
    assert "scores 0.5, not 0" in capsys.readouterr().out


def test_the_verdict_quotes_what_was_not_expected(
    course: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    course.write(
        "graders/sums/variants/wrong/both.py",
        "# loses: total\ndef total(x): return 5\ndef mean(x): return 6\n",
    )
    assert validate(course) == 1
    output = " ".join(capsys.readouterr().out.split())
    assert "loses mean; test_sums.py::test_mean: " in output


@pytest.mark.parametrize(
    ("text", "words"),
    [("def total(x): pass\n", "# loses"), ("# loses: median\n", "found median")],
)
def test_a_wrong_variant_must_say_what_it_loses(
    course: Any, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    course.write("graders/sums/variants/wrong/silent.py", text)
    assert validate(course) == 2
    assert words in capsys.readouterr().err


def test_a_sample_has_the_reference_the_stubs_and_some_of_both_kinds() -> None:
    names = ["reference", "stub.py", *(f"correct/{n}" for n in range(9))]
    names += [f"wrong/{n}" for n in range(30)]
    cases = tuple(Case(name, Path(name), "full") for name in names)
    chosen = [case.name for case in sample_of(cases, 9, seed=1)]
    assert chosen[:2] == ["reference", "stub.py"]
    assert sum(name.startswith("correct/") for name in chosen) == 3
    assert len(chosen) == 11
    assert chosen != [case.name for case in sample_of(cases, 9, seed=2)]
    assert len(sample_of(cases, 100, seed=1)) == len(cases)


@pytest.mark.slow(seconds=100)
@pytest.mark.parametrize(
    "assignment",
    [pytest.param(each, id=each.slug, marks=pytest.mark.xdist_group(each.slug)) for each in COURSE],
)
def test_the_graders_of_the_course_are_green(
    repository: Path, assignment: Assignment, capsys: pytest.CaptureFixture[str]
) -> None:
    # Models take their time: where there may be some a sample has to do, `make validate` takes all.
    sample = ["--sample", "2", "--seed", "7"] if "keras" in assignment.load.imports else []
    # One judge: a second one would import Keras as well, and the other core has tests of its own.
    options = ["--course", str(repository), "--jobs", "1", *sample]
    # Where tests share a process, each verdict is that of a process for each test.
    code = main(["validate", assignment.slug, "--apart", *options])
    assert code == 0, capsys.readouterr().out
