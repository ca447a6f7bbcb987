"""Trainings by the judge: once for a form, from fresh weights, with what a recipe returns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed
from gradewright.course.records import Largest
from gradewright.errors import MachineryError
from gradewright.performance.allowance import Allowance
from gradewright.performance.artefact import Artefact, artefact_of
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.form import Form
from gradewright.performance.recipe import Call, Recipe
from gradewright.performance.store import Store
from gradewright.performance.trained import Trained, Trainings
from gradewright.performance.workshop import LIMITS, PRELOAD
from gradewright.results import Device
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.zygote import ZygoteSandbox

RECIPE = Recipe("def train(model, x, epochs): ...", "train")
X = np.arange(6.0).reshape(3, 2)


def made(
    name: str = "dense", units: int = 3, *, trusted: bool = False, start: float = 0
) -> Artefact:
    layer = {"class_name": "Dense", "config": {"name": name, "units": units}}
    tree = {"class_name": "Sequential", "config": {"name": "net", "layers": [layer]}}
    weights = (np.full((2, units), start),)
    return Artefact(json.dumps(tree), "", "not compiled", name, trusted, weights, ("kernel",))


@dataclass
class FakeEvaluator:
    """An evaluator whose trainings give the numbers that they are told to."""

    value: Any = field(default_factory=lambda: {"loss": [2.0, 1.0]})
    device: Device = Device("cpu", "one")  # noqa: RUF009 - frozen
    versions: str = "keras 1"
    trained: list[tuple[Any, ...]] = field(default_factory=list)
    ran: list[Sequence[Artefact]] = field(default_factory=list)
    predicted: list[Artefact] = field(default_factory=list)

    def train(
        self, recipe: Recipe, models: Sequence[tuple[Artefact, Form]], call: Call, seconds: float
    ) -> Any:
        self.trained.append((recipe, models, call, seconds))
        weights = tuple(tuple(array + 1.0 for array in each.weights) for each, _ in models)
        return self.value, weights, 1.5

    def run(self, _recipe: Recipe, models: Sequence[Artefact], _call: Call, _seconds: float) -> Any:
        self.ran.append(models)
        return self.value, tuple(each.weights for each in models), 0.5

    def predict_all(self, artefact: Artefact, x: Any, _batch_size: int) -> tuple[Any, ...]:
        self.predicted.append(artefact)
        return (x * 2, x * 3)


def trainings(evaluator: FakeEvaluator, store: Store | None = None) -> Trainings:
    return Trainings(lambda: evaluator, store or Store())  # type: ignore[arg-type, return-value]


def train(
    these: Trainings,
    *models: Artefact,
    recipe: Recipe = RECIPE,
    x: Any = X,
    seed: int = 0,
    **settings: Any,
) -> Trained:
    call = Call((x,), {"epochs": 2} | settings, seed)
    return these.trained(recipe, models, call, compiled=True, seconds=60)


def test_one_form_is_trained_once_whoever_asks() -> None:
    evaluator = FakeEvaluator()
    these = trainings(evaluator)
    theirs = train(these, made(trusted=True))
    mine = train(these, made("my_layer", start=9))
    assert len(evaluator.trained) == 1
    assert mine.value == theirs.value == {"loss": [2.0, 1.0]}
    assert (mine.seconds, theirs.model.trusted, mine.model.trusted) == (1.5, True, False)
    np.testing.assert_array_equal(mine.model.weights[0], theirs.model.weights[0])
    assert mine.model.architecture == theirs.model.architecture


def test_weights_that_were_handed_over_never_enter() -> None:
    evaluator = FakeEvaluator()
    train(trainings(evaluator), made(start=9))
    ((_recipe, ((_artefact, form),), call, seconds),) = evaluator.trained
    assert "9.0" not in form.architecture + form.compiled
    assert (call.seed, call.settings, seconds) == (0, {"epochs": 2}, 60)


OTHERS: dict[str, Callable[[Trainings, FakeEvaluator], object]] = {
    "form": lambda these, _: train(these, made(units=4)),
    "data": lambda these, _: train(these, made(), x=X + 1),
    "budget": lambda these, _: train(these, made(), epochs=3),
    "seed": lambda these, _: train(these, made(), seed=1),
    "recipe": lambda these, _: train(these, made(), recipe=Recipe("another", "train")),
    "function": lambda these, _: train(these, made(), recipe=Recipe(RECIPE.source, "other")),
    "several": lambda these, _: train(these, made(), made()),
    "versions": lambda these, e: (setattr(e, "versions", "keras 2"), train(these, made())),
    "device": lambda these, e: (setattr(e, "device", Device("gpu", "x")), train(these, made())),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_decides_the_result_is_the_key(what: str) -> None:
    evaluator = FakeEvaluator()
    these = trainings(evaluator)
    train(these, made())
    OTHERS[what](these, evaluator)
    assert len(evaluator.trained) == 2


def test_another_judge_finds_it_in_the_folder(tmp_path: Path) -> None:
    one, other = FakeEvaluator(), FakeEvaluator(value={"loss": [7.0]})
    train(trainings(one, Store(tmp_path)), made()).output(X)
    found = train(trainings(other, Store(tmp_path)), made())
    np.testing.assert_array_equal(found.output(X), X * 2)
    assert found.value == {"loss": [2.0, 1.0]}
    assert not other.trained
    assert not other.predicted


def test_another_installation_trains_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts, told = [], "gradewright.performance.trained.what_computes"
    for code in ("1", "2", "1"):
        monkeypatch.setattr(told, lambda code=code: ("python", code))
        evaluator = FakeEvaluator()
        train(trainings(evaluator, Store(tmp_path)), made())
        counts.append(len(evaluator.trained))
    assert counts == [1, 1, 0]


def test_outputs_are_worked_out_once_for_each_model_and_examples() -> None:
    evaluator = FakeEvaluator()
    run = train(trainings(evaluator), made(), made(units=5))
    first, second = run.outputs(X, of=1)
    np.testing.assert_array_equal(first, X * 2)
    np.testing.assert_array_equal(second, X * 3)
    run.outputs(X, of=1)
    assert [each.parameters for each in evaluator.predicted] == [10]
    run.output(X + 1, of=1)
    run.output(X)
    assert [each.parameters for each in evaluator.predicted] == [10, 10, 6]


def test_a_failure_is_not_kept() -> None:
    class Failing(FakeEvaluator):
        def train(self, *arguments: Any) -> Any:
            if not self.ran:
                self.ran.append([])
                raise ZeroDivisionError
            return super().train(*arguments)

    evaluator = Failing()
    these = trainings(evaluator)
    with pytest.raises(ZeroDivisionError):
        train(these, made())
    assert train(these, made()).value == {"loss": [2.0, 1.0]}


def test_a_recipe_returns_plain_values() -> None:
    with pytest.raises(MachineryError, match="recipe train"):
        train(trainings(FakeEvaluator(value={"model": object()})), made())


def test_what_follows_a_students_own_weights_is_not_kept() -> None:
    evaluator = FakeEvaluator()
    these = trainings(evaluator)
    for _ in range(2):
        run = these.run(RECIPE, [made(start=9)], Call((X,)), seconds=60)
        assert run.model.weights[0][0, 0] == 9
        run.output(X)
    assert len(evaluator.ran) == len(evaluator.predicted) == 2


def test_recipes_come_from_a_file(tmp_path: Path) -> None:
    reference = tmp_path / "reference.py"
    reference.write_text("def train(model): ...\n", encoding="utf-8")
    assert Recipe.of("train", reference) == Recipe("def train(model): ...\n", "train")
    recipe = Recipe.of(made, reference)
    assert recipe.function == "made"
    assert recipe.source == Path(__file__).read_text(encoding="utf-8")


KERAS = pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
REAL = """
import keras
import numpy as np

