"""build_rung: layers, sizes and settings of the five models, their accuracy, and a step's time.

Accuracy is that of new models of their forms, which the judge trains with the reference's `train`.
"""

import pytest
from cnn_ladder_cases import prepared
from cnn_ladder_models import compile_settings, hand_over, optimizer_of
from cnn_ladder_rungs import (
    PARAMETERS,
    PRINTED_ACCURACY,
    TRAINABLE,
    check_count,
    check_layers,
    check_loss,
    check_rate,
    check_shapes,
    rung,
)
from cnn_ladder_runs import (
    accuracies_of,
    caption_of,
    grade_accuracies,
    reference_model,
    show_accuracies,
)

from gradewright.graders import check, points

pytestmark = pytest.mark.question("build_rung")

_STEP_SCALE = ((2.5, 1.0), (6.0, 0.0))


def _model(student, bench, kept, n):
    """Return rung n as the evaluator sees it."""
    make = lambda: hand_over(student, bench, kept, student.build_rung(n))  # noqa: E731
    return kept.once(n, make)


@pytest.mark.points(0.15)
def test_parameters(student, bench, kept, picture):
    """The five rungs have the stated numbers of parameters."""
    models = [_model(student, bench, kept, n) for n in range(1, 6)]
    found = [model.facts.parameters for model in models]
    picture.plot(
        "Parameters of the rungs",
        [
            points("yours", range(5), found),
            points("as printed", range(5), PARAMETERS, whose="printed", look="rings"),
        ],
        x="rung",
        y="parameters",
        x_names=range(1, 6),
        caption="Most parameters are in the dense layer: deeper networks hand it fewer numbers.",
    )
    for n, model in enumerate(models, 1):
        check_count(model, PARAMETERS[n - 1], TRAINABLE[n - 1], f"Rung {n}", rung(n))


@pytest.mark.points(0.7)
@pytest.mark.parametrize("n", range(1, 6), ids="rung {}".format)
def test_layers(student, bench, kept, n):
    """The layers of each rung, in order and of the stated sizes."""
    model = _model(student, bench, kept, n)
    check_shapes(model, (32, 32, 3))
    check_layers(model, rung(n))


@pytest.mark.points(0.15)
def test_fourth_and_fifth(student, bench, kept):
    """He's initial weights in rung 4, a penalty on the weights of the convolutions in rung 5."""
    for kernels in _kernels(_model(student, bench, kept, 4), "kernel_initializer"):
        name = kernels.get("class_name") if isinstance(kernels, dict) else kernels
        cause = 'the table says kernel_initializer="he_uniform" for the convolutions.'
        check(
            name in ("HeUniform", "he_uniform"),
            "The convolutions of rung 4 do not start with He's uniform weights.",
            cause,
        )
    for n in range(1, 6):
        for penalty in _kernels(_model(student, bench, kept, n), "kernel_regularizer"):
            _check_penalty(n, penalty)


def _kernels(model, setting):
    """Return a setting of each convolution."""
    names = [layer.name for layer in model.facts.layers if layer.class_name == "Conv2D"]
    return [model.configs.get(name, {}).get(setting) for name in names]


def _check_penalty(n, penalty):
    """Check the regulariser of one convolution's kernel."""
    settings = penalty.get("config", {}) if isinstance(penalty, dict) else {}
    l1, l2 = settings.get("l1", 0), settings.get("l2", 0)
    due = 1e-4 if n == 5 else 0
    right = isinstance(l2, (int, float)) and abs(l2 - due) < 1e-8 and not l1
    problem = f"A convolution of rung {n} has another penalty on its weights than is due."
    cause = "rung 5, and only that, has kernel_regularizer L2(1e-4) in its convolutions."
    check(right and (due or penalty is None or not l2), problem, cause)


@pytest.mark.points(0.1)
def test_compiled(student, bench, kept):
    """Compiled with SGD, momentum 0.9 and rate 0.001, a fitting loss, and accuracy."""
    model = _model(student, bench, kept, 2)
    name, settings = optimizer_of(model.artefact)
    check(name == "sgd", f"The optimizer is {name or 'not set'} and not SGD.")
    momentum = settings.get("momentum") or 0
    check(abs(momentum - 0.9) < 1e-6, f"The momentum is {momentum:g} and not 0.9.")
    check_rate(model.facts.learning_rate, 0.001)
    check_loss(model)


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_arguments(student):
    """Another learning rate, and Adam, where they are asked for."""
    for optimizer, rate in (("sgd", 0.02), ("adam", 0.005)):
        artefact = student.artefact(student.build_rung(1, optimizer=optimizer, learning_rate=rate))
        compile_settings(artefact)
        name, settings = optimizer_of(artefact)
        check(name == optimizer, f"The optimizer is {name} where {optimizer} is asked for.")
        check_rate(settings.get("learning_rate"), rate, default=0.001)


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.15)
def test_accuracy(reference, networks, bench, data, picture):
    """Trained for the stated steps, such rungs reach the reference's accuracy on hidden images."""
    images = data("cifar10")
    budget = bench.budget(images.key)
    settings = budget["optimizer"], budget["learning_rate"]
    accuracies = {}
    for n in budget["rungs"]:
        theirs = reference_model(bench, reference, "rung", n, *settings)
        own = networks.rung(n, *settings).model
        accuracies[n] = accuracies_of(bench, images, budget, n, theirs, own)
    caption = caption_of(images, budget, "CIFAR-10 after 20 epochs")
    show_accuracies(picture, accuracies, PRINTED_ACCURACY, "CIFAR-10", 5, caption)
    grade_accuracies(bench, accuracies, images, budget, "CIFAR-10")


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.15)
def test_step_time(student, reference, bench, kept, data):
    """A training step takes about as long as the reference's."""
    images = data("cifar10")
    budget = bench.budget(images.key)
    n, size = budget["timed"], budget["timed_batch"]
    bench.step_time(
        f"Time of a training step of rung {n}",
        _model(student, bench, kept, n).artefact,
        reference_model(bench, reference, "rung", n).artefact,
        prepared(images.x_train[:size]),
        images.y_train[:size],
        batch_size=size,
        steps=5,
        warm_up=1,
        scale=_STEP_SCALE,
        data=images.name,
        budget=budget.name,
    )
