"""build_decoder: layers, sizes and outputs of the model."""

from functools import partial

import pytest
from layers import check_decoder, check_decoder_layers, decoder_parameters
from printed import LATENT

from gradewright.graders import check_sizes

pytestmark = pytest.mark.question("build_decoder")


@pytest.fixture
def decoder(student, models):
    """Give the model that build_decoder() returns."""
    return models.read(student.build_decoder())


@pytest.mark.points(0.15)
def test_shapes(decoder):
    """The decoder takes codes (20,) and gives images (784,)."""
    check_decoder(decoder, LATENT)


@pytest.mark.points(0.15)
def test_parameters(decoder):
    """The decoder has 412,944 parameters, all of them trainable."""
    layers = partial(check_decoder_layers, decoder)
    check_sizes(decoder, parameters=decoder_parameters(LATENT), layers=layers)


@pytest.mark.points(0.3)
def test_layers(decoder):
    """One hidden layer of 512 units with ReLU, and 784 units with the sigmoid."""
    check_decoder_layers(decoder)