def train(model, x, y, epochs):
    history = model.fit(x, y, epochs=epochs, batch_size=8, verbose=0)
    return {"loss": history.history["loss"], "steps": int(model.optimizer.iterations)}

def pair(first, second, x):
    first.set_weights([array * 0 for array in first.get_weights()])
    return np.asarray(second(first(x)))

def hang(model):
    while True:
        pass

def fail(model):
    raise ValueError("no such thing")

def odd(model):
    return {"model": model}
"""
WORK = """
import keras

def build(name="a", seed=1, units=6):
    initializer = keras.initializers.HeNormal(seed=seed)
    model = keras.Sequential([
        keras.Input((4,), name=name + "_in"),
        keras.layers.Dense(units, "relu", kernel_initializer=initializer, name=name),
        keras.layers.Dropout(0.2, seed=seed),
        keras.layers.Dense(4),
    ], name=name + "_net")
    model.compile(keras.optimizers.Adam(0.02), "mse")
    return model
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ZygoteSandbox]:
    box = ZygoteSandbox(Settings(PRELOAD, LIMITS))
    box.start()
    yield box
    box.close()


@pytest.fixture(scope="module")
def built(sandbox: ZygoteSandbox) -> Callable[..., Artefact]:
    """Give a function that builds a model in a worker and takes it out of there."""

    def build(*, trusted: bool = False, **arguments: Any) -> Artefact:
        bundle = Bundle((("work.py", None, WORK),), {}, {}, ("build",), "slice")
        session = sandbox.open(bundle)
        session.begin_test(60)
        handle = session.call("build", (), arguments, 0).value
        parts = session.operate("parts", (handle,), 0).value
        session.close()
        return artefact_of(parts, trusted=trusted)

    return build


