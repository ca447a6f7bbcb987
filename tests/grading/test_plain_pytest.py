"""`pytest graders/SLUG --submission FILE` is the judge's grading: same tests, same verdicts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.variants import whole_of
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.cli import main
from gradewright.course.reader import find_assignment, read_course
from gradewright.grading.terms import Terms
from gradewright.submissions.records import Found

WRONG_TOTAL = "def total(x):\n    return sum(x) + 1\ndef mean(x):\n    return total(x) / len(x)\n"
RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return total(x) / len(x)\n"
MORE = """
import pytest
from helper_beside import SEVEN
from gradewright.graders import check

pytestmark = [pytest.mark.question("mean"), pytest.mark.points(0.25)]

def test_right(student):
    check(student.mean([SEVEN]) == SEVEN, "The mean of one number is another.")

@pytest.mark.depends("test_right")
def test_after(student):
    check(student.mean([1.0, 3.0]) == 2.0, "The mean is wrong.")

@pytest.mark.needs("a_package_that_nobody_has")
def test_elsewhere(student):
    check(False, "Not to be seen.")
"""
# What pytest calls a verdict; whatever else a judge says is a failure.
IN_WORDS = {"passed": "passed", "skipped": "skipped"}


def run_pytest(folder: Path, work: Path, *options: str, text: str = "") -> Any:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(
        [*command, "--submission", str(work), "--grading-seed", "11", *options],
        capture_output=True,
        text=True,
        check=False,
        input=text,
        cwd=folder.parents[1],
        env=dict(os.environ),
    )


def outcomes_of(report: Path) -> dict[str, str]:
    """Return what pytest's own report says of each test, by file and name."""
    found = {}
    for case in ET.parse(report).iter("testcase"):
        parts = {child.tag for child in case}
        words = "failed" if parts & {"failure", "error"} else "skipped"
        # The names of the folders down to the graders' own, then the file's.
        file = str(case.get("classname")).partition("graders.")[2].partition(".")[2]
        id_ = f"{file.replace('.', '/')}.py::{case.get('name')}"
        found[id_] = words if parts else "passed"
    return found


def compared(slug: str, course: Path, work: Path, part: str) -> dict[str, str]:
    """Return the outcomes of a judge that grades some tests, without those that measure."""
    assignment = find_assignment(read_course(course), slug)
    hiring = Hiring(Terms(11, "correctness", tests=part), jobs=1)
    (delivery,) = Pool([Task(assignment, (Found("ann", slug, work),))], hiring).run()
    tests = [test for question in delivery.result.questions for test in question.tests]
    return {test.id: IN_WORDS.get(test.status, "failed") for test in tests}


def judged(
    slug: str, course: Path, work: Path, out: Path, *options: str
) -> tuple[dict[str, str], float, float]:
    """Return the judge's outcomes in pytest's words, and the points."""
    words = ["grade", str(work), "--assignment", slug, "--course", str(course), "--out", str(out)]
    assert main([*words, "--seed", "11", "--jobs", "1", "--no-notebooks", *options]) == 0
    (entry,) = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    tests = [test for question in entry["questions"] for test in question["tests"]]
    return (
        {test["id"]: IN_WORDS.get(test["status"], "failed") for test in tests},
        entry["score"],
        entry["max_score"],
    )


@pytest.fixture
def course(tiny_course: Any) -> Any:
    tiny_course.write("graders/sums/test_more.py", MORE)
    tiny_course.write("graders/sums/helper_beside.py", "SEVEN = 7.0\n")
    tiny_course.write("graders/sums/variants/wrong/test_not_a_grader.py", "# loses: total\n1 / 0\n")
    return tiny_course


@pytest.mark.parametrize("source", [RIGHT, WRONG_TOTAL, WRONG_TOTAL.replace("mean", "median")])
def test_verdicts_and_points_are_the_judges(course: Any, tmp_path: Path, source: str) -> None:
    work, report = tmp_path / "ann.py", tmp_path / "report.xml"
    work.write_text(source, encoding="utf-8")
    expected, score, most = judged("sums", course.root, work, tmp_path / "out")
    done = run_pytest(course.root / "graders/sums", work, "--junit-xml", str(report))
    assert f"gradewright: {score:g} of {most:g} points (seed 11)" in done.stdout, done.stdout
    found = outcomes_of(report)
    assert found.pop("test_more.py::test_elsewhere") == "skipped"
    assert found == expected
    assert done.returncode == ("failed" in expected.values())
    # A wrong total costs its own question, in both.
    assert (found["test_more.py::test_after"] == "passed") == ("median" not in source)


