"""build_fashion_rung: the accuracy of such models."""

import pytest
from runs import (
    accuracies_of,
    caption_of,
    grade_accuracies,
    reference_model,
    show_accuracies,
)

pytestmark = pytest.mark.question("build_fashion_rung")

# What the course printed: accuracy on the test images.
_PRINTED = {1: 0.877, 2: 0.911, 3: 0.935}


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
    show_accuracies(picture, accuracies, _PRINTED, "Fashion-MNIST", 3, caption)
    grade_accuracies(bench, accuracies, images, budget, "Fashion-MNIST")
