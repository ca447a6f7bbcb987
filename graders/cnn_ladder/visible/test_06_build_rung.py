"""build_rung: layers, sizes and settings of the five models."""

import pytest
from rungs import PARAMETERS, TRAINABLE, check_count, check_layers, check_shapes, rung

from gradewright.graders import (
    check,
    check_class_loss,
    check_learning_rate,
    check_optimizer,
    points,
)

pytestmark = pytest.mark.question("build_rung")


@pytest.mark.points(0.15)
def test_parameters(student, models, picture):
    """The five rungs have the stated numbers of parameters."""
    rungs = [models.read(student.build_rung(n)) for n in range(1, 6)]
    found = [model.facts.parameters for model in rungs]
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
    for n, model in enumerate(rungs, 1):
        check_count(model, PARAMETERS[n - 1], TRAINABLE[n - 1], f"Rung {n}", rung(n))


@pytest.mark.points(0.7)
@pytest.mark.parametrize("n", range(1, 6), ids="rung {}".format)
def test_layers(student, models, n):
    """The layers of each rung, in order and of the stated sizes."""
    model = models.read(student.build_rung(n))
    check_shapes(model, (32, 32, 3))
    check_layers(model, rung(n))


@pytest.mark.points(0.15)
def test_fourth_and_fifth(student, models):
    """He's initial weights in rung 4, a penalty on the weights of the convolutions in rung 5."""
    for kernels in _kernels(models.read(student.build_rung(4)), "kernel_initializer"):
        name = kernels.get("class_name") if isinstance(kernels, dict) else kernels
        cause = 'the table says kernel_initializer="he_uniform" for the convolutions.'
        check(
            name in ("HeUniform", "he_uniform"),
            "The convolutions of rung 4 do not start with He's uniform weights.",
            cause,
        )
    for n in range(1, 6):
        for penalty in _kernels(models.read(student.build_rung(n)), "kernel_regularizer"):
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
def test_compiled(student, models):
    """Compiled with SGD, momentum 0.9 and rate 0.001, a fitting loss, and accuracy."""
    model = models.read(student.build_rung(2))
    check_optimizer(model, "SGD", momentum=0.9)
    check_learning_rate(model, 0.001)
    check_class_loss(model)
