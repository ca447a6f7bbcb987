"""keras_svm: a model whose loss is the primal objective times a constant.

Judged without training: the loss that the model was compiled with, for weights and data of the
judge's, is computed by the evaluator and compared with the primal objective. The first two tests
are for everybody to see: they stand here because they compute with the model.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from gradewright.graders import check, check_close

pytestmark = [pytest.mark.question("keras_svm"), pytest.mark.needs("keras")]

# Single precision, summed over some dozens of points.
_RTOL = 1e-3


@dataclass(frozen=True)
class Machine:
    """A model with the judge's weights: d features, price C, n points."""

    artefact: Any
    w: np.ndarray
    b: float
    C: float
    n: int

    def primal(self, X, y):
        """Return the primal objective on n points."""
        return 0.5 * float(self.w @ self.w) + self.C * self.n * self.hinge(X, y)

    def hinge(self, X, y):
        """Return the mean hinge loss."""
        return float(np.maximum(0, 1 - y * (X @ self.w + self.b)).mean())


@pytest.mark.points(0.15)
def test_model(student, bench):
    """One linear output from d inputs: d weights and a bias."""
    machine = _machine(student, np.array([0.5, -0.25]), -1.0, 1.0, 60)
    facts = bench.evaluator.describe(machine.artefact)
    check(
        facts.input_shape == (None, 2) and facts.output_shape == (None, 1),
        f"The model maps {facts.input_shape} to {facts.output_shape}; (None, 2) to (None, 1) is "
        "due for d = 2.",
    )
    X = np.array([[0.0, 0.0], [1.0, 2.0], [-3.0, 1.0], [4.0, 4.0]])
    outputs = bench.evaluator.predict(machine.artefact, X.astype(np.float32))
    check_close(
        outputs, (X @ machine.w + machine.b)[:, None], rtol=1e-4, atol=1e-5, name="the output"
    )
    # A model may be compiled with what cannot be handed over, such as a loss of the student's own.
    check(facts.loss != "", machine.artefact.uncompiled or "The model has no loss.")


@pytest.mark.points(0.15)
def test_hinge(student, bench):
    """The loss grows by the mean hinge loss of the data."""
    machine = _machine(student, np.array([0.5, -0.25]), -1.0, 1.0, 60)
    rng = np.random.default_rng(5)
    X = rng.normal(size=(60, 2))
    hinges, losses = [], []
    for scale in (0.1, 2.0, 5.0):
        y = np.where(X @ [1.0, 1.0] > 0, 1, -1)
        hinges.append(machine.hinge(scale * X, y))
        losses.append(_loss(bench, machine, scale * X, y))
    slopes = np.diff(losses) / np.diff(hinges)
    check(
        np.isfinite(losses).all() and np.isclose(slopes[0], slopes[1], rtol=_RTOL),
        "The loss does not grow in proportion to the hinge loss of the data.",
        "another loss than 'hinge' was given to compile, or the output is not linear.",
    )
    check(slopes[0] > 0, "The loss falls as the hinge loss grows.", "a loss weight is negative.")


@pytest.mark.points(0.65)
@pytest.mark.visibility("hidden")
def test_penalty(student, bench, rng):
    """Fresh d, C, n and weights: the loss is the primal objective times a constant."""
    d, n = int(rng.integers(3, 7)), int(rng.integers(30, 90))
    C = float(10 ** rng.uniform(-0.8, 0.8))
    if 0.5 < C < 2:
        C *= 4
    machine = _machine(student, rng.normal(size=d), float(rng.uniform(1, 2)), C, n)
    apart, mixed = _data(rng, machine, apart=True), _data(rng, machine, apart=False)
    penalty, loss = (_loss(bench, machine, X, y) for X, y in (apart, mixed))
    per_hinge = (loss - penalty) / machine.hinge(*mixed)
    check(
        penalty > 0,
        "The loss has no penalty on the weights: without any hinge loss it is not above 0.",
        "kernel_regularizer is missing.",
    )
    check(per_hinge > 0, "The loss does not grow with the hinge loss of the data.")
    factors = [machine.primal(*data) / value for data, value in ((apart, penalty), (mixed, loss))]
    check(
        np.isclose(factors[0], factors[1], rtol=_RTOL),
        "The loss is not the primal objective times a constant: the penalty is "
        f"{factors[1] / factors[0]:.3g} times what fits the hinge loss beside it.",
        _cause(machine, penalty / per_hinge),
    )


def _cause(machine, penalty):
    """Return why a penalty, for a hinge loss that is a mean, is not ||w||^2 / (2 C n)."""
    w, b, C, n = machine.w, machine.b, machine.C, machine.n
    square = float(w @ w)
    reasons = (
        ((square + b * b) / (2 * C * n), "the bias is penalised too."),
        (square / (C * n), "the 1/2 of the primal is missing: Keras' l2 does not have it either."),
        (square / (4 * C * n), "1/2 too much."),
        (square / (2 * C), "n is missing: Keras' hinge is a mean, the primal has a sum."),
        (square / C, "n and 1/2 are missing: Keras' hinge is a mean, the primal has a sum."),
        (square / (2 * n), "C is missing."),
        (square / 2, "C and n are missing."),
        (square * C / (2 * n), "C is on the wrong side: the hinge loss is multiplied by C."),
        (square * C, "C is on the wrong side, and n is missing."),
        (square * 0.01, "0.01 is Keras' default; the strength depends on C and n."),
        (np.abs(w).sum() / (2 * C * n), "l1 in place of l2."),
    )
    for value, reason in reasons:
        if np.isclose(penalty, value, rtol=_RTOL):
            return reason
    return ""


def _machine(student, w, b, C, n):
    """Return the student's model for these sizes, with the weights w and b."""
    artefact = student.artefact(student.keras_svm(w.size, C, n))
    shapes = [array.shape for array in artefact.weights]
    check(
        shapes == [(w.size, 1), (1,)],
        f"The weights of the model have the shapes {shapes}; one dense unit with d = {w.size} has "
        f"{[(w.size, 1), (1,)]}.",
    )
    weights = (w.reshape(-1, 1).astype(np.float32), np.array([b], dtype=np.float32))
    return Machine(artefact.with_weights(weights), w, b, C, n)


def _data(rng, machine, *, apart):
    """Return n points and labels, all of them beyond the margin, or most of them within it."""
    X = rng.normal(size=(machine.n, machine.w.size))
    y = np.where(rng.random(machine.n) < 0.5, 1, -1)
    if apart:
        reach = rng.uniform(1.5, 4, size=machine.n) * y - machine.b
        X += np.outer(reach - X @ machine.w, machine.w) / (machine.w @ machine.w)
    return X.astype(np.float32), y.astype(np.float32)


def _loss(bench, machine, X, y):
    """Return the compiled loss on all points as one batch."""
    labels = np.asarray(y, dtype=np.float32)[:, None]
    return bench.evaluator.loss(
        machine.artefact, X.astype(np.float32), labels, batch_size=machine.n
    )
