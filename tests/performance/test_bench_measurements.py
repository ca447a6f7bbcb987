"""The bench records what it measures, grades it, and says what full marks need."""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, about, render
from gradewright.checks.subject import Subject
from gradewright.course.records import Assignment, Limits, Load
from gradewright.errors import CourseError
from gradewright.performance.artefact import Artefact
from gradewright.performance.bench import Bench, Setting
from gradewright.performance.verdict import Shortfall
from gradewright.results import Device, Measurement

GPU = Device("gpu", "H9000")
ACCURACY = ((0.8, 0.0), (0.9, 1.0))


class FakeTraining:
    """A training whose steps take as long as they are told to."""

    def __init__(self, seconds: Iterator[float]) -> None:
        self._seconds = seconds
        self.prepared: tuple[int, int] | None = None

    def prepare(self, warm_up: int, most: int) -> None:
        self.prepared = (warm_up, most)

    def calls(self, steps: int) -> int:
        return max(steps // 8, 5)

    def seconds(self) -> float:
        return next(self._seconds)


class FakeEvaluator:
    """An evaluator on a GPU, with a training for each digest."""

    device = GPU

    def __init__(self, **seconds: float) -> None:
        self.asked: list[str] = []
        self.trainings = {
            name: FakeTraining(iter(lambda s=each: s, None)) for name, each in seconds.items()
        }
        self.batch: tuple[Any, Any] | None = None
        self.checked = ("", "")

    def check_cost(self, artefact: Artefact, reference: Artefact) -> None:
        assert not self.asked, "checked after something was computed"
        self.checked = artefact.digest, reference.digest

    def training(self, artefact: Artefact, x: Any, y: Any) -> FakeTraining:
        self.asked.append(artefact.digest)
        self.batch = (x, y)
        return self.trainings[artefact.digest]


class Table:
    """A bench with everything around it made up, and what became of it."""

    def __init__(self, evaluator: Any = None, budgets: Any = None, budget: str = "") -> None:
        here = Path("course")
        load = Load(preload=("keras",) if evaluator else ())
        assignment = Assignment(
            "net", "Net", "x", (), (), load, Limits(), here, here, here, here, budgets or {}
        )
        self.measured: list[Measurement] = []
        self.turns: list[Device] = []
        self.now = 0.0
        self.setting = Setting(assignment, "test_net.py::test_speed", "speed", budget)
        self.bench = Bench(
            self.setting,
            self.measured.append,
            lambda: evaluator,
            turn=self.turn,
            clock=lambda: self.now,
            held=self._held,
        )
        self.holds, self.is_held = True, False

    @contextmanager
    def turn(self, device: Device) -> Iterator[None]:
        self.turns.append(device)
        yield
        self.turns.append(device)

    @contextmanager
    def _held(self) -> Iterator[bool]:
        self.is_held = True
        yield self.holds
        self.is_held = False

    def taking(self, seconds: float) -> Any:
        """Return a call that takes so long on the bench's clock."""

        def call(_problem: object = None) -> None:
            assert len(self.turns) == 1, "timed outside its turn"
            self.now += seconds

        return call


def test_full_marks_are_recorded_and_pass() -> None:
    table = Table()
    table.bench.grade("Accuracy", 0.95, scale=ACCURACY, data="digits", budget="cpu/digits")
    (found,) = table.measured
    assert (found.value, found.earned, found.kind) == (0.95, 1.0, "accuracy")
    assert (found.test, found.question) == ("test_net.py::test_speed", "speed")
    assert (found.data, found.budget, found.scale) == ("digits", "cpu/digits", ACCURACY)
    assert found.device.startswith("cpu: ")
    assert found.ratio is None


@pytest.mark.parametrize(("value", "earned"), [(0.85, 0.5), (0.8, 0.0), (0.1, 0.0)])
def test_less_is_recorded_and_told(value: float, earned: float) -> None:
    table = Table()
    about("train", "train(...)")
    with pytest.raises(Shortfall) as failed:
        table.bench.grade("Accuracy on hidden images", value, scale=ACCURACY)
    assert failed.value.fraction == pytest.approx(earned)
    assert table.measured[0].earned == pytest.approx(earned)
    text = render(failed.value.failure)
    assert "Accuracy on hidden images" in text
    assert "80 % earns 0 %, 90 % earns 100 %" in text
    assert "Full marks need at least 90 %" in text
    assert failed.value.failure.function == "train"
    about()


def test_a_ratio_is_graded_against_the_reference() -> None:
    table = Table()
    scale = ((1.1, 1.0), (2.0, 0.0))
    with pytest.raises(Shortfall) as failed:
        table.bench.grade("Loss", 0.31, kind="loss", reference=0.2, scaled="ratio", scale=scale)
    assert table.measured[0].ratio == pytest.approx(1.55)
    assert failed.value.fraction == pytest.approx(0.5)
    assert "1.55 times the reference's 0.2" in failed.value.failure.got
    assert "at most 1.1 times the reference" in failed.value.failure.expected
    assert failed.value.failure.cause == ""


@pytest.mark.parametrize("value", [math.nan, math.inf, np.float32("nan"), None, "0.9", 1j, [0.9]])
def test_what_is_no_finite_number_fails_without_a_record(value: Any) -> None:
    table = Table()
    with pytest.raises(CheckFailed) as failed:
        table.bench.grade("Accuracy", value, scale=ACCURACY)
    assert not isinstance(failed.value, Shortfall)
    assert table.measured == []


@pytest.mark.parametrize("value", [np.float32(0.95), np.float64(0.95), 1, True])
def test_numpy_and_whole_numbers_are_numbers(value: Any) -> None:
    table = Table()
    table.bench.grade("Accuracy", value, scale=ACCURACY)
    assert type(table.measured[0].value) is float


@pytest.mark.parametrize(
    "options",
    [
        {"scale": ()},
        {"scale": ((1, 0), (0, 1))},
        {"scale": ((0, 0), (1, 2))},
        {"scale": 3},
        {"scale": ACCURACY, "scaled": "ratio"},
    ],
)
def test_a_grader_that_asks_for_nonsense_is_named(options: Any) -> None:
    with pytest.raises(CourseError, match="test_speed"):
        Table().bench.grade("Accuracy", 0.9, **options)


def compare(table: Table, mine: Any, theirs: Any, **options: Any) -> None:
    """Compare times on inputs that count up; right is what the reference returns."""
    inputs = iter(range(1000))

    def check(problem: int, got: object, expected: object) -> None:
        if got != expected:
            Subject().fail(f"wrong for {problem}", cause="")

    table.bench.compare_times(
        "Solve", mine, theirs, draw=lambda: next(inputs), check=check, **options
    )


def test_times_are_compared_on_the_judges_clock() -> None:
    table = Table()
    scale = ((2.0, 1.0), (8.0, 0.0))
    with pytest.raises(Shortfall) as failed:
        compare(table, table.taking(0.05), table.taking(0.01), scale=scale)
    (found,) = table.measured
    assert (found.kind, found.unit, found.scaled) == ("time", "ms", "ratio")
    assert found.value == pytest.approx(50)
    assert found.reference == pytest.approx(10)
    assert found.ratio == pytest.approx(5)
    assert failed.value.fraction == pytest.approx(0.5)
    assert (found.low, found.high) == (pytest.approx(5), pytest.approx(5))
    assert found.repeats == 9
    assert found.flag == ""
    assert len(table.turns) == 2


def test_every_call_has_a_fresh_input_that_both_sides_get() -> None:
    table = Table()
    mine: list[int] = []
    theirs: list[int] = []
    compare(table, mine.append, theirs.append, repeats=4)
    assert mine == list(range(5))
    assert theirs == [n for n in range(5) for _ in range(2)]


def test_a_wrong_value_in_a_timed_call_earns_nothing() -> None:
    table = Table()

    def mine(problem: int) -> object:
        return "junk" if problem == 3 else problem

    with pytest.raises(CheckFailed, match="wrong for 3") as failed:
        compare(table, mine, lambda problem: problem)
    assert not isinstance(failed.value, Shortfall)
    assert table.measured == []


def test_nothing_of_the_submission_runs_beside_the_reference() -> None:
    table = Table()
    seen: list[tuple[str, bool]] = []
    compare(
        table,
        lambda _problem: seen.append(("student", table.is_held)),
        lambda _problem: seen.append(("reference", table.is_held)),
        repeats=3,
    )
    assert set(seen) == {("student", False), ("reference", True)}


def test_processes_that_cannot_be_held_earn_nothing() -> None:
    table = Table()
    table.holds = False
    with pytest.raises(CheckFailed, match="could not be kept still"):
        compare(table, lambda _problem: None, lambda _problem: None)
    assert table.measured == []


def test_much_faster_than_the_reference_is_flagged_and_not_punished() -> None:
    table = Table()
    compare(table, table.taking(0.001), table.taking(0.1))
    assert table.measured[0].earned == 1
    assert "somebody should look" in table.measured[0].flag


def test_times_that_vary_more_than_the_machine_earn_the_worse_end() -> None:
    table = Table()
    rng = np.random.default_rng(1)

    def noisy(_problem: int) -> None:
        table.now += float(rng.lognormal(-5, 1.5))

    with pytest.raises(Shortfall):
        compare(table, noisy, table.taking(0.002), scale=((1.0, 1.0), (10.0, 0.0)))
    (found,) = table.measured
    assert "the worse reading counts" in found.flag
    assert found.repeats == 27
    assert found.ratio is not None
    assert found.earned < 1 - (found.ratio - 1) / 9


@pytest.mark.slow
def test_honest_work_beside_a_busy_machine_gets_full_marks() -> None:
    """A copy of the reference is timed 200 times while other processes spin on every core."""
    spin = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(spin) for _ in range(os.cpu_count() or 1)]
    rng = np.random.default_rng(5)
    try:
        short = sum(not _earns_full_marks(rng) for _ in range(200))
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert short <= 2