def test_one_test_alone_gets_the_same_inputs(course: Any, tmp_path: Path) -> None:
    course.write(
        "graders/sums/test_drawn.py",
        "import pytest\nfrom gradewright.graders import check\n\n"
        '@pytest.mark.question("mean")\n@pytest.mark.points(0.25)\n'
        'def test_drawn(student, rng):\n    check(False, f"drawn {rng.random():.12f}")\n',
    )
    work, out = tmp_path / "ann.py", tmp_path / "out"
    work.write_text(RIGHT, encoding="utf-8")
    judged("sums", course.root, work, out)
    said = (out / "results.json").read_text(encoding="utf-8").partition("drawn 0.")[2][:12]
    folder = course.root / "graders/sums"
    for options in (("-k", "test_drawn"), ()):
        test = folder if options else folder / "test_drawn.py::test_drawn"
        done = run_pytest(folder, work, str(test), *options)
        assert f"drawn 0.{said}" in done.stdout
    alone = run_pytest(folder / "test_drawn.py", work)
    assert "points (seed" not in alone.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("pytest.mark.points(0.25)", "pytest.mark.points(9)", "tests worth 1 points together"),
        ("pytest.mark.depends", "pytest.mark.depend", "depend"),
        ("def test_right(student)", "def test_right(studnet)", "did you mean 'student'"),
    ],
)
def test_marks_are_checked_as_the_judge_checks_them(
    course: Any, tmp_path: Path, old: str, new: str, words: str
) -> None:
    course.write("graders/sums/test_more.py", MORE.replace(old, new))
    work = tmp_path / "ann.py"
    work.write_text(RIGHT, encoding="utf-8")
    done = run_pytest(course.root / "graders/sums", work)
    assert done.returncode != 0
    assert words in done.stdout + done.stderr
    assert "points (seed" not in done.stdout


def test_one_assignment_at_a_time(course: Any, tmp_path: Path) -> None:
    for old, text in (("test_sums", "test_it"), ("test_more", "test_it_too")):
        source = (course.root / f"graders/sums/{old}.py").read_text(encoding="utf-8")
        course.write(f"graders/others/{text}.py", source.replace("helper_beside", "math"))
    course.write("graders/others/test_it_too.py", "def test_nothing():\n    pass\n")
    work = tmp_path / "ann.py"
    work.write_text(RIGHT, encoding="utf-8")
    done = run_pytest(course.root / "graders", work)
    assert done.returncode == 4
    assert "the tests of one assignment" in done.stdout + done.stderr


def test_a_new_course_needs_no_settings_of_pytest(tmp_path: Path) -> None:
    """Visible and hidden tests have files of one name, and pytest's own way to import knows one."""
    (tmp_path / "course.toml").write_text('name = "new"\ntitle = "New"\n', encoding="utf-8")
    assert main(["new", "plane", "--course", str(tmp_path)]) == 0
    graders, work = tmp_path / "graders/plane", tmp_path / "reference/plane/plane.py"
    done = run_pytest(graders, work)
    assert "gradewright: 5 of 5 points (seed 11)" in done.stdout, done.stdout
    assert done.returncode == 0
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "graders/plane"]
    idle = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "7 skipped" in idle.stdout, idle.stdout


def test_an_author_looks_into_a_failed_grader(course: Any, tmp_path: Path) -> None:
    work = tmp_path / "ann.py"
    work.write_text(WRONG_TOTAL, encoding="utf-8")
    done = run_pytest(
        course.root / "graders/sums/test_sums.py",
        work,
        "--pdb",
        "-k",
        "printed",
        text="up\nup\nup\np student\nq\n",
    )
    assert "total has the wrong value" in done.stdout
    assert "(Pdb)" in done.stdout
    assert "Student object" in done.stdout


# Wrong work, and the tests to compare where all of them take long. Of the assignments about models
# one does: each would import Keras in five processes, to be read and set up by the same code.
SAMPLES = {
    "activations": ("wrong/elu_without_one.py", ""),
    "logistic_regression": ("wrong/propagate_divides_twice.py", ""),
    "planar_network": (None, ""),
    "svm_dual": (None, "_kernel"),
    "keras_mnist": ("wrong/01_unscaled_and_large_kernels.py", "1_preprocess"),
}


