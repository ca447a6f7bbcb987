"""The `bench` of graders: measures, records what was measured, and grades it by a scale."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from gradewright.checks.subject import Subject
from gradewright.course.records import Assignment
from gradewright.errors import CourseError
from gradewright.performance import device as devices
from gradewright.performance.artefact import Artefact
from gradewright.performance.budget import Budget, find_budget
from gradewright.performance.evaluator import Evaluator, stands_on_models
from gradewright.performance.recipe import Call, Recipe
from gradewright.performance.scales import Scale
from gradewright.performance.store import Store, key_of
from gradewright.performance.timing import (
    Comparison,
    Plan,
    Timer,
    time_in_turn,
    time_on_fresh_inputs,
)
from gradewright.performance.trained import Trained, Trainings, as_models
from gradewright.performance.turn import take_turn
from gradewright.performance.verdict import shortfall
from gradewright.phrases import say
from gradewright.results import Device, Measurement

Kind = Literal["accuracy", "step_time", "time", "loss", "value"]
Points = Sequence[tuple[float, float]]
Turn = Callable[[Device], AbstractContextManager[None]]
Held = Callable[[], AbstractContextManager[bool]]
T = TypeVar("T")

_UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6, "us": 1e6}
_SHARE_OF_TEST = 0.6
# Nobody is punished for being this much faster than the reference, but somebody should look.
_TOO_FAST = 0.2


def _nobody() -> AbstractContextManager[bool]:
    """Hold nobody: where there is no session."""
    return nullcontext(True)


@dataclass(frozen=True, slots=True)
class Setting:
    """Which test measures, and under which budget: "full", or "" for what suits the device."""

    assignment: Assignment
    test: str
    question: str
    budget: str = ""


class Bench:
    """What one test measures with; a measurement that earns less than full marks ends the test.

    `record` takes each measurement. `evaluator` gives the evaluator of models, None where the
    assignment hands none over. `turn` keeps the timings of other judges waiting; `clock` is the
    judge's own; `held` keeps the submission's processes from running. `store` keeps what trainings
    came to, `times` the step times of the forms that were timed already.
    """

    def __init__(
        self,
        setting: Setting,
        record: Callable[[Measurement], None],
        evaluator: Callable[[], Evaluator | None],
        *,
        turn: Turn = take_turn,
        clock: Timer = time.perf_counter,
        held: Held = _nobody,
        store: Store | None = None,
        times: dict[str, Comparison] | None = None,
    ) -> None:
        self._setting, self._record = setting, record
        self._evaluator, self._turn, self._clock, self._held = evaluator, turn, clock, held
        self._times = {} if times is None else times
        self._trainings = Trainings(lambda: self.evaluator, store or Store())

    @property
    def evaluator(self) -> Evaluator:
        """Return the evaluator of models.

        Raises:
            CourseError: the assignment preloads no Keras, so that there is none.
        """
        evaluator = self._evaluator()
        if evaluator is None:
            file = self._setting.assignment.folder / "assignment.toml"
            raise CourseError(file, "[load] preload", "no keras", "a list with keras in it")
        return evaluator

    @property
    def device(self) -> Device:
        """Return the device that models run on; the processor where work is not about models."""
        about_models = stands_on_models(self._setting.assignment)
        evaluator = self._evaluator() if about_models else None
        return devices.cpu() if evaluator is None else evaluator.device

    def budget(self, data: str) -> Budget:
        """Return the budget of a data set on this device, or the full one where it was asked for.

        Raises:
            CourseError: `assignment.toml` states none.
        """
        setting = self._setting
        return find_budget(setting.assignment, data, self.device.kind, setting.budget)

    def trained(
        self,
        recipe: str | Callable[..., Any],
        models: Artefact | Sequence[Artefact],
        *data: Any,
        seed: int = 0,
        compiled: bool = True,
        **settings: Any,
    ) -> Trained:
        """Train new models of the same form, where no submission ever ran, and keep the result.

        The weights that the models have do not matter: new ones are drawn by the seed. Everything
        that decides the result is its key: it is worked out once for a class. Ask for the
        reference's first: then a student whose model is of the same form pays for no training.

        Args:
            recipe: a function of the reference by name, or one of a module beside the graders; its
                file is run in the evaluator. It is called with the new models, `data` and
                `settings`, and returns plain values.
            models: the student's model as an artefact, or several that are trained together.
            data: plain values and arrays, such as examples and labels.
            seed: seeds Python, NumPy and Keras before the recipe, and draws the fresh weights.
            compiled: False where the models' own compile settings are no part of the training.
            settings: the recipe's arguments by name, such as `epochs`.

        Raises:
            CheckFailed: a student's form cannot be trained, is far larger or costlier than what is
                asked for, or has used up the test's time.
            CourseError: the assignment preloads no Keras.
            MachineryError: the recipe fails on the reference's models.
        """
        return self._trainings.trained(
            Recipe.of(recipe, self._setting.assignment.reference_file),
            as_models(models),
            Call(data, settings, seed),
            compiled=compiled,
            seconds=self._longest(),
        )

    def followed(
        self,
        recipe: str | Callable[..., Any],
        models: Artefact | Sequence[Artefact],
        *data: Any,
        seed: int = 0,
        **settings: Any,
    ) -> Trained:
        """Have a recipe work with copies of models as they are, with their weights; keep nothing.

        For what a student's own training must do from where it starts: a step, or the gradient of
        one. Arguments and errors are those of `trained`.
        """
        return self._trainings.run(
            Recipe.of(recipe, self._setting.assignment.reference_file),
            as_models(models),
            Call(data, settings, seed),
            seconds=self._longest(),
        )

    def _longest(self) -> float:
        """Return how long the reference's training may take, as a test's own code may."""
        assignment = self._setting.assignment
        own = 2 * assignment.test_seconds(self._setting.question)
        return max(assignment.limits.grader_seconds, own)

    def grade(
        self,
        title: str,
        value: float,
        *,
        scale: Points,
        kind: Kind = "accuracy",
        reference: float | None = None,
        unit: str = "",
        scaled: Literal["value", "ratio"] = "value",
        data: str = "",
        budget: str = "",
        spread: float | None = None,
        repeats: int = 1,
        interval: tuple[float, float] | None = None,
    ) -> None:
        """Record a value that was measured by other means, and grade it.

        Args:
            title: what was measured, for the student.
            value: the student's value; `reference` is the reference's, in the same `unit`.
            scale: (value or ratio, fraction of the points), values rising; straight between.
            kind: what sort of value it is.
            reference: needed where `scaled` is "ratio".
            unit: of value, reference and spread; "" for none.
            scaled: what the scale is read at.
            data: the data set's name for the report.
            budget: the budget's name for the report.
            spread: half the distance between the quartiles of repeated values.
            repeats: how many values `value` stands for.
            interval: bounds of what the scale is read at, such as `share_interval(share, count)`
                for an accuracy; a leaderboard ranks by them.

        Raises:
            Shortfall: the value earns less than full marks.
            CheckFailed: the value is no finite number.
            CourseError: the scale is none.
        """
        checked = self._scale(scale)
        value = _finite(title, value)
        ratio = value / reference if reference else None
        place = ratio if scaled == "ratio" else value
        if place is None:
            raise self._wrong("reference", repr(reference), "a number for scaled='ratio'")
        values = {"value": value, "unit": unit, "reference": reference, "ratio": ratio}
        values |= {"spread": spread, "repeats": repeats, "scaled": scaled}
        values |= {"kind": kind, "data": data, "budget": budget}
        low, high = interval or (None, None)
        values |= {"low": low, "high": high}
        self._finish(checked, title, checked.fraction(place), **values)

    def compare_times(
        self,
        title: str,
        student_call: Callable[[T], object],
        reference_call: Callable[[T], object],
        *,
        draw: Callable[[], T],
        check: Callable[[T, Any, Any], None],
        scale: Points = ((2.0, 1.0), (8.0, 0.0)),
        repeats: int = 9,
        warm_up: int = 1,
        unit: str = "ms",
        data: str = "",
        budget: str = "",
    ) -> None:
        """Time two calls on fresh inputs and grade the median of the ratios, student by reference.

        Every timed call has an input of its own, drawn before the clock starts and the same for
        both sides; every value that came back under the clock is checked after it. While the
        reference is timed no process of the submission runs.

        Args:
            title: what was measured, for the student.
            student_call: takes an input and returns the student's value for it.
            reference_call: takes the same input and returns the reference's value.
            draw: returns a fresh input; its size should be drawn, too.
            check: takes input, student's value and reference's value, and raises CheckFailed where
                the student's is wrong.
            scale: (ratio, fraction of the points), ratios rising; straight between.
            repeats: pairs a round, whatever the student's speed is.
            warm_up: calls of both before, untimed; they are checked, too.
            unit: of the times in the report.
            data: the data set's name for the report.
            budget: the budget's name for the report.

        Raises:
            CheckFailed: a value that came back is wrong.
            Shortfall: the ratio earns less than full marks.
            CourseError: the scale or unit is none.
        """
        checked, plan = self._scale(scale), self._plan(repeats)
        self._factor(unit)

        def pair() -> tuple[float, float, float]:
            problem = draw()
            # In a process that is warm for this input, and on both sides of the student's call.
            with self._held() as held:
                first, value = self._timed(reference_call, problem)
                expected = value
            mine, got = self._timed(student_call, problem)
            with self._held() as held_again:
                again, value = self._timed(reference_call, problem)
            if not (held and held_again):
                Subject().fail(say("performance.not_held", title=title))
            check(problem, got, expected)
            return first, mine, again

        with self._turn(self.device):
            for _ in range(warm_up):
                pair()
            comparison = time_on_fresh_inputs(pair, checked, plan)
        self._compared(title, comparison, checked, unit, kind="time", data=data, budget=budget)

    def _timed(self, call: Callable[[T], object], problem: T) -> tuple[float, object]:
        started = self._clock()
        value = call(problem)
        return self._clock() - started, value

    def step_time(
        self,
        title: str,
        artefact: Artefact,
        reference_artefact: Artefact,
        x: npt.NDArray[Any],
        y: npt.NDArray[Any],
        *,
        batch_size: int = 32,
        steps: int = 40,
        warm_up: int = 5,
        scale: Points = ((1.5, 1.0), (4.0, 0.0)),
        unit: str = "ms",
        data: str = "",
        budget: str = "",
    ) -> None:
        """Time training steps of two models in turn, on the same batch and device; grade the ratio.

        A clear comparison holds for all models of these two forms that this judge meets.

        Args:
            title: what was measured, for the student.
            artefact: the student's model.
            reference_artefact: the reference's.
            x: examples; the first `batch_size` are the batch.
            y: their labels.
            batch_size: examples a step.
            steps: timed steps of each model in a round, about.
            warm_up: steps before, which compile the model and warm the device.
            scale: (ratio, fraction of the points).
            unit: of the times in the report.
            data: the data set's name for the report.
            budget: the budget's name for the report.

        Raises:
            Shortfall: the ratio earns less than full marks.
            CheckFailed: the student's model cannot be rebuilt or trained, is far larger or costlier
                than the reference's, or has used up the test's time.
        """
        checked, evaluator = self._scale(scale), self.evaluator
        self._factor(unit)
        batch = (x[:batch_size], y[:batch_size])
        key = key_of(
            artefact.form,
            reference_artefact.form,
            [(part.shape, part.dtype.str) for part in batch],
            (steps, warm_up, checked.points),
        )
        comparison = self._times.get(key)
        if comparison is None:
            evaluator.check_cost(artefact, reference_artefact)
            with self._turn(self.device):
                trainings = [
                    evaluator.training(model, *batch) for model in (artefact, reference_artefact)
                ]
                for training in trainings:
                    training.prepare(warm_up, most=max(steps // 5, 1))
                plan = self._plan(max(training.calls(steps) for training in trainings))
                student, reference = (training.seconds for training in trainings)
                comparison = time_in_turn(student, reference, checked, plan)
            if not comparison.decision.doubtful:
                self._times[key] = comparison
        self._compared(title, comparison, checked, unit, kind="step_time", data=data, budget=budget)

    def _compared(
        self,
        title: str,
        comparison: Comparison,
        scale: Scale,
        unit: str,
        **words: str,
    ) -> None:
        """Record a comparison of times and grade it; `words` are kind, data and budget."""
        reading, decision, factor = comparison.reading, comparison.decision, self._factor(unit)
        flag = ""
        low, high = f"{reading.low:.3g}", f"{reading.high:.3g}"
        if decision.doubtful:
            key = "flag_erratic" if decision.erratic else "flag_noisy"
            flag = say(f"performance.{key}", low=low, high=high, rounds=comparison.rounds)
        elif reading.ratio < _TOO_FAST:
            flag = say("performance.flag_fast", ratio=f"{reading.ratio:.2g}")
        self._finish(
            scale,
            title,
            decision.earned,
            value=reading.value * factor,
            reference=reading.reference * factor,
            ratio=reading.ratio,
            spread=reading.spread * factor,
            scaled="ratio",
            repeats=reading.repeats,
            flag=flag,
            low=reading.low,
            high=reading.high,
            unit=unit,
            **words,
        )

    def _finish(self, scale: Scale, title: str, earned: float, **values: Any) -> None:
        """Record a measurement; raise Shortfall where it earns less than full marks."""
        measurement = Measurement(
            test=self._setting.test,
            question=self._setting.question,
            title=title,
            scale=scale.points,
            earned=earned,
            device=f"{self.device.kind}: {self.device.name}",
            **values,
        )
        self._record(measurement)
        if earned < 1:
            raise shortfall(measurement, scale)

    def _plan(self, repeats: int) -> Plan:
        """Return how often to time: not so long that the test's own limit would strike."""
        setting = self._setting
        seconds = _SHARE_OF_TEST * setting.assignment.test_seconds(setting.question)
        return Plan(repeats=repeats, seconds=seconds)

    def _scale(self, points: Points) -> Scale:
        try:
            return Scale(tuple((float(x), float(y)) for x, y in points))
        except (TypeError, ValueError) as error:
            allowed = f"((value, fraction of the points), ...): {error}"
            raise self._wrong("scale", repr(points), allowed) from error

    def _factor(self, unit: str) -> float:
        if unit not in _UNITS:
            raise self._wrong("unit", repr(unit), ", ".join(_UNITS))
        return _UNITS[unit]

    def _wrong(self, key: str, found: str, allowed: str) -> CourseError:
        setting = self._setting
        return CourseError(setting.assignment.graders, f"{setting.test}: {key}", found, allowed)


def _finite(title: str, value: Any) -> float:
    """Return a value as a float if it is a finite number."""
    plain = isinstance(value, (bool, int, float, np.number)) and not isinstance(
        value, np.complexfloating
    )
    if not plain or not math.isfinite(value):
        Subject().fail(
            say("performance.no_finite_value", title=title), cause=say("performance.cause_diverged")
        )
    return float(value)
