"""The pytest plugin: the fixtures and marks of graders.

Loaded in every pytest run of an environment that has gradewright, so it stays light and silent
until a test asks for one of its fixtures. `pytest graders/planar_network --submission FILE` grades
one submission; the judge runs the same graders over many.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from gradewright.graders.pictures import Place
    from gradewright.grading.desk import Desk

DESK: pytest.StashKey[Desk] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for grading one submission with plain pytest."""
    group = parser.getgroup("gradewright")
    group.addoption("--submission", metavar="FILE", help="grade this submission")
    group.addoption(
        "--grading-seed", type=int, default=0, metavar="N", help="draw the fresh inputs from N"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the graders' marks known."""
    from gradewright.grading.marks import MARKERS

    for line in MARKERS:
        config.addinivalue_line("markers", line)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Show a failed check as its message, without the grader's own code."""
    from gradewright.checks import CheckFailed

    outcome = yield
    call = outcome.get_result()
    failed = getattr(item, "_gradewright_failed", None)
    if call.failed and isinstance(failed, CheckFailed):
        call.longrepr = str(failed)


@pytest.hookimpl(hookwrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, None]:
    """Remember what a grader raised, for its report."""
    outcome = yield
    excinfo = outcome.excinfo
    pyfuncitem._gradewright_failed = excinfo[1] if excinfo else None  # type: ignore[attr-defined]  # noqa: SLF001


def _desk(request: pytest.FixtureRequest) -> Desk:
    """Return the judge's desk, or set one up for `--submission`."""
    config = request.config
    if DESK not in config.stash:
        submission = config.getoption("--submission")
        if submission is None:
            pytest.skip("no submission to grade: add --submission FILE")
        config.stash[DESK] = _desk_for(config, submission, request.path)
    return config.stash[DESK]


def _desk_for(config: pytest.Config, submission: str, grader: Path) -> Desk:
    """Return a desk with the submission opened; it is cleared when pytest ends."""
    from gradewright.grading.single import open_single

    desk = open_single(submission, grader, config.getoption("--grading-seed"))
    config.add_cleanup(desk.put_away)
    config.add_cleanup(desk.sandbox.close)
    if desk.models is not None:
        config.add_cleanup(desk.models.close)
    return desk


def _place(request: pytest.FixtureRequest) -> Place:
    """Return which test asks: what it draws and measures is kept under its name."""
    from gradewright.graders.pictures import Place

    marks = {name: request.node.get_closest_marker(name) for name in ("question", "visibility")}
    words: dict[str, Any] = {
        name: mark.args[0] if mark and mark.args else "" for name, mark in marks.items()
    }
    return Place(request.node.nodeid, str(words["question"]), words["visibility"] or "visible")


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Generator[Any, None, None]:
    """Give the submission's functions: `student.propagate(w, b, X, Y)`."""
    desk, place = _desk(request), _place(request)
    desk.begin_test(place.question)
    yield desk.student(place.test, hidden=place.visibility != "visible")
    desk.end_test()


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> Any:
    """Give the reference solution's functions, run in the judge."""
    return _desk(request).reference()


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> Any:
    """Give a generator seeded by the grading seed, the submission and the test."""
    return _desk(request).rng(request.node.nodeid)


@pytest.fixture
def data(request: pytest.FixtureRequest) -> Any:
    """Give data sets by name: `data("cats").x_train`."""
    return _desk(request).data()


@pytest.fixture(scope="module")
def kept() -> Any:
    """Share a result among the tests of a file: `kept.once("trained", lambda: train(student))`."""
    from gradewright.grading.kept import Kept

    return Kept()


@pytest.fixture
def kept_by_judge(request: pytest.FixtureRequest) -> Any:
    """Share what no submission has a part in, such as the reference's training, among them all."""
    return _desk(request).kept


@pytest.fixture(scope="session")
def _described() -> Any:
    """Share what the evaluator says about one submission's models: a session is a submission."""
    from gradewright.grading.kept import Kept

    return Kept()


@pytest.fixture
def models(student: Any, bench: Any, _described: Any) -> Any:
    """Read the models that the submission hands over: `models.read(student.build_mlp())`."""
    from gradewright.graders.models import ModelReader

    def describe(artefact: Any) -> Any:
        return _described.once(artefact.form, lambda: bench.evaluator.describe(artefact))

    return ModelReader(student, describe)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Any:
    """Draw into the report: `picture.plot("Cost", [line("yours", costs)], x="step", y="cost")`."""
    from gradewright.graders.pictures import Pictures

    desk = _desk(request)
    assert desk.case is not None
    return Pictures(_place(request), desk.case.pictures.append)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Any:
    """Measure accuracy and time: `bench.compare_times("Solving", mine, its, draw=…, check=…)`."""
    place = _place(request)
    return _desk(request).bench(place.test, place.question)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tell the student something that costs no points: `note("psd_wrap would be safer")`."""
    desk = _desk(request)
    assert desk.case is not None
    return desk.case.notes.append
