"""Trainings by the judge: rungs of a student's form and the reference's, on the same images.

They run in the evaluator, where no submission ever does, under the exact budget. One training is
done for each form, for the whole class.
"""

from dataclasses import dataclass

import numpy as np
from cases import prepared
from forms import network_of

from gradewright.graders import CheckFailed, Model, check, line, points, share_interval

CLASSES = 10
_SEED = 1
_references = {}


@dataclass(frozen=True)
class Images:
    """The images that a budget grants: for training, for stopping, and hidden ones."""

    x: np.ndarray
    y: np.ndarray
    validation: tuple[np.ndarray, np.ndarray]
    hidden: np.ndarray
    labels: np.ndarray


def of_rung(budget, name, n):
    """Return what the budget states for rung n: one number for all, or pairs (rung, number)."""
    stated = budget[name]
    return stated if isinstance(stated, int) else dict(stated)[n]


def images_of(dataset, budget, n):
    """Return the prepared images of the budget's classes, for rung n."""
    classes = budget.get("classes", range(CLASSES))
    train = np.flatnonzero(np.isin(dataset.y_train, classes))
    test = np.flatnonzero(np.isin(dataset.y_test, classes))[: budget["hidden"]]
    steps, size, epochs = (of_rung(budget, name, n) for name in ("steps", "batch_size", "epochs"))
    count = steps * size // epochs
    first, then = train[:count], train[count : count + budget["validation"]]
    return Images(
        prepared(dataset.x_train[first]),
        dataset.y_train[first],
        (prepared(dataset.x_train[then]), dataset.y_train[then]),
        prepared(dataset.x_test[test]),
        dataset.y_test[test],
    )


def reference_model(bench, reference, kind, n, *arguments):
    """Return the reference's rung n of a ladder, "rung" or "fashion_rung", built once for all."""
    key = (kind, n, arguments)
    if key not in _references:
        artefact = reference.artefact(getattr(reference, f"build_{kind}")(n, *arguments))
        _references[key] = Model(artefact, bench.evaluator.describe(artefact))
    return _references[key]


def accuracies_of(bench, dataset, budget, n, theirs, mine):
    """Return the share of hidden images that new rungs n know after their training.

    Whoever builds the reference's network, in whatever way it is written, pays for no training.

    Args:
        bench: trains.
        dataset: the images' data set.
        budget: the budget of the training.
        n: the rung.
        theirs: the reference's model of it.
        mine: the student's.

    Returns:
        The reference's share and the student's.
    """
    images = images_of(dataset, budget, n)
    same = network_of(mine) == network_of(theirs)
    forms = theirs.artefact, (theirs if same else mine).artefact
    return tuple(_accuracy(bench, images, budget, n, artefact) for artefact in forms)


def _accuracy(bench, images, budget, n, artefact):
    numbers = {name: of_rung(budget, name, n) for name in ("epochs", "batch_size")}
    same = {name: budget[name] for name in ("patience", "augmented")}
    data = images.x, images.y, images.validation
    run = bench.trained("train", artefact, *data, seed=_SEED, **numbers, **same)
    shares = run.output(images.hidden)
    check(
        shares.shape == (len(images.hidden), CLASSES) and np.isfinite(shares).all(),
        f"After training, rung {n} does not give ten finite numbers for each image.",
    )
    return float((shares.argmax(axis=1) == images.labels).mean())


def grade_accuracies(bench, accuracies, dataset, budget, ladder):
    """Record the accuracy of each rung; the one that earns least decides.

    Args:
        bench: measures.
        accuracies: rung -> (the reference's, the student's).
        dataset: the images' data set.
        budget: the budget of the training.
        ladder: its name, for the titles.

    Raises:
        CheckFailed: a rung earns less than full marks.
    """
    worst = None
    for n, (theirs, mine) in accuracies.items():
        shares = share_interval(mine, budget["hidden"])
        try:
            bench.grade(
                f"Accuracy of rung {n} of the {ladder} ladder on hidden images",
                mine,
                scale=budget["accuracy"],
                reference=theirs,
                scaled="ratio",
                data=dataset.name,
                budget=budget.name,
                interval=tuple(share / theirs for share in shares) if theirs else None,
            )
        except CheckFailed as failed:
            worst = failed if worst is None else min(worst, failed, key=_fraction)
    if worst is not None:
        raise worst


def _fraction(failed):
    return getattr(failed, "fraction", 0.0)


def show_accuracies(picture, accuracies, printed, ladder, rungs, caption):
    """Draw the accuracy of each rung: the student's, the reference's, and what was printed."""
    at = np.array(list(accuracies)) - 1
    theirs, mine = zip(*accuracies.values(), strict=True)
    places, heights = np.array(list(printed)) - 1, list(printed.values())
    picture.plot(
        f"Accuracy up the {ladder} ladder",
        [
            points("yours", at, mine),
            points("reference", at, theirs, whose="reference", look="rings"),
            line("as printed", heights, places, whose="printed", look="dashes"),
        ],
        x="rung",
        y="share of hidden images",
        x_names=range(1, rungs + 1),
        caption=caption,
    )


def caption_of(dataset, budget, printed):
    """Return what was trained on what, and for how long."""
    classes = len(budget.get("classes", range(CLASSES)))
    steps, sizes = (_range(budget, name) for name in ("steps", "batch_size"))
    return (
        f"Yours and the reference's, trained by the judge: {dataset.name}, {classes} classes, "
        f"{steps} steps of {sizes} images ({budget.name}). As printed: {printed}."
    )


def _range(budget, name):
    """Return a number of the budget, or from which to which it goes, in words."""
    numbers = {of_rung(budget, name, n) for n in budget["rungs"]}
    return " to ".join(map(str, sorted({min(numbers), max(numbers)})))
