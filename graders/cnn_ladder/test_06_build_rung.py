"""build_rung: its arguments, the accuracy of such models, and a step's time.

Accuracy is that of new models of their forms, which the judge trains with the reference's `train`.
"""

import pytest
from cases import prepared
from runs import (
    accuracies_of,
    caption_of,
    grade_accuracies,
    reference_model,
    show_accuracies,
)

from gradewright.graders import check_learning_rate, check_optimizer

pytestmark = pytest.mark.question("build_rung")

_STEP_SCALE = ((2.5, 1.0), (6.0, 0.0))
# What the course printed: accuracy on the test images.
_PRINTED_ACCURACY = {2: 0.7437, 3: 0.7452, 4: 0.75, 5: 0.7822}


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_arguments(student, models):
    """Another learning rate, and Adam, where they are asked for."""
    for optimizer, rate in (("SGD", 0.02), ("Adam", 0.005)):
        handle = student.build_rung(1, optimizer=optimizer.lower(), learning_rate=rate)
        model = models.read(handle)
        check_optimizer(model, optimizer)
        check_learning_rate(model, rate, default=0.001)


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
    show_accuracies(picture, accuracies, _PRINTED_ACCURACY, "CIFAR-10", 5, caption)
    grade_accuracies(bench, accuracies, images, budget, "CIFAR-10")


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.15)
def test_step_time(student, reference, bench, models, data):
    """A training step takes about as long as the reference's."""
    images = data("cifar10")
    budget = bench.budget(images.key)
    n, size = budget["timed"], budget["timed_batch"]
    bench.step_time(
        f"Time of a training step of rung {n}",
        models.read(student.build_rung(n)).artefact,
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
