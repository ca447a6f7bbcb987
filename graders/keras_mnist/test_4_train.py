"""train: each step, the order of the images, and the history's values.

The model is the student's own, or one of the judge's where that is not yet the one asked for. The
judge repeats its steps in NumPy (`perceptron`), so what is asked is whether training moved these
weights as it had to.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from cases import check_moved, is_at, is_near, orders
from images import fresh_examples
from perceptron import distance, perceptron_of
from reading import check_history
from stated import stated_layers

from gradewright.graders import CheckFailed, check, check_close

pytestmark = [pytest.mark.question("train"), pytest.mark.visibility("hidden")]

_EPOCHS = 3
_SMALL = 3
_ORDERS = 4
# As many images as a real training has, so that code which counts them cannot tell the two apart.
_MANY = (1000, 1400)


@pytest.fixture
def network(networks, kept):
    """Give the network of this file's trainings: each begins with its first weights again."""
    return kept.once("network", networks.perceptron)


def _train(student, models, network, *arguments, **settings):
    """Train a network from its first weights; return what it is then, and what train returned."""
    student.give_weights(network.handle, network.model.artefact.weights)
    history = student.train(network.handle, *arguments, **settings)
    return models.read(network.handle, stated=stated_layers).weights, history


@pytest.fixture
def whole_batches(student, models, network, kept, rng):
    """Train for three epochs of one batch each, so that the order of the images is no matter."""

    def run():
        count = int(rng.integers(*_MANY))
        x, y = fresh_examples(rng, count)
        validation = fresh_examples(rng, 6)
        settings = {"epochs": _EPOCHS, "batch_size": count, "seed": 3}
        settings["validation_data"] = validation
        after, history = _train(student, models, network, x, y, **settings)
        way = perceptron_of(network.model).steps(x, y, _EPOCHS)
        return (x, y), validation, way, after, history

    return kept.once("whole batches", run)


@pytest.fixture
def small_batches(student, models, network, kept, rng):
    """Train for one epoch on batches of three."""

    def run():
        x, y = fresh_examples(rng, 5)
        settings = {"epochs": 1, "batch_size": _SMALL, "seed": 7}
        after, _ = _train(student, models, network, x, y, **settings)
        return x, y, perceptron_of(network.model), after

    return kept.once("small batches", run)


@pytest.fixture
def three_trainings(student, models, network, rng):
    """Train from the same weights three times: twice with one seed, once with another.

    Five images in batches of three come in one of ten orders each epoch. Gives the perceptron
    before, the weights after each training, and the images.
    """
    x, y = fresh_examples(rng, 5)
    settings = {"epochs": _ORDERS, "batch_size": _SMALL}
    ends = [_train(student, models, network, x, y, **settings, seed=seed)[0] for seed in (7, 7, 8)]
    return perceptron_of(network.model), ends, (x, y)


@pytest.mark.points(0.7)
def test_steps(student, models, network, whole_batches):
    """Each epoch is one pass over the images, each batch one step of gradient descent."""
    _examples, _validation, way, after, _history = whole_batches
    expected = way[-1].weights
    for count, perceptron in enumerate(way[1:-1], 1):
        stopped = is_at(after, way[0].weights, perceptron.weights)
        check(not stopped, f"Training took {count} of {_EPOCHS} steps.", "epochs are ignored.")
    problem = "The weights are not where the steps of gradient descent lead."
    cause = ""
    if not is_at(after, way[0].weights, expected):
        cause = _cause_of_steps(whole_batches)
        cause = cause or _cause_of_images(student, models, network, whole_batches)
    check_moved(way[0].weights, after, expected, problem, cause)


def _cause_of_steps(whole_batches):
    """Return what training did in place of its steps, where that is plain, else ""."""
    (x, y), (x_val, y_val), way, after, _history = whole_batches
    start = way[0]
    ways = [(start.steps(x_val, y_val, _EPOCHS), "the validation data are trained on.")]
    for factor in (2, 0.5, 10, 0.1):
        other = replace(start, learning_rate=factor * start.learning_rate)
        cause = f"each step is {factor:g} times as long as the model's own optimizer makes it."
        ways.append((other.steps(x, y, _EPOCHS), cause))
    more = start.steps(x, y, 4 * _EPOCHS)[_EPOCHS + 1 :]
    ways += [([start, further], "training takes more steps than epochs.") for further in more]
    found = [cause for path, cause in ways if is_at(after, start.weights, path[-1].weights)]
    return found[0] if found else ""


