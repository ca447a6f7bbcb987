"""Training within a budget: a student's rungs and the reference's, on the same images.

The reference is trained once in a process for each data set, budget and rung.
"""

import time
from dataclasses import dataclass

import numpy as np
from cnn_ladder_cases import prepared, read_array, read_numbers, reference_module

from gradewright.graders import CheckFailed, check, check_keys, line, points

CLASSES = 10
_SEED = 1
_climbs = {}


@dataclass(frozen=True)
class Climb:
    """What the training of one rung came to.

    `step_time`: milliseconds for each step of training, the first ones left out.
    """

    accuracy: float
    step_time: float
    losses: tuple[float, ...]


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


def settings_of(budget, n, seed):
    """Return the arguments of train that a budget states for rung n."""
    numbers = {name: of_rung(budget, name, n) for name in ("epochs", "batch_size")}
    same = {name: budget[name] for name in ("patience", "augmented")}
    return numbers | same | {"seed": seed}


def student_climb(student, bench, dataset, budget, n, model, rng):
    """Train a student's rung n on renamed classes, and measure it on hidden images.

    Raises:
        CheckFailed: what train returns has no losses, or the model gives no ten numbers an image.
    """
    images, names = images_of(dataset, budget, n), rng.permutation(CLASSES)
    settings = settings_of(budget, n, int(rng.integers(2**31)))
    validation = (images.validation[0], names[images.validation[1]])

    def train(x, y, epochs):
        return student.train(model, x, names[y], validation, **(settings | {"epochs": epochs}))

    history, seconds = _timed(train, images, settings)
    losses = read_losses(history)
    artefact = student.artefact(model)
    shares = bench.evaluator.predict(artefact, images.hidden)
    answers = read_array(shares, (len(images.hidden), CLASSES), "the output").argmax(axis=1)
    right = np.argsort(names)[answers] == images.labels
    return Climb(float(right.mean()), _step_time(seconds, losses, images, settings), losses)


def reference_climb(kind, n, dataset, budget):
    """Return the reference's training of rung n of a ladder: "rung" or "fashion_rung"."""
    key = (kind, n, dataset.name, budget.name)
    if key not in _climbs:
        _climbs[key] = _reference_climb(kind, n, dataset, budget)
    return _climbs[key]


def _reference_climb(kind, n, dataset, budget):
    solution, images = reference_module(), images_of(dataset, budget, n)
    arguments = [budget["optimizer"], budget["learning_rate"]] if kind == "rung" else []
    model = getattr(solution, f"build_{kind}")(n, *arguments)
    settings = settings_of(budget, n, _SEED)

    def train(x, y, epochs):
        return solution.train(model, x, y, images.validation, **(settings | {"epochs": epochs}))

    history, seconds = _timed(train, images, settings)
    losses = tuple(map(float, history["loss"]))
    accuracy, _ = solution.evaluate(model, images.hidden, images.labels)
    return Climb(accuracy, _step_time(seconds, losses, images, settings), losses)


def _timed(train, images, budget):
    """Train one step first, for which Keras prepares itself; return the history and the seconds."""
    size = budget["batch_size"]
    train(images.x[:size], images.y[:size], 1)
    started = time.perf_counter()
    history = train(images.x, images.y, budget["epochs"])
    return history, time.perf_counter() - started


def _step_time(seconds, losses, images, settings):
    steps = -(-len(images.x) // settings["batch_size"]) * len(losses)
    return 1000 * seconds / steps


def read_losses(history):
    """Return the losses of a history as a tuple of floats."""
    values = check_keys(history, ("loss",))["loss"]
    losses = read_numbers(values, "loss")
    check(losses.size > 0, "The history has no losses.", got=values)
    return tuple(losses.tolist())


def grade_climbs(bench, climbs, dataset, budget, ladder):
    """Record the accuracy of each rung; the one that earns least decides.

    Args:
        bench: measures.
        climbs: rung -> (the student's Climb, the reference's).
        dataset: the images' data set.
        budget: the budget of the training.
        ladder: its name, for the titles.

    Raises:
        CheckFailed: a rung earns less than full marks.
    """
    worst = None
    for n, (mine, theirs) in climbs.items():
        try:
            bench.grade(
                f"Accuracy of rung {n} of the {ladder} ladder on hidden images",
                mine.accuracy,
                scale=budget["accuracy"],
                reference=theirs.accuracy,
                scaled="ratio",
                data=dataset.name,
                budget=budget.name,
            )
        except CheckFailed as failed:
            worst = failed if worst is None else min(worst, failed, key=_fraction)
    if worst is not None:
        raise worst


def _fraction(failed):
    return getattr(failed, "fraction", 0.0)


def show_ladder(picture, climbs, printed, ladder, rungs, caption):
    """Draw accuracy and step time of each rung: the student's, the reference's, the printed."""
    for title, unit, read, figures in (
        ("Accuracy", "share of hidden images", lambda climb: climb.accuracy, printed[0]),
        ("Time of a training step", "ms", lambda climb: climb.step_time, printed[1]),
    ):
        at = np.array(list(climbs)) - 1
        series = [
            points("yours", at, [read(mine) for mine, _ in climbs.values()]),
            points(
                "reference",
                at,
                [read(theirs) for _, theirs in climbs.values()],
                whose="reference",
                look="rings",
            ),
        ]
        if figures:
            places = np.array(list(figures)) - 1
            heights = list(figures.values())
            series.append(line("as printed", heights, places, whose="printed", look="dashes"))
        picture.plot(
            f"{title} up the {ladder} ladder",
            series,
            x="rung",
            y=unit,
            x_names=range(1, rungs + 1),
            caption=caption,
        )
