"""build_encoder: layers, sizes and outputs of the model."""

from functools import partial

import pytest
from layers import check_encoder, check_encoder_layers, encoder_parameters
from printed import LATENT

from gradewright.graders import check_sizes

pytestmark = pytest.mark.question("build_encoder")


@pytest.fixture
def encoder(student, models):
    """Give the model that build_encoder() returns."""
    return models.read(student.build_encoder())


@pytest.mark.points(0.15)
def test_shapes(encoder):
    """The encoder takes images (784,) and gives two outputs, (20,) each."""
    check_encoder(encoder, LATENT)


@pytest.mark.points(0.15)
def test_parameters(encoder):
    """The encoder has 422,440 parameters, all of them trainable."""
    layers = partial(check_encoder_layers, encoder, LATENT)
    check_sizes(encoder, parameters=encoder_parameters(LATENT), layers=layers)


@pytest.mark.points(0.3)
def test_layers(encoder):
    """One hidden layer of 512 units with ReLU; mean and log_var without activation."""
    check_encoder_layers(encoder, LATENT)