def _cause_of_images(student, models, network, whole_batches):
    """Return whether one batch with room for the validation data takes them in as well."""
    (x, y), validation, way, *_ = whole_batches
    both = [np.concatenate(pair) for pair in zip((x, y), validation, strict=True)]
    settings = {"epochs": 1, "batch_size": len(both[0]), "seed": 3, "validation_data": validation}
    try:
        after, _ = _train(student, models, network, x, y, **settings)
    except CheckFailed:
        return ""
    together = is_at(after, way[0].weights, way[0].step(*both).weights)
    return "the validation data are trained on as well." if together else ""


@pytest.mark.points(0.5)
def test_history_values(whole_batches):
    """The history tells the losses of the training, and of the validation data after each epoch."""
    (x, y), (x_val, y_val), way, _after, history = whole_batches
    values = check_history(history, _EPOCHS, ("loss", "val_loss", "val_accuracy"))
    losses = np.array([perceptron.loss(x, y) for perceptron in way])
    if not np.allclose(values["loss"], losses[1:], rtol=0.01):
        check_close(values["loss"], losses[:-1], rtol=0.01, name="loss")
    validation = [perceptron.loss(x_val, y_val) for perceptron in way[1:]]
    if not np.allclose(values["val_loss"], validation, rtol=0.01):
        told = values["val_loss"]
        own = any(np.allclose(told, one, rtol=0.01) for one in (losses[1:], losses[:-1]))
        cause = "validation_data is not handed on: the training images are measured."
        check(not own, "val_loss is the loss on the training data.", cause)
    check_close(values["val_loss"], np.array(validation), rtol=0.01, name="val_loss")
    accuracy = [perceptron.accuracy(x_val, y_val) for perceptron in way[1:]]
    # One image of six may be on the brink, and rounding decides.
    check_close(values["val_accuracy"], np.array(accuracy), atol=0.17, name="val_accuracy")


@pytest.mark.points(0.6)
def test_batches(small_batches):
    """Batches have the size asked for, and the last, smaller one of an epoch counts."""
    x, y, before, after = small_batches
    whole = before.step(x, y).weights
    check(
        not is_at(after, before.weights, whole),
        "All images were taken in one step, although the batch size is smaller.",
        "batch_size is not handed on.",
    )
    ways = orders(before, x, y, _SMALL)
    nearest = min(ways, key=lambda way: distance(way.weights, after))
    problem = "No order of the images, in batches of the size asked for, leads to these weights."
    dropped = [before.step(x[list(one)], y[list(one)]) for one in combinations(range(5), _SMALL)]
    short = any(is_at(after, before.weights, way.weights) for way in dropped)
    cause = "the last, smaller batch of an epoch is dropped." if short else ""
    check_moved(before.weights, after, nearest.weights, problem, cause)


@pytest.mark.points(0.5)
def test_seed(three_trainings):
    """The same seed gives the same weights, another seed gives others."""
    start, (one, same, other), examples = three_trainings
    moved = distance(one, start.weights)
    check(moved > 0, "Training changed no weight: the model is as it was before.")
    check(
        distance(one, same) <= 1e-3 * moved,
        "Two trainings from equal weights with the same arguments lead to different weights.",
        "the seed is not used: keras.utils.set_random_seed(seed) comes first.",
    )
    check(
        distance(one, other) > 1e-4 * moved,
        "Another seed gives the same weights.",
        _cause_of_sameness(start, one, *examples),
    )


def _cause_of_sameness(start, after, x, y):
    """Return why training does not depend on its seed, where that is plain, else ""."""
    if is_at(after, start.weights, start.steps(x, y, _ORDERS)[-1].weights):
        return "batch_size is not handed on: one batch of all images has no order."
    way = start
    for _ in range(_ORDERS):
        way = way.step(x[:_SMALL], y[:_SMALL]).step(x[_SMALL:], y[_SMALL:])
    if is_at(after, start.weights, way.weights):
        return "the images are not shuffled: they come in one order in every epoch."
    if is_near(after, start.weights, way.weights):
        return "the order of the images has a fixed seed: the argument is not used."
    return ""