def _earns_full_marks(rng: np.random.Generator) -> bool:
    table = Table()
    bench = Bench(table.setting, table.measured.append, lambda: None, turn=table.turn)

    def work(numbers: list[float]) -> float:
        return sum(number * number for number in numbers)

    def draw() -> list[float]:
        return [float(x) for x in rng.normal(size=int(rng.integers(3000, 4000)))]

    with contextlib.suppress(Shortfall):
        bench.compare_times("Squares", work, work, draw=draw, check=_same)
    return table.measured[0].earned == 1


def _same(_numbers: list[float], got: object, expected: object) -> None:
    assert got == expected


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(CourseError, match="ms"):
        compare(Table(), lambda _problem: None, lambda _problem: None, unit="hours")


def artefact(digest: str) -> Artefact:
    return Artefact("{}", "{}", "", digest, digest == "reference", (), ())


def test_step_times_are_compared_on_the_device() -> None:
    evaluator = FakeEvaluator(student=0.004, reference=0.002)
    table = Table(evaluator)
    models = (artefact("student"), artefact("reference"))
    x, y = np.arange(100), np.arange(100)
    table.bench.step_time("Step", *models, x, y, batch_size=16, steps=40, scale=((2, 1), (4, 0)))
    (found,) = table.measured
    assert (found.kind, found.device) == ("step_time", "gpu: H9000")
    assert found.value == pytest.approx(4)
    assert found.ratio == pytest.approx(2)
    assert found.earned == 1
    assert evaluator.checked == ("student", "reference")
    assert evaluator.asked == ["student", "reference"]
    assert evaluator.batch is not None
    assert len(evaluator.batch[0]) == len(evaluator.batch[1]) == 16
    assert evaluator.trainings["student"].prepared == (5, 8)
    assert table.turns == [GPU, GPU]


