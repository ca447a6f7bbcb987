"""The bench records what it measures, grades it, and says what full marks need."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, about, render
from gradewright.course.records import Assignment, Limits, Load
from gradewright.errors import CourseError
from gradewright.performance.artefact import Artefact
from gradewright.performance.bench import Bench, Setting
from gradewright.performance.shortfall import Shortfall
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
        self.bench = Bench(
            Setting(assignment, "test_net.py::test_speed", "speed", budget),
            self.measured.append,
            lambda: evaluator,
            turn=self._turn,
            clock=lambda: self.now,
        )

    @contextmanager
    def _turn(self, device: Device) -> Iterator[None]:
        self.turns.append(device)
        yield
        self.turns.append(device)

    def taking(self, seconds: float) -> Any:
        """Return a call that takes so long on the bench's clock."""

        def call() -> None:
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
    assert "0.8: 0 %, 0.9: 100 %" in text
    assert "Full marks need at least 0.9" in text
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


def test_times_are_compared_in_turn_on_the_judges_clock() -> None:
    table = Table()
    scale = ((2.0, 1.0), (8.0, 0.0))
    with pytest.raises(Shortfall) as failed:
        table.bench.compare_times("Solve", table.taking(0.05), table.taking(0.01), scale=scale)
    (found,) = table.measured
    assert (found.kind, found.unit, found.scaled) == ("time", "ms", "ratio")
    assert found.value == pytest.approx(50)
    assert found.reference == pytest.approx(10)
    assert found.ratio == pytest.approx(5)
    assert failed.value.fraction == pytest.approx(0.5)
    assert found.repeats == 5
    assert found.flag == ""
    assert len(table.turns) == 2


def test_a_slow_student_is_not_timed_into_the_tests_limit() -> None:
    table = Table()
    with pytest.raises(Shortfall):
        table.bench.compare_times("Solve", table.taking(2.0), table.taking(0.01), repeats=20)
    assert table.measured[0].repeats == 3


def test_noise_is_flagged_with_the_benefit_of_the_doubt() -> None:
    table = Table()
    rng = np.random.default_rng(1)

    def noisy() -> None:
        table.now += float(rng.lognormal(-5, 1.5))

    with pytest.raises(Shortfall):
        table.bench.compare_times(
            "Solve", noisy, table.taking(0.002), scale=((1.0, 1.0), (10.0, 0.0))
        )
    (found,) = table.measured
    assert "noisy" in found.flag
    assert found.repeats == 15
    assert found.ratio is not None
    assert found.earned > 1 - (found.ratio - 1) / 9


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(CourseError, match="ms"):
        Table().bench.compare_times("x", lambda: None, lambda: None, unit="hours")


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
    assert evaluator.asked == ["student", "reference"]
    assert evaluator.batch is not None
    assert len(evaluator.batch[0]) == len(evaluator.batch[1]) == 16
    assert evaluator.trainings["student"].prepared == (5, 8)
    assert table.turns == [GPU, GPU]


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
