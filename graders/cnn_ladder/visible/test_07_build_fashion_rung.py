"""build_fashion_rung: layers, sizes and settings of the three models."""

import pytest
from rungs import (
    FASHION_PARAMETERS,
    FASHION_TRAINABLE,
    check_count,
    check_layers,
    check_shapes,
    fashion_rung,
)

from gradewright.graders import check_class_loss, check_optimizer

pytestmark = pytest.mark.question("build_fashion_rung")


@pytest.mark.points(0.1)
def test_parameters(student, models):
    """The three rungs have the stated numbers of parameters."""
    for n in range(1, 4):
        model = models.read(student.build_fashion_rung(n))
        counts = FASHION_PARAMETERS[n - 1], FASHION_TRAINABLE[n - 1]
        check_count(model, *counts, f"Rung {n}", fashion_rung(n))


@pytest.mark.points(0.45)
@pytest.mark.parametrize("n", range(1, 4), ids="rung {}".format)
def test_layers(student, models, n):
    """The layers of each rung, in order and of the stated sizes."""
    model = models.read(student.build_fashion_rung(n))
    check_shapes(model, (28, 28, 1))
    check_layers(model, fashion_rung(n))


@pytest.mark.points(0.1)
def test_compiled(student, models):
    """Compiled with RMSprop, a fitting loss, and accuracy."""
    for n in range(1, 4):
        model = models.read(student.build_fashion_rung(n))
        check_optimizer(model, "RMSprop")
        check_class_loss(model)
