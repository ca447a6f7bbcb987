"""Checks of a model's sizes and compile settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradewright.checks import CheckFailed, check
from gradewright.graders.models import Model, shape_text, working_layers
from gradewright.performance.facts import Shapes
from gradewright.phrases import say

_SAME_RATE = 1e-4
_ACCURACIES = {"accuracy", "sparse_categorical_accuracy"}


def check_sizes(
    model: Model,
    *,
    takes: Shapes | None = None,
    gives: Shapes | None = None,
    parameters: int | None = None,
    layers: Callable[[], object] | None = None,
) -> None:
    """Check what a model takes and gives, and how many parameters it has, all of them trained.

    Args:
        model: as `models.read` returns it.
        takes: the shape of its input, with None for the number of examples.
        gives: that of its output.
        parameters: how many there are.
        layers: checks the layers, to say why the number is another one.

    Raises:
        CheckFailed: one of them is another.
    """
    facts = model.facts
    for key, due, found in (
        ("takes", takes, facts.input_shape),
        ("gives", gives, facts.output_shape),
    ):
        fits = due is None or found == due
        check(fits, say(f"models.{key}", found=shape_text(found), due=shape_text(due or ())))
    if parameters is not None:
        text = say("models.parameters", found=f"{facts.parameters:,}", due=f"{parameters:,}")
        cause = say("models.cause_parameters")
        if layers is not None and facts.parameters != parameters:
            cause = cause_by(layers)
        check(facts.parameters == parameters, text, cause)
        text = say("models.trainable", found=f"{facts.trainable:,}", due=f"{parameters:,}")
        check(facts.trainable == parameters, text, say("models.cause_trainable"))


def cause_by(look: Callable[[], object]) -> str:
    """Return the problem that a closer check finds, as the cause of a coarser one; "" for none.

    Args:
        look: runs the closer check.
    """
    try:
        look()
    except CheckFailed as failed:
        problem = failed.failure.problem
        return problem[:1].lower() + problem[1:]
    return ""


def check_compiled(model: Model) -> None:
    """Check that a model has compile settings.

    Args:
        model: as `models.read` returns it.

    Raises:
        CheckFailed: it has none, or some that cannot be judged.
    """
    check(model.artefact.compiled, model.artefact.uncompiled, say("models.cause_uncompiled"))


def check_optimizer(model: Model, name: str, **settings: Any) -> None:
    """Check a model's optimizer, and settings of it.

    Args:
        model: as `models.read` returns it.
        name: Keras' name of its class: "SGD", "Adam".
        settings: what it is set to, such as momentum=0.9, to 1e-4 of it; a setting that is not
            there counts as 0.

    Raises:
        CheckFailed: the optimizer, or a setting of it, is another.
    """
    check_compiled(model)
    found = model.facts.optimizer or say("models.not_set")
    check(found.lower() == name.lower(), say("models.optimizer", found=found, due=name))
    for setting, due in settings.items():
        value = model.optimizer.get(setting) or 0
        fits = value == due or _is_near(value, due)
        check(fits, say("models.setting", setting=setting, found=value, due=due))


def check_learning_rate(model: Model, expected: float, *, default: float | None = None) -> None:
    """Check the learning rate that a model is compiled with.

    Args:
        model: as `models.read` returns it.
        expected: the rate that was asked for, met to 1e-4 of it.
        default: the one that stands in where the argument is not used.

    Raises:
        CheckFailed: it is another.
    """
    rate = model.learning_rate
    ignored = default is not None and _is_near(rate, default)
    cause = say("models.cause_rate") if ignored else ""
    check(_is_near(rate, expected), say("models.rate", found=f"{rate:.3g}"), cause)


def check_class_loss(model: Model) -> None:
    """Check the loss for integer labels: it fits the last layer, and accuracy is measured.

    Args:
        model: as `models.read` returns it.

    Raises:
        CheckFailed: the loss is another, softmax is applied twice or never, or the metric is
            missing.
    """
    check_compiled(model)
    facts = model.facts
    right = facts.loss == "sparse_categorical_crossentropy"
    found = facts.loss or say("models.not_set")
    check(right, say("models.loss", found=found), say("models.cause_loss"))
    last = working_layers(model)[-1:]
    softmax = bool(last) and last[0].activation == "softmax"
    twice = softmax and facts.from_logits
    check(not twice, say("models.softmax_twice"), say("models.cause_softmax_twice"))
    never = not softmax and not facts.from_logits
    check(not never, say("models.softmax_never"), say("models.cause_softmax_never"))
    measured = bool(_ACCURACIES & set(facts.metrics))
    check(measured, say("models.accuracy"), say("models.cause_accuracy"))


def _is_near(found: Any, due: Any) -> bool:
    numbers = isinstance(found, (int, float)) and isinstance(due, (int, float))
    return numbers and abs(found - due) <= _SAME_RATE * abs(due)
