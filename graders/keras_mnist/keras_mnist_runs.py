"""Training within a budget: the data for it, the reference's own run, and pictures of both."""

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from keras_mnist_cases import DIGITS, prepared

from gradewright.graders import line

_REFERENCE = Path("reference", "keras_mnist", "keras_mnist.py")
_SEED = 3
_made = {}


@dataclass(frozen=True)
class Run:
    """What the reference's training came to: the loss of each epoch, accuracy on hidden images."""

    losses: tuple[float, ...]
    accuracy: float


@cache
def reference_module():
    """Return the reference solution, whose models are trained in place (`reference` copies)."""
    file = Path(__file__).resolve().parents[2] / _REFERENCE
    spec = importlib.util.spec_from_file_location("keras_mnist_of_the_graders", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def reference_run(kind, digits, budget):
    """Return the reference's run, trained once in this process for each budget."""
    key = (kind, digits.name, budget.name)
    return _once(key, lambda: _train_reference(kind, digits, budget))


def _train_reference(kind, digits, budget):
    solution = reference_module()
    solution.keras.utils.set_random_seed(_SEED)
    is_mlp = kind == "mlp"
    model = solution.build_mlp(budget["mlp_learning_rate"]) if is_mlp else solution.build_cnn()
    x, y = training_part(digits, budget, kind)
    epochs, batch_size = budget[f"{kind}_epochs"], budget["batch_size"]
    history = solution.train(model, x, y, epochs, batch_size, _SEED)
    hidden, labels = hidden_part(digits, budget)
    outputs = model.predict(hidden, batch_size=256, verbose=0)
    accuracy = float((outputs.argmax(axis=1) == labels).mean())
    return Run(tuple(map(float, history["loss"])), accuracy)


def show_losses(picture, losses, run):
    """Draw the training loss beside the reference's."""
    epochs = np.arange(1, len(losses) + 1)
    ghost = np.arange(1, len(run.losses) + 1)
    picture.plot(
        "Training loss of the perceptron",
        [
            line("yours", losses, epochs),
            line("reference", run.losses, ghost, whose="reference", look="dashes"),
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
