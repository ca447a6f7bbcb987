"""train: when it stops, what it ends with, what it learns from, and the accuracy that comes of it.

Validation data are chosen so that their loss falls first and rises then: some show colours that
training never does. What the trained weights give is computed by the judge (`cnn_ladder_network`).
"""

from functools import partial

import numpy as np
import pytest
from cnn_ladder_cases import read_numbers
from cnn_ladder_network import losses, probabilities
from cnn_ladder_rungs import PRINTED_ACCURACY, PRINTED_FASHION, PRINTED_STEP_TIME
from cnn_ladder_runs import grade_climbs, of_rung, reference_climb, show_ladder, student_climb
from cnn_ladder_seen import (
    check_anew,
    check_augmented,
    check_plain,
    fresh_images,
    loss_after,
    seen_by,
)

from gradewright.graders import check, check_between, check_close, check_keys, check_kind, line

pytestmark = pytest.mark.question("train")

_LISTS = ("loss", "accuracy", "val_loss", "val_accuracy")
_MOST_EPOCHS = 24
_COLOURS = np.array([[9, 1, 1], [1, 9, 1], [1, 1, 9], [9, 9, 1], [9, 1, 9]], np.float32) / 10


def _coloured(rng, classes, count):
    """Return noisy images of one colour each, and which colour it is."""
    y = np.resize(classes, count)
    noise = rng.normal(0, 0.25, (count, 32, 32, 3))
    return np.clip(_COLOURS[y][:, None, None] + noise, 0, 1).astype(np.float32), y


@pytest.fixture
def stopped(student, networks, kept, rng):
    """Train until early stopping ends it; return patience, validation data, history and model."""

    def run():
        x, y = _coloured(rng, [0, 1, 2], 24)
        known, unknown = _coloured(rng, [0, 1, 2], 14), _coloured(rng, [3, 4], 2)
        validation = tuple(np.concatenate(pair) for pair in zip(known, unknown, strict=True))
        patience = int(rng.integers(2, 5))
        handle = networks.rung(1).handle
        settings = {"epochs": _MOST_EPOCHS, "batch_size": 8, "patience": patience, "seed": 3}
        history = student.train(handle, x, y, validation, **settings)
        return patience, validation, history, networks.read(handle)

    return kept.once("stopped", run)


def _read(history):
    """Return the lists of a history as float64 arrays of one length, and the best epoch."""
    found = check_keys(history, (*_LISTS, "best_epoch"))
    values = {name: read_numbers(found[name], name) for name in _LISTS}
    lengths = {name: len(value) for name, value in values.items()}
    text = ", ".join(f"{name}: {count}" for name, count in lengths.items())
    check(min(lengths.values()) > 0, f"A list of the history is empty ({text}).")
    check(len(set(lengths.values())) == 1, f"The lists are not equally long ({text}).")
    return values, check_kind(found["best_epoch"], "int", name="best_epoch")


@pytest.mark.points(0.15)
def test_history(stopped, picture):
    """The history has four lists with a number an epoch, and the best epoch."""
    values, best = _read(stopped[2])
    ran = len(values["loss"])
    check(0 <= best <= ran, f"best_epoch is not among the {ran} epochs that were run.")
    epochs = np.arange(1, ran + 1)
    picture.plot(
        "Learning curves, up to early stopping",
        [
            line("training loss", values["loss"], epochs),
            line("validation loss", values["val_loss"], epochs, look="dashes"),
            line("best epoch", [0, float(values["val_loss"].max())], [best, best], look="dashes"),
        ],
        x="epoch",
        y="loss",
        caption="Some validation images have colours that training never shows.",
    )
    for name in ("accuracy", "val_accuracy"):
        check_between(values[name], 0, 1, name=name)
    lowest = int(values["val_loss"].argmin()) + 1
    check(best != lowest - 1, "best_epoch counts from 0.", "argmin gives the place in the list.")
    check(best == lowest, "best_epoch is not the epoch with the lowest validation loss.")


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_stops(stopped):
    """Training stops after `patience` epochs without a new lowest validation loss."""
    patience, _, history, _ = stopped
    values, _ = _read(history)
    ran = len(values["val_loss"])
    check(
        ran < _MOST_EPOCHS,
        "Training never stopped, although the validation data contradict the training data.",
        "nothing stops early, the training loss is watched, or validation data are learned.",
    )
    since = ran - 1 - int(values["val_loss"].argmin())
    check(
        since == patience,
        f"Training stopped {since} epochs after the lowest val_loss; patience was {patience}.",
        "another patience, or another number than val_loss is watched.",
    )


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_restores(stopped):
    """The model ends with the weights of its best epoch; val_loss is measured as it should be."""
    _, (x, y), history, model = stopped
    values, _ = _read(history)
    found = float(losses(model, x, y).mean())
    lowest, last = float(values["val_loss"].min()), float(values["val_loss"][-1])
    check(
        not np.isclose(found, last, rtol=0.01) or np.isclose(last, lowest, rtol=0.01),
        "The model has the weights of the last epoch, not of the best one.",
        "the best weights are not kept, or not put back: restore_best_weights=True.",
    )
    problem = "The lowest val_loss is not the loss that the model's weights give."
    cause = "val_loss is measured on other images (augmented ones?), or other weights are restored."
    check(np.isclose(found, lowest, rtol=0.02), problem, cause)
    right = float((probabilities(model, x).argmax(axis=1) == y).mean())
    accuracy = values["val_accuracy"][int(values["val_loss"].argmin())]
    check_close(float(accuracy), right, atol=0.07, name="val_accuracy in the best epoch")


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_epochs(student, networks, rng):
    """No more epochs are run than asked for."""
    x, y = _coloured(rng, [0, 1, 2], 16)
    handle = networks.rung(1).handle
    history = student.train(handle, x, y, (x, y), epochs=3, batch_size=8, patience=9, seed=1)
    values, _ = _read(history)
    ran = len(values["loss"])
    check(ran == 3, f"{ran} epochs were run where 3 were asked for, with a patience of 9.")


