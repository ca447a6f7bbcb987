"""Trainings by the judge: the data that a budget grants, forms trained on them, and pictures."""

import numpy as np
from images import DIGITS, prepared

from gradewright.graders import check, line, share_interval

_SEED = 3
_made = {}


def training_part(digits, budget, kind):
    """Return the prepared training images and labels that a budget grants a network."""
    count = budget[f"{kind}_steps"] * budget["batch_size"] // budget[f"{kind}_epochs"]
    x = _once(("train", digits.name, count), lambda: prepared(digits.x_train[:count]))
    return x, digits.y_train[:count]


def hidden_part(digits, budget):
    """Return the prepared images that accuracy is measured on, and their digits."""
    count = budget["hidden"]
    x = _once(("hidden", digits.name, count), lambda: prepared(digits.x_test[:count]))
    return x, digits.y_test[:count]


def _once(key, make):
    """Return what was made under a key, the same for all submissions of this process."""
    if key not in _made:
        _made[key] = make()
    return _made[key]


def reference_model(reference, kind, budget=None):
    """Return the reference's network, "mlp" or "cnn", built once for all submissions."""

    def build():
        is_mlp = kind == "mlp"
        return reference.artefact(
            reference.build_mlp(budget["mlp_learning_rate"]) if is_mlp else reference.build_cnn()
        )

    return _once(("model", kind, kind == "mlp" and budget["mlp_learning_rate"]), build)


def train_form(bench, digits, kind, artefact):
    """Train a network of this form as the budget says, where no submission runs."""
    budget = bench.budget(digits.key)
    settings = {"epochs": budget[f"{kind}_epochs"], "batch_size": budget["batch_size"]}
    x, y = training_part(digits, budget, kind)
    return bench.trained("train", artefact, x, y, seed=_SEED, **settings)


def answers_of(run, digits, budget):
    """Return the digits that a trained network sees in the hidden images."""
    outputs = run.output(hidden_part(digits, budget)[0])
    check(
        outputs.ndim == 2 and outputs.shape[1] == DIGITS and np.isfinite(outputs).all(),
        "After training, the network does not give ten finite numbers for each image.",
    )
    return outputs.argmax(axis=1)


def grade_accuracy(bench, digits, kind, runs):
    """Measure the accuracy of a trained network beside the reference's, and give the points.

    `runs`: the trainings of the student's form and of the reference's.
    """
    budget = bench.budget(digits.key)
    labels = hidden_part(digits, budget)[1]
    mine, theirs = (float((answers_of(run, digits, budget) == labels).mean()) for run in runs)
    name = {"mlp": "perceptron", "cnn": "convolutional network"}[kind]
    bench.grade(
        f"Accuracy of the {name} on hidden images",
        mine,
        scale=budget[f"{kind}_accuracy"],
        kind="accuracy",
        reference=theirs,
        data=digits.name,
        budget=budget.name,
        interval=share_interval(mine, len(labels)),
    )


def show_losses(picture, mine, theirs):
    """Draw the training loss of a form beside the reference's."""
    losses, others = (run.value["loss"] for run in (mine, theirs))
    epochs = np.arange(1, len(losses) + 1)
    picture.plot(
        "Training loss of the perceptron",
        [
            line("yours", losses, epochs),
            line("reference", others, epochs, whose="reference", look="dashes"),
        ],
        x="epoch",
        y="loss",
    )


def show_confusion(picture, digits, answers):
    """Show which hidden digits were taken for which."""
    counts = np.zeros((DIGITS, DIGITS), np.int64)
    np.add.at(counts, (digits, answers), 1)
    picture.matrix(
        "Which digits were taken for which",
        counts,
        range(DIGITS),
        rows="digit",
        columns="answer",
        caption="Hidden images; a perfect network has numbers on the diagonal only.",
    )
