"""Short work first, judges spread over assignments, and a class page that is true meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradewright.batch import pool as pools
from gradewright.batch import run as running
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task, in_order
from gradewright.batch.pool import Pool
from gradewright.batch.run import Options, run
from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Assignment
from gradewright.errors import MachineryError
from gradewright.grading.terms import Terms
from gradewright.submissions.records import Found


class FakeJudge:
    """A judge that is hired and does nothing; it is coming until somebody says otherwise."""

    def __init__(self, assignment: Assignment, _hiring: Hiring) -> None:
        self.assignment, self.is_coming = assignment, True


@pytest.fixture
def task(repository: Path) -> Any:
    course = read_course(repository)

    def task(slug: str, count: int) -> Task:
        everybody = tuple(Found(f"s{n}", slug, Path(f"s{n}.py")) for n in range(count))
        return Task(find_assignment(course, slug), everybody)

    return task


@pytest.fixture
def hired(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return who is hired first for these tasks, and the pool."""
    monkeypatch.setattr(pools, "JudgeProcess", FakeJudge)

    def hired(tasks: list[Task], jobs: int) -> tuple[Pool, list[str]]:
        pool = Pool(tasks, Hiring(Terms(seed=1), jobs=jobs))
        pool._hire()
        return pool, [judge.assignment.slug for judge in pool.judges]

    return hired


def test_short_work_comes_first_and_then_what_may_take_longest(task: Any) -> None:
    slugs = ["activations", "cnn_ladder", "keras_mnist", "logistic_regression", "svm_dual", "vae"]
    tasks = [task(slug, 4) for slug in slugs]
    order = [each.assignment.slug for each in in_order(tasks)]
    assert order[:3] == ["activations", "logistic_regression", "svm_dual"]
    assert order[3] == "cnn_ladder"
    assert sorted(order) == slugs
    many = [task("keras_mnist", 40), task("cnn_ladder", 2)]
    assert [each.assignment.slug for each in in_order(many)] == ["keras_mnist", "cnn_ladder"]


def test_judges_go_where_fewest_are(task: Any, hired: Any) -> None:
    tasks = [task("activations", 2), task("svm_dual", 1), task("cnn_ladder", 3), task("vae", 3)]
    assert hired(tasks, 2)[1] == ["activations", "svm_dual"]
    # Short work is shared by all, before anybody begins with what takes long.
    short = ["activations", "svm_dual", "activations"]
    assert hired(tasks, 3)[1] == short
    assert hired(tasks, 6)[1] == [*short, "cnn_ladder", "vae", "cnn_ladder"]


def test_no_more_judges_come_than_there_is_work(task: Any, hired: Any) -> None:
    assert hired([task("activations", 1), task("svm_dual", 2)], 8)[1] == [
        "activations",
        "svm_dual",
        "svm_dual",
    ]
    assert hired([task("activations", 3)], 2)[1] == ["activations", "activations"]
    assert hired([], 2)[1] == []


def test_who_is_free_helps_where_work_is_left(task: Any, hired: Any) -> None:
    pool, _ = hired([task("activations", 1), task("cnn_ladder", 5)], 2)
    gone, busy = pool.judges
    pool.waiting["activations"].clear()
    pool.waiting["cnn_ladder"].popleft()
    busy.is_coming = False
    pool.judges.remove(gone)
    pool._hire()
    assert [judge.assignment.slug for judge in pool.judges] == ["cnn_ladder"] * 2


class BrokenPool:
    """A pool whose machinery fails once it was looked at."""

    def __init__(self, _tasks: Any, _hiring: Any, _is_over: Any, look: Any) -> None:
        self.look = look

    def run(self) -> Any:
        self.look()
        raise MachineryError("The sandbox does not work.")
        yield


def test_a_run_that_fails_says_so_on_the_class_page(
    tiny_course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "class").mkdir()
    for name in ("ann", "bob"):
        (tmp_path / "class" / f"{name}.py").write_text("def total(x):\n    return sum(x)\n")
    out = tmp_path / "out"
    options = Options((tmp_path / "class",), "sums", out, 1, 5)
    seen: list[str] = []

    def started(total: int) -> None:
        seen.append(f"{total}: {(out / 'index.html').read_text('utf-8')}")

    monkeypatch.setattr(running, "Pool", BrokenPool)
    course = read_course(tiny_course.root)
    with pytest.raises(MachineryError, match="sandbox"):
        run(course, options, started, lambda _result, _outcome: None)
    assert seen[0].startswith("2: ")
    assert "0 of 2 graded so far" in seen[0]
    page = (out / "index.html").read_text("utf-8")
    assert "Stopped after 0 of 2" in page
    assert 'http-equiv="refresh"' not in page