def test_a_clear_comparison_holds_for_all_models_of_two_forms() -> None:
    evaluator = FakeEvaluator(student=0.004, reference=0.002)
    first, times = Table(evaluator), {}  # type: ignore[var-annotated]
    x, y = np.arange(100), np.arange(100)
    tables = [first, Table(evaluator), Table(evaluator)]
    for table, size in zip(tables, (16, 16, 8), strict=True):
        evaluator.asked.clear()
        bench = Bench(
            table.setting, table.measured.append, lambda: evaluator, turn=table.turn, times=times
        )
        models = (artefact("student"), artefact("reference"))
        bench.step_time("Step", *models, x, y, batch_size=size, scale=((2, 1), (4, 0)))
    one, other, third = (table.measured[0] for table in tables)
    assert one == other
    assert third.ratio == one.ratio
    assert [len(table.turns) for table in tables] == [2, 0, 2]


def test_without_keras_there_is_a_processor_but_no_evaluator() -> None:
    bench = Table().bench
    assert bench.device.kind == "cpu"
    assert "cores" in bench.device.name
    with pytest.raises(CourseError, match="keras"):
        _ = bench.evaluator


def test_budgets_follow_the_device_and_the_run() -> None:
    budgets = {k: {"mnist": {"steps": n}} for n, k in enumerate(("cpu", "gpu", "full"))}
    evaluator = FakeEvaluator()
    assert Table(evaluator, budgets).bench.budget("mnist").name == "gpu/mnist"
    assert Table(None, budgets).bench.budget("mnist").name == "cpu/mnist"
    assert Table(evaluator, budgets, "full").bench.budget("mnist")["steps"] == 2


class FakeTrainer(FakeEvaluator):
    """An evaluator whose every training gives the same, and that counts them."""

    versions = "keras 1"

    def __init__(self) -> None:
        super().__init__()
        self.trained: list[tuple[Any, ...]] = []

    def train(self, *arguments: Any) -> Any:
        self.trained.append(arguments)
        return {"loss": [1.0]}, ((np.ones(3),),), 0.5

    def run(self, *arguments: Any) -> Any:
        self.trained.append(arguments)
        return 7, ((np.ones(3),),), 0.5


def test_a_form_is_trained_by_a_function_of_the_reference(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("def train(model, x): ...\n", encoding="utf-8")
    evaluator = FakeTrainer()
    table = Table(evaluator)
    table.setting = replace(
        table.setting, assignment=replace(table.setting.assignment, reference=tmp_path)
    )
    bench = Bench(table.setting, table.measured.append, lambda: evaluator)
    layer = {"class_name": "Dense", "config": {"name": "dense"}}
    model = Artefact(json.dumps(layer), "{}", "", "digest", False, (np.zeros(3),), ("kernel",))
    runs = [
        bench.trained("train", model, np.ones(4), epochs=epochs, seed=3) for epochs in (2, 2, 1)
    ]
    assert [run.value for run in runs] == [{"loss": [1.0]}] * 3
    first, second = evaluator.trained
    recipe, _models, call, seconds = first
    assert (recipe.function, recipe.source) == ("train", file.read_text(encoding="utf-8"))
    assert (call.seed, call.settings, second[2].settings) == (3, {"epochs": 2}, {"epochs": 1})
    # As long as the test's own code may take.
    assert seconds == 60
    assert bench.followed("train", model, np.ones(4)).value == 7
