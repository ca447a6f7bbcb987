"""keras_svm: the size of the model, how it is compiled, and what its penalty rests on."""

import json

import numpy as np
import pytest

from gradewright.graders import check, check_sizes, layers_text, working_layers

pytestmark = [pytest.mark.question("keras_svm"), pytest.mark.needs("keras")]


@pytest.fixture
def model(student, models):
    """Give the model for 2 features, a price of 1 and 60 points."""
    return models.read(student.keras_svm(2, 1.0, 60))


@pytest.mark.points(0.1)
def test_sizes(model):
    """One linear output from d inputs: d weights and a bias, which are 3 for d = 2."""
    check_sizes(model, takes=(None, 2), gives=(None, 1), parameters=3)
    layers = working_layers(model)
    bent = [layer for layer in layers if layer.activation]
    check(not bent, f"The output is not linear. Your layers are: {layers_text(layers)}.")


@pytest.mark.points(0.1)
def test_compiled(model):
    """The model is compiled with the hinge loss."""
    loss = model.facts.loss
    # A model may be compiled with what cannot be handed over, such as a loss of the student's own.
    check(loss != "", model.artefact.uncompiled or "The model has no loss.")
    check(loss == "hinge", f"The loss is {loss}, and not hinge.", "look at loss= in compile.")


@pytest.mark.points(0.1)
def test_penalty(student, models):
    """The penalty is on w alone, and half as strong for twice the price or twice the points."""
    strength, rescaled = _strength(models.read(student.keras_svm(3, 0.7, 40)))
    # A loss that is summed or weighted moves C or n there: only the loss itself can tell.
    for C, n, what in () if rescaled else ((0.7, 80, "n"), (1.4, 40, "C")):
        other, _ = _strength(models.read(student.keras_svm(3, C, n)))
        told = f"The penalty is not half as strong where {what} is twice as large."
        cause = f"{what} is missing in its strength." if np.isclose(other, strength) else ""
        check(np.isclose(other, strength / 2, rtol=1e-4), told, cause)


def _strength(model):
    """Return how strong the squares of w are penalised, and whether the loss is rescaled."""
    layers = model.configs.values()
    on = {
        part: [_penalty(layer.get(f"{part}_regularizer")) for layer in layers]
        for part in ("kernel", "bias", "activity")
    }
    for part, what in (("bias", "The bias is"), ("activity", "The outputs are")):
        told = f"{what} penalised. The primal objective penalises w alone."
        check(not any(map(any, on[part])), told, f"{part}_regularizer is used.")
    l1, l2 = (sum(strengths) for strengths in zip(*on["kernel"], strict=True))
    told = "The penalty takes absolute values, not squares."
    check(l1 == 0, told, "it is l1 in place of l2.")
    check(l2 > 0, "The model has no penalty on its weights.", "kernel_regularizer is missing.")
    compiled = json.loads(model.artefact.compiled or "{}")
    plain = compiled.get("loss") == "hinge" and compiled.get("loss_weights") is None
    return l2, not plain


def _penalty(regularizer):
    """Return the factors of the absolute values and of the squares."""
    settings = regularizer["config"] if regularizer else {}
    return float(settings.get("l1") or 0), float(settings.get("l2") or 0)
