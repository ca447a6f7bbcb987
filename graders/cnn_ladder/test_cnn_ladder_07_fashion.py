"""build_fashion_rung: layers, sizes and settings of the three models, and their accuracy."""

import pytest
from cnn_ladder_models import hand_over, optimizer_of
from cnn_ladder_rungs import (
    FASHION_PARAMETERS,
    FASHION_TRAINABLE,
    PRINTED_FASHION,
    check_count,
    check_layers,
    check_loss,
    check_shapes,
    fashion_rung,
)
from cnn_ladder_runs import (
    accuracies_of,
    caption_of,
    grade_accuracies,
    reference_model,
    show_accuracies,
)

from gradewright.graders import check

pytestmark = pytest.mark.question("build_fashion_rung")


def _model(student, bench, kept, n):
    """Return rung n as the evaluator sees it."""
    make = lambda: hand_over(student, bench, kept, student.build_fashion_rung(n))  # noqa: E731
    return kept.once(n, make)


@pytest.mark.points(0.1)
def test_parameters(student, bench, kept):
    """The three rungs have the stated numbers of parameters."""
    for n in range(1, 4):
        model = _model(student, bench, kept, n)
        counts = FASHION_PARAMETERS[n - 1], FASHION_TRAINABLE[n - 1]
        check_count(model, *counts, f"Rung {n}", fashion_rung(n))


@pytest.mark.points(0.45)
@pytest.mark.parametrize("n", range(1, 4), ids="rung {}".format)
def test_layers(student, bench, kept, n):
    """The layers of each rung, in order and of the stated sizes."""
    model = _model(student, bench, kept, n)
    check_shapes(model, (28, 28, 1))
    check_layers(model, fashion_rung(n))


@pytest.mark.points(0.1)
def test_compiled(student, bench, kept):
    """Compiled with RMSprop, a fitting loss, and accuracy."""
    for n in range(1, 4):
        model = _model(student, bench, kept, n)
        name, _ = optimizer_of(model.artefact)
        check(name == "rmsprop", f"The optimizer is {name or 'not set'} and not RMSprop.")
        check_loss(model)


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.1)
def test_accuracy(reference, networks, bench, data, picture):
    """Trained for the stated steps, such rungs reach the reference's accuracy on hidden images."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    accuracies = {}
    for n in budget["rungs"]:
        theirs = reference_model(bench, reference, "fashion_rung", n)
        own = networks.fashion_rung(n).model
        accuracies[n] = accuracies_of(bench, images, budget, n, theirs, own)
    caption = caption_of(images, budget, "Fashion-MNIST, rungs 1 and 2 after 5 epochs")
    show_accuracies(picture, accuracies, PRINTED_FASHION, "Fashion-MNIST", 3, caption)
    grade_accuracies(bench, accuracies, images, budget, "Fashion-MNIST")
