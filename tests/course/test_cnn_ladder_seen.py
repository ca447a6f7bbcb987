"""What a training saw is read from its weights: augmented or not, and anew in each epoch."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")

Change = Callable[[Any, int, int], Any]


@pytest.fixture
def graders(beside_graders: Any) -> dict[str, ModuleType]:
    beside_graders("cnn_ladder")
    return {name: importlib.import_module(name) for name in ("cases", "seen")}


@pytest.fixture
def seen(graders: dict[str, ModuleType]) -> Any:
    return graders["seen"]


class Trainer:
    """Stands for a submission: trains on what `change(x, seed, epoch)` makes of the images."""

    def __init__(self, change: Change, always: bool = False, validation: bool = False) -> None:
        self.change, self.always, self.validation = change, always, validation

    def start_anew(self) -> None:
        """Do nothing: nothing is kept from one training to the next."""

    def lend_model(self, model: Any) -> Any:
        return model

    def artefact(self, model: Any) -> Any:
        return SimpleNamespace(weights=model.get_weights())

    def train(
        self, model: Any, x: Any, y: Any, validation: Any, *, epochs: int, **settings: Any
    ) -> Any:
        keras.utils.set_random_seed(settings["seed"])
        history: dict[str, list[float]] = {"val_loss": []}
        for epoch in range(epochs):
            augmented = settings["augmented"] or self.always
            images = self.change(x, settings["seed"], epoch) if augmented else x
            model.fit(images, y, batch_size=settings["batch_size"], verbose=0)
            x_val, y_val = validation
            if self.validation and augmented:
                x_val = self.change(x_val, settings["seed"], epoch)
            loss = model.evaluate(x_val, y_val, verbose=0, return_dict=True)["loss"]
            history["val_loss"].append(loss)
        return history


def shifted(solution: Any) -> dict[str, Change]:
    """Return ways to change images, by name."""
    return {
        "anew": lambda x, seed, epoch: solution.augment(x, seed + epoch),
        "one seed": lambda x, seed, _epoch: solution.augment(x, seed),
        "ignored": lambda x, _seed, _epoch: x,
        "one draw a batch": lambda x, seed, epoch: np.roll(x, seed + 3 * epoch + 1, axis=2),
        "unseeded": lambda x, _seed, _epoch: solution.augment(x, np.random.randint(10**6)),  # noqa: NPY002
    }


def judge(seen: Any, trainer: Trainer) -> str:
    """Return what the checks say of a training: "" for nothing."""
    x, y = seen.fresh_images(np.random.default_rng(5))

    def run(epochs: int, augmented: bool) -> Any:
        return seen.seen_by(trainer, x, y, epochs=epochs, augmented=augmented, seed=11)

    try:
        seen.check_plain(run(1, augmented=False), x)
        once = run(1, augmented=True)
        seen.check_augmented(once, x)
        seen.check_anew(once, run(2, augmented=True))
    except CheckFailed as failed:
        return failed.failure.problem
    return ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("anew", ""),
        ("unseeded", ""),
        ("one draw a batch", ""),
        ("one seed", "in the same version as the first"),
        ("ignored", "those that were handed in"),
    ],
)
def test_versions_of_the_epochs(
    graders: dict[str, ModuleType], seen: Any, name: str, words: str
) -> None:
    solution = graders["cases"].reference_module()
    found = judge(seen, Trainer(shifted(solution)[name]))
    assert words in found
    assert bool(words) == bool(found)


def test_augmentation_where_none_is_asked_for(graders: dict[str, ModuleType], seen: Any) -> None:
    solution = graders["cases"].reference_module()
    found = judge(seen, Trainer(shifted(solution)["anew"], always=True))
    assert "With augmented=False" in found


def test_what_is_seen_is_the_images_themselves(seen: Any) -> None:
    x, y = seen.fresh_images(np.random.default_rng(6))
    trainer = Trainer(lambda images, _seed, epoch: images[:, ::-1] if epoch else images)
    found = seen.seen_by(trainer, x, y, epochs=2, augmented=True, seed=1)
    np.testing.assert_allclose(found.images, x + x[:, ::-1], atol=0.15)


@pytest.mark.parametrize("validation", [False, True])
def test_augmented_validation_images_have_another_loss(
    graders: dict[str, ModuleType], seen: Any, validation: bool
) -> None:
    solution = graders["cases"].reference_module()
    rng = np.random.default_rng(7)
    x, y = seen.fresh_images(rng)
    trainer = Trainer(shifted(solution)["anew"], validation=validation)
    data = x, y, seen.fresh_images(rng)
    found = seen.loss_after(trainer, *data, augmented=True, seed=2)
    assert found.is_trained
    told = found.history["val_loss"][-1]
    assert np.isclose(told, found.validation, rtol=0.02) == (not validation)
    plain = seen.loss_after(trainer, *data, augmented=False, seed=2)
    told = plain.history["val_loss"][-1]
    assert np.isclose(told, plain.validation, rtol=0.02)
    assert not np.isclose(told, plain.training, rtol=0.02)


def test_validation_images_that_are_learned_and_models_that_are_not(seen: Any) -> None:
    x, y = seen.fresh_images(np.random.default_rng(8))

    class Greedy(Trainer):
        def train(self, model: Any, x: Any, y: Any, validation: Any, **settings: Any) -> Any:
            both = [np.concatenate(pair) for pair in zip((x, y), validation, strict=True)]
            return super().train(model, *both, validation, **settings)

    def problem_and_cause(trainer: Trainer) -> str:
        found = seen.seen_by(trainer, x, y, epochs=1, augmented=False, seed=3)
        with pytest.raises(CheckFailed) as caught:
            seen.check_plain(found, x)
        return f"{caught.value.failure.problem} {caught.value.failure.cause}"

    ignored = lambda images, _seed, _epoch: images  # noqa: E731
    assert "the validation images are learned, too" in problem_and_cause(Greedy(ignored))
    copied = Trainer(ignored)
    copied.train = lambda *_args, **_settings: {}  # type: ignore[method-assign]
    assert "changed no weight" in problem_and_cause(copied)
