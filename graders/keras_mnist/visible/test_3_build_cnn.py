"""build_cnn: layers, sizes and settings of the model."""

from functools import partial

import pytest
from layers import check_output_layer, check_shape_of
from printed import CONVOLUTION

from gradewright.graders import (
    check,
    check_class_loss,
    check_learning_rate,
    check_optimizer,
    check_sizes,
    layers_text,
    working_layers,
)

pytestmark = pytest.mark.question("build_cnn")

_KINDS = ["Conv2D", "Conv2D", "MaxPooling2D", "Dense", "Dense"]


@pytest.fixture
def model(student, models):
    """Give the model that build_cnn() returns."""
    return models.read(student.build_cnn())


@pytest.mark.points(0.1)
def test_shapes(model):
    """The model takes images (28, 28, 1) and gives ten numbers."""
    facts = model.facts
    check_shape_of(facts.input_shape, ((None, 28, 28, 1), (None, 28, 28)), "input", "(28, 28, 1)")
    check_shape_of(facts.output_shape, ((None, 10),), "output", "(10,)")


@pytest.mark.points(0.2)
def test_parameters(model):
    """The model has 1,199,882 parameters, all of them trainable."""
    check_sizes(model, parameters=CONVOLUTION, layers=partial(_check_layers, model))


@pytest.mark.points(0.3)
def test_layers(model):
    """Two convolutions, pooling and two dense layers, in this order and of the stated sizes."""
    _check_layers(model)


def _check_layers(model):
    """Check the layers of a convolutional network, dropout apart."""
    layers = [layer for layer in working_layers(model) if layer.kind != "Dropout"]
    found = f"Yours are: {layers_text(layers)}."
    kinds = [layer.kind for layer in layers]
    check(kinds == _KINDS, f"These are not the layers of the table, in its order. {found}")
    sizes = [layer.setting("filters", layer.setting("units")) for layer in layers]
    check(sizes == [32, 64, None, 128, 10], f"The layers do not have the stated sizes. {found}")
    for layer in layers[:2]:
        _check_convolution(layer)
    pooling = layers[2]
    plain = pooling.pair("pool_size") == (2, 2) == (pooling.pair("strides") or (2, 2))
    check(plain, "The pooling does not take the largest of 2 x 2 pixels, without overlap.")
    hidden = {layer.activation for layer in (*layers[:2], layers[3])}
    check(hidden == {"relu"}, f"The convolutions and the hidden layer do not all use ReLU. {found}")
    check_output_layer(layers[-1], model)


def _check_convolution(layer):
    """Check kernel, steps and padding of a convolution."""
    size = layer.pair("kernel_size")
    check(size == (3, 3), f"A convolution has kernels of {size} pixels and not of 3 x 3.")
    plain = layer.pair("strides") == layer.pair("dilation_rate") == (1, 1)
    check(plain, "A convolution takes other steps than from one pixel to the next.")
    padding = layer.setting("padding")
    check(padding == "valid", f"A convolution has the padding {padding!r}, and none is due.")


@pytest.mark.points(0.2)
def test_dropout(model):
    """Dropout of 0.25 after the pooling and of 0.5 before the last layer."""
    layers = working_layers(model)
    rates = [layer.setting("rate") for layer in layers if layer.kind == "Dropout"]
    check(rates, "There is no dropout layer.")
    found = " and ".join(f"{rate}" for rate in rates)
    check(rates == [0.25, 0.5], f"The dropout rates are {found} and not 0.25 and 0.5.")
    kinds = [layer.kind for layer in layers]
    at = [kinds[place - 1] for place, kind in enumerate(kinds) if kind == "Dropout"]
    # Another pooling than the largest of 2 x 2 is the business of the test of the layers.
    check(
        ["Pooling" in at[0], at[1]] == [True, "Dense"],
        "The dropout layers are not after the pooling and before the last dense layer.",
    )


@pytest.mark.points(0.2)
def test_compiled(model):
    """The model is compiled with Adam at its defaults, a fitting loss, and accuracy."""
    check_optimizer(model, "Adam")
    check_learning_rate(model, 0.001)
    check_class_loss(model)
