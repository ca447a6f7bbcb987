"""The pytest plugin: the fixtures and marks of graders.

Loaded in every pytest run of an environment that has gradewright, so it stays light and silent
until a test asks for one of its fixtures. `pytest graders/planar_network --submission FILE` grades
one submission as the judge, which runs the same graders over many, would.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gradewright.grading.folders import graders_folder, id_of, is_variant, put_on_path

if TYPE_CHECKING:
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
    group.addoption(
        "--grading-budget", choices=("full",), default="", help="train with full settings"
    )
    group.addoption("--grading-no-cache", action="store_true", help="keep nothing for later runs")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Let a conftest.py of graders, too, import the modules beside it."""
    for word in early_config.known_args_namespace.file_or_dir:
        put_on_path(Path(str(word).partition("::")[0]))


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Let graders import the modules beside them, whichever way pytest imports tests."""
    if graders_folder(module_path) is not None:
        # Visible and hidden tests of a question stand in files of one name.
        parent.config.option.importmode = "importlib"
    put_on_path(module_path)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Take no variant for a grader."""
    return True if is_variant(collection_path) else None


def pytest_configure(config: pytest.Config) -> None:
    """Make the graders' marks known, and grade the submission that is named."""
    from gradewright.grading.marks import MARKERS

    for line in MARKERS:
        config.addinivalue_line("markers", line)
    submission = config.getoption("--submission")
    if submission is not None:
        from gradewright.grading.single import Single
        from gradewright.grading.terms import Terms
        from gradewright.performance.kept_folder import users_folder

        is_kept = not config.getoption("--grading-no-cache")
        terms = Terms(
            config.getoption("--grading-seed"),
            budget=config.getoption("--grading-budget"),
            kept=users_folder().in_use if is_kept else None,
        )
        config.pluginmanager.register(Single(submission, terms, DESK), "gradewright-single")


@pytest.hookimpl(hookwrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, None]:
    """Remember what a grader raised, and let its author look at it with `--pdb`."""
    outcome = yield
    error = outcome.excinfo[1] if outcome.excinfo else None
    pyfuncitem._gradewright_failed = error  # type: ignore[attr-defined]  # noqa: SLF001
    if error is not None and DESK in pyfuncitem.config.stash:
        from gradewright.grading.faults import debug

        debug(pyfuncitem, error)


def _desk(request: pytest.FixtureRequest) -> Desk:
    """Return the judge's desk."""
    if DESK not in request.config.stash:
        pytest.skip("no submission to grade: add --submission FILE")
    return request.config.stash[DESK]


def _place(request: pytest.FixtureRequest) -> Place:
    """Return which test asks: what it draws and measures is kept under its name."""
    from gradewright.graders.pictures import Place

    marks = {name: request.node.get_closest_marker(name) for name in ("question", "visibility")}
    words: dict[str, Any] = {
        name: mark.args[0] if mark and mark.args else "" for name, mark in marks.items()
    }
    return Place(id_of(request.node), str(words["question"]), words["visibility"] or "visible")


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Generator[Any, None, None]:
    """Give the submission's functions: `student.propagate(w, b, X, Y)` calls one in its worker.

    Arguments are copied on the way, and what comes back is plain values: None, bool, int, float,
    complex, str, bytes, list, tuple, dict, arrays and NumPy numbers; anything else is a `Handle`. A
    function among the arguments, of the reference's or the grader's own, is answered by the judge;
    `student.sigmoid` among them is the student's own. A call that does not return raises
    `CallFailed`, which ends the test with a message for the student.
    """
    from gradewright.grading import given

    place = _place(request)
    hidden = place.visibility != "visible"
    with given.student_for(_desk(request), place.test, place.question, hidden=hidden) as functions:
        yield functions


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> Any:
    """Give the reference solution's functions, run in the judge on copies of the arguments."""
    return _desk(request).reference()


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> Any:
    """Give a NumPy Generator, seeded by the grading seed, the submission and the test."""
    from gradewright.grading import given

    return given.rng(_desk(request), id_of(request.node))


@pytest.fixture
def data(request: pytest.FixtureRequest) -> Any:
    """Give data sets by name: `data("cats").x_train`; each is a record `Dataset`.

    The names stand in `data` of `assignment.toml`, too.

    Raises:
        CourseError: `assignment.toml` does not name it.
    """
    from gradewright.grading import given

    return given.data(_desk(request))


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest) -> Any:
    """Share a result among the tests of a file: `kept.once("trained", lambda: train(student))`.

    It is made once a submission.
    """
    from gradewright.grading.kept import Kept

    kept = Kept()
    if DESK in request.config.stash and request.config.stash[DESK].case is not None:
        request.config.stash[DESK].at_hand.kept.append(kept)
    return kept


@pytest.fixture
def kept_by_judge(request: pytest.FixtureRequest) -> Any:
    """Share what no submission has a part in, such as the reference's training, among them all.

    `kept_by_judge.once("run", make)` makes it once a judge, and with `later=True` once for all
    judges and later runs, until a file of the assignment, its data or a version changes. What takes
    a second is worth that; it has to be plain values that rest on nothing else.
    """
    return _desk(request).kept


@pytest.fixture(scope="session")
def _described() -> Any:
    """Share why models of one submission cannot be described: a session is a submission."""
    from gradewright.grading.kept import Kept

    return Kept()


@pytest.fixture
def models(request: pytest.FixtureRequest, student: Any, bench: Any, _described: Any) -> Any:
    """Read the models that the submission hands over: `models.read(student.build_mlp())`."""
    from gradewright.graders.models import ModelReader

    desk = _desk(request)

    def describe(artefact: Any) -> Any:
        def facts() -> Any:
            return desk.described(artefact, bench.evaluator.describe)

        return _described.once(artefact.form, facts)

    return ModelReader(student, describe)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Any:
    """Draw into the report: `picture.plot("Cost", [line("yours", costs)], x="step", y="cost")`."""
    from gradewright.graders.pictures import Pictures

    return Pictures(_place(request), _desk(request).at_hand.pictures.append)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Any:
    """Measure accuracy and time: `bench.compare_times("Solving", mine, its, draw=…, check=…)`."""
    from gradewright.grading import given

    place = _place(request)
    return given.bench(_desk(request), place.test, place.question)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tell the student something that costs no points: `note("psd_wrap would be safer")`."""
    return _desk(request).at_hand.notes.append