@pytest.fixture
def seen(student, kept, rng):
    """Give images and labels, and a function that tells what a training saw of them."""
    x, y = kept.once("seen images", lambda: fresh_images(rng))
    seed = kept.once("seen seed", lambda: int(rng.integers(1000)))

    def once(epochs, *, augmented):
        run = partial(seen_by, student, x, y, epochs=epochs, augmented=augmented, seed=seed)
        return kept.once(("seen", epochs, augmented), run)

    return x, once


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_augmentation(seen):
    """Augmented training learns other images than those handed in; plain training these."""
    x, once = seen
    check_plain(once(1, augmented=False), x)
    check_augmented(once(1, augmented=True), x)


@pytest.mark.points(0.05)
@pytest.mark.visibility("hidden")
def test_augmented_anew(seen):
    """Each epoch of an augmented training sees the images in other versions."""
    _x, once = seen
    check_anew(once(1, augmented=True), once(2, augmented=True))


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_validation_is_not_augmented(student, rng):
    """The validation data stay as they are when the training data are augmented."""
    x, y = fresh_images(rng)
    history, expected = loss_after(student, x, y, fresh_images(rng), seed=2)
    val_loss = float(_read(history)[0]["val_loss"][-1])
    problem = "With augmentation, val_loss is not the loss that the model's weights give."
    cause = "the validation images are augmented, too: they must stay as they are."
    check(np.isclose(val_loss, expected, rtol=0.02, atol=1e-4), problem, cause)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_batch_normalisation(student, networks, rng):
    """Batch normalisation learns the means of its inputs while the model is trained."""
    handle = networks.fashion_rung(2).handle
    x = rng.random((16, 28, 28, 1)).astype(np.float32) * 3 + 2
    y = rng.integers(0, 10, 16)
    before = _moving(student, handle)
    student.train(handle, x, y, (x[:4], y[:4]), epochs=2, batch_size=4, patience=2, seed=1)
    after = _moving(student, handle)
    check(len(before) > 0, "The second Fashion-MNIST rung has no batch normalisation.")
    moved = [np.abs(one - other).max() for one, other in zip(before, after, strict=True)]
    check(
        min(moved) > 1e-4,
        "The averages of batch normalisation did not move during training.",
        "the model is called with training=False, or the layer is frozen.",
    )


def _moving(student, handle):
    """Return the moving means of a model's batch normalisation."""
    artefact = student.artefact(handle)
    pairs = zip(artefact.names, artefact.weights, strict=True)
    return [np.asarray(array, float) for name, array in pairs if "moving_mean" in name]


@pytest.mark.performance
@pytest.mark.points(0.2)
def test_accuracy(student, networks, bench, data, rng, picture):
    """The rungs reach the reference's accuracy on hidden images within the stated steps."""
    dataset = data("cifar10")
    budget = bench.budget(dataset.key)
    climbs = {}
    for n in budget["rungs"]:
        arguments = {name: budget[name] for name in ("optimizer", "learning_rate")}
        model = networks.rung(n, **arguments).handle
        mine = student_climb(student, bench, dataset, budget, n, model, rng)
        climbs[n] = (mine, reference_climb("rung", n, dataset, budget))
    show_ladder(
        picture,
        climbs,
        (PRINTED_ACCURACY, PRINTED_STEP_TIME),
        "CIFAR-10",
        5,
        _caption(dataset, budget, "CIFAR-10 after 20 epochs"),
    )
    grade_climbs(bench, climbs, dataset, budget, "CIFAR-10")


@pytest.mark.performance
@pytest.mark.points(0.1)
def test_fashion_accuracy(student, networks, bench, data, rng, picture):
    """The Fashion-MNIST rungs reach the reference's accuracy within the stated steps."""
    dataset = data("fashion_mnist")
    budget = bench.budget(dataset.key)
    climbs = {}
    for n in budget["rungs"]:
        model = networks.fashion_rung(n).handle
        mine = student_climb(student, bench, dataset, budget, n, model, rng)
        climbs[n] = (mine, reference_climb("fashion_rung", n, dataset, budget))
    show_ladder(
        picture,
        climbs,
        (PRINTED_FASHION, {}),
        "Fashion-MNIST",
        3,
        _caption(dataset, budget, "Fashion-MNIST, rungs 1 and 2 after 5 epochs"),
    )
    grade_climbs(bench, climbs, dataset, budget, "Fashion-MNIST")


def _caption(dataset, budget, printed):
    """Return what was trained on what, and for how long."""
    classes = len(budget.get("classes", range(10)))
    steps, sizes = (_range(budget, name) for name in ("steps", "batch_size"))
    return (
        f"Yours and the reference's: {dataset.name}, {classes} classes, {steps} steps of {sizes} "
        f"images ({budget.name}). As printed: {printed}."
    )


def _range(budget, name):
    """Return a number of the budget, or from which to which it goes, in words."""
    numbers = {of_rung(budget, name, n) for n in budget["rungs"]}
    return " to ".join(map(str, sorted({min(numbers), max(numbers)})))