@pytest.mark.slow(seconds=30)
@pytest.mark.parametrize("slug", SAMPLES)
def test_assignments_are_graded_alike(repository: Path, tmp_path: Path, slug: str) -> None:
    named, part = SAMPLES[slug]
    folder = repository / "graders" / slug
    wrong = min((folder / "variants" / "wrong").glob("*.py"))
    variant = folder / "variants" / named if named else wrong
    name, content = whole_of(find_assignment(read_course(repository), slug), variant)
    work = tmp_path / name
    work.write_bytes(content)
    expected = compared(slug, repository, work, part)
    report = tmp_path / "report.xml"
    options = ["-m", "not performance", "--junit-xml", str(report)]
    done = run_pytest(folder, work, *options, *(["-k", part] if part else []))
    found = outcomes_of(report)
    assert found, done.stdout
    assert found == expected
    assert {"passed", "failed"} <= set(found.values())


def test_helpers_of_two_assignments_may_have_the_same_names(course: Any, tmp_path: Path) -> None:
    """Without a submission all are collected, each with its own helper, and skipped."""
    for name in ("assignments/sums/assignment.toml", "graders/sums/test_more.py"):
        text = (course.root / name).read_text(encoding="utf-8")
        course.write(name.replace("sums", "others"), text.replace("SEVEN", "EIGHT"))
    course.write("graders/others/helper_beside.py", "EIGHT = 8.0\n")
    folders = [course.root / "graders" / name for name in ("others", "sums")]
    assert "no submission to grade" in idle(tmp_path, "--import-mode=importlib", *folders)


@pytest.mark.slow(seconds=8)
def test_every_assignment_can_be_collected(repository: Path) -> None:
    """Plain pytest finds graders and the helpers beside them, and passes all tests over."""
    folders = [each.graders for each in read_course(repository).assignments]
    assert {"cnn_ladder", "keras_mnist", "vae"} <= {folder.name for folder in folders}
    last = idle(repository, *folders).splitlines()[-1]
    assert re.fullmatch(r"\d+ skipped in .*", last), last


def idle(cwd: Path, *words: str | Path) -> str:
    """Return what pytest says where there is no submission."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rs"]
    done = subprocess.run(
        [*command, *map(str, words)], capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_process_that_grades_two_assignments_mixes_nothing(
    course: Any, tmp_path: Path, repository: Path
) -> None:
    from gradewright.grading.folders import put_on_path

    first, second = course.root / "graders/sums", repository / "graders/logistic_regression"
    course.write("assignments/sums/support/handed_out.py", "EIGHT = 8.0\n")
    before, modules = list(sys.path), dict(sys.modules)
    try:
        put_on_path(first)
        import handed_out  # type: ignore[import-not-found]
        import helper_beside  # type: ignore[import-not-found]

        assert (helper_beside.SEVEN, handed_out.EIGHT) == (7.0, 8.0)
        put_on_path(second / "visible")
        assert str(second / "visible") in sys.path
        assert str(first) not in sys.path
        assert not {"helper_beside", "handed_out"} & set(sys.modules)
        assert str(course.root / "assignments/sums/support") not in sys.path
        put_on_path(tmp_path)
        assert str(second) in sys.path
    finally:
        sys.path[:] = before
        for name in set(sys.modules) - set(modules):
            del sys.modules[name]


@pytest.mark.parametrize(("options", "steps"), [((), 3), (("--grading-budget", "full"), 7)])
def test_the_budget_of_trainings(
    course: Any, tmp_path: Path, options: tuple[str, ...], steps: int
) -> None:
    toml = course.root / "assignments/sums/assignment.toml"
    budgets = "\n[budget.cpu.made_up]\nsteps = 3\n\n[budget.full.made_up]\nsteps = 7\n"
    toml.write_text(toml.read_text(encoding="utf-8") + budgets, encoding="utf-8")
    course.write(
        "graders/sums/test_budget.py",
        "import pytest\nfrom gradewright.graders import check\n\n"
        '@pytest.mark.question("mean")\n@pytest.mark.points(0)\n'
        "def test_budget(student, bench):\n"
        '    steps = bench.budget("made_up")["steps"]\n'
        '    check(False, f"{steps} steps")\n',
    )
    work = tmp_path / "ann.py"
    work.write_text(RIGHT, encoding="utf-8")
    done = run_pytest(course.root / "graders/sums/test_budget.py", work, *options)
    assert f"{steps} steps" in done.stdout
