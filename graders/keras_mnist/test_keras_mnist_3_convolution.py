"""build_cnn: layers, sizes and settings of the model, its accuracy, and the time of its steps.

Accuracy is that of a new model of its form, which the judge trains with the reference's `train`.
"""

import numpy as np
import pytest
from keras_mnist_cases import check_outputs, fresh_examples, fresh_images, prepared
from keras_mnist_models import of_kind
from keras_mnist_runs import grade_accuracy, reference_model, train_form
from keras_mnist_settings import (
    check_between_classes,
    check_compiled,
    check_loss,
    check_output_layer,
    check_rate,
    check_shape_of,
)

from gradewright.graders import cause_by, check, layers_text, working_layers

pytestmark = pytest.mark.question("build_cnn")

_PARAMETERS = 1_199_882
_KINDS = ["Conv2D", "Conv2D", "MaxPooling2D", "Dense", "Dense"]
_STEP_SCALE = ((2.0, 1.0), (6.0, 0.0))


@pytest.fixture
def model(student, models, kept):
    """Give the model that build_cnn() returns."""
    return kept.once("model", lambda: models.read(student.build_cnn()))


@pytest.mark.points(0.1)
def test_shapes(model):
    """The model takes images (28, 28, 1) and gives ten numbers."""
    facts = model.facts
    check_shape_of(facts.input_shape, ((None, 28, 28, 1), (None, 28, 28)), "input", "(28, 28, 1)")
    check_shape_of(facts.output_shape, ((None, 10),), "output", "(10,)")


@pytest.mark.points(0.2)
def test_parameters(model):
    """The model has 1,199,882 parameters, all of them trainable."""
    facts = model.facts
    check(
        facts.parameters == _PARAMETERS,
        f"The model has {facts.parameters:,} parameters and not {_PARAMETERS:,}.",
        cause_by(lambda: _check_layers(model)),
    )
    check(facts.trainable == _PARAMETERS, f"Only {facts.trainable:,} parameters are trainable.")


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
    rates = [layer.setting("rate") for layer in of_kind(model, "Dropout")]
    check(rates == [0.25, 0.5], f"The dropout rates are {rates or 'none'} and not 0.25 and 0.5.")
    kinds = [layer.kind for layer in working_layers(model)]
    at = [kinds[place - 1] for place, kind in enumerate(kinds) if kind == "Dropout"]
    # Another pooling than the largest of 2 x 2 is the business of the test of the layers.
    check(
        ["Pooling" in at[0], at[1]] == [True, "Dense"],
        "The dropout layers are not after the pooling and before the last dense layer.",
    )


@pytest.mark.points(0.2)
def test_compiled(model):
    """The model is compiled with Adam at its defaults, a fitting loss, and accuracy."""
    check_compiled(model)
    name = model.facts.optimizer
    check(name == "Adam", f"The optimizer is {name} and not Adam.")
    check_rate(model, 0.001)
    check_loss(model)


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_probabilities(bench, model, rng):
    """On fresh images the outputs are probabilities that add up to 1, or the logits of such."""
    x = prepared(fresh_images(rng, 16))
    outputs = check_outputs(bench.evaluator.predict(model.artefact, x, batch_size=16), 16)
    check_between_classes(outputs, logits=model.facts.from_logits)
    apart = np.ptp(outputs, axis=0).max() > 0
    check(apart, "All images give the same output: the model does not look at them.")


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.2)
def test_accuracy(reference, networks, bench, data):
    """Trained for the stated steps, such a network reaches its accuracy on hidden images."""
    digits = data("mnist")
    theirs = train_form(bench, digits, "cnn", reference_model(reference, "cnn"))
    mine = train_form(bench, digits, "cnn", networks.convolution().model.artefact)
    grade_accuracy(bench, digits, "cnn", (mine, theirs))


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.2)
def test_step_time(reference, bench, model, rng):
    """A training step takes about as long as the reference's."""
    x, y = fresh_examples(rng, 16)
    bench.step_time(
        "Time of a training step of the convolutional network",
        model.artefact,
        reference_model(reference, "cnn"),
        x,
        y,
        batch_size=16,
        steps=5,
        warm_up=1,
        scale=_STEP_SCALE,
    )
