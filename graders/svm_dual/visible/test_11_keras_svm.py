"""keras_svm: the size of the model, and how it is compiled."""

import pytest

from gradewright.graders import check, check_sizes, layers_text, working_layers

pytestmark = [pytest.mark.question("keras_svm"), pytest.mark.needs("keras")]


@pytest.fixture
def model(student, models):
    """Give the model for 2 features, a price of 1 and 60 points."""
    return models.read(student.keras_svm(2, 1.0, 60))


@pytest.mark.points(0.15)
def test_sizes(model):
    """One linear output from d inputs: d weights and a bias, which are 3 for d = 2."""
    check_sizes(model, takes=(None, 2), gives=(None, 1), parameters=3)
    layers = working_layers(model)
    bent = [layer for layer in layers if layer.activation]
    check(not bent, f"The output is not linear. Your layers are: {layers_text(layers)}.")


@pytest.mark.points(0.15)
def test_compiled(model):
    """The model is compiled with the hinge loss."""
    loss = model.facts.loss
    # A model may be compiled with what cannot be handed over, such as a loss of the student's own.
    check(loss != "", model.artefact.uncompiled or "The model has no loss.")
    check(loss == "hinge", f"The loss is {loss}, and not hinge.", "look at loss= in compile.")