@pytest.fixture
def evaluator(sandbox: ZygoteSandbox) -> Iterator[Evaluator]:
    one = Evaluator(sandbox)
    yield one
    one.close()


def _examples() -> tuple[Any, Any]:
    x = np.random.default_rng(0).random((40, 4), dtype=np.float32)
    return x, x[:, ::-1].copy()


@KERAS
@pytest.mark.slow
def test_a_real_form_learns_and_repeats_itself(
    evaluator: Evaluator, built: Callable[..., Artefact]
) -> None:
    x, y = _examples()
    recipe, call = Recipe(REAL, "train"), Call((x, y), {"epochs": 30}, 5)
    mine, theirs = built(name="mine", seed=3), built(trusted=True)
    runs = []
    for model in (mine, theirs):
        these = Trainings(lambda: evaluator, Store())
        runs.append(these.trained(recipe, [model], call, compiled=True, seconds=60))
        evaluator.rest()
    one, other = runs
    assert one.value["steps"] == 30 * 5
    assert one.value["loss"][-1] < 0.5 * one.value["loss"][0]
    np.testing.assert_allclose(one.value["loss"], other.value["loss"], rtol=1e-4)
    outputs = one.output(x)
    np.testing.assert_allclose(outputs, other.output(x), rtol=1e-3, atol=1e-4)
    assert ((outputs - y) ** 2).mean() < 0.05
    assert other.model.trusted
    assert not one.model.trusted


@KERAS
@pytest.mark.slow
def test_two_real_models_are_followed_with_their_own_weights(
    evaluator: Evaluator, built: Callable[..., Artefact]
) -> None:
    x, _ = _examples()
    these = Trainings(lambda: evaluator, Store())
    one, other = built(), built(name="b")
    run = these.run(Recipe(REAL, "pair"), [one, other], Call((x,)), seconds=60)
    np.testing.assert_allclose(run.value, evaluator.predict(other, np.zeros((40, 4))), atol=1e-6)
    assert not np.any(run.models[0].weights[0])
    np.testing.assert_array_equal(run.models[1].weights[0], other.weights[0])


@KERAS
@pytest.mark.slow
def test_a_real_training_is_bounded_and_a_fault_has_an_owner(
    evaluator: Evaluator, built: Callable[..., Artefact]
) -> None:
    # Before the evaluator: a zygote holds one session at a time.
    mine, theirs = built(), built(trusted=True)
    these = Trainings(lambda: evaluator, Store())
    spent: list[float] = []
    evaluator.allow(Allowance(seconds=2, spend=spent.append))
    with pytest.raises(CheckFailed):
        these.trained(Recipe(REAL, "hang"), [mine], Call(), compiled=True, seconds=60)
    assert 1 < sum(spent) < 10
    evaluator.allow(Allowance())
    with pytest.raises(CheckFailed, match="no such thing"):
        these.trained(Recipe(REAL, "fail"), [mine], Call(), compiled=True, seconds=60)
    with pytest.raises(MachineryError, match="no such thing"):
        these.trained(Recipe(REAL, "fail"), [theirs], Call(), compiled=True, seconds=60)
    with pytest.raises(MachineryError, match="Sequential stays in the process"):
        these.trained(Recipe(REAL, "odd"), [theirs], Call(), compiled=True, seconds=60)
    large = replace(mine, weights=(np.zeros(21_000_000, np.float32),))
    evaluator.allow(Allowance(Largest(parameters=1)))
    with pytest.raises(CheckFailed, match="far more than is asked for"):
        these.trained(Recipe(REAL, "train"), [large], Call(), compiled=True, seconds=60)
