"""Checks of a model's sizes and compile settings, and of what it gives."""

import numpy as np
from keras_mnist_models import working_layers

from gradewright.checks import check


def check_shape_of(found, allowed, what, wanted):
    """Check the shape of a model's input or output."""
    text = ", ".join("n" if size is None else str(size) for size in found)
    check(found in allowed, f"The model's {what} has the shape ({text}) and not n times {wanted}.")


def check_output_layer(layer, model):
    """Check that the last layer gives probabilities, or logits that the loss knows of."""
    logits = model.facts.from_logits and layer.activation in ("linear", "")
    check(
        logits or layer.activation == "softmax",
        f"The last layer is {layer}: it gives neither probabilities nor logits.",
        "ten classes that exclude each other need softmax; without activation, the loss needs "
        "from_logits=True.",
    )


def check_compiled(model):
    """Check that the model has compile settings."""
    uncompiled = model.artefact.uncompiled
    check(model.artefact.compiled, uncompiled, "`model.compile(...)` is missing before `return`.")


def check_rate(model, expected, default=None):
    """Check the learning rate that the model is compiled with.

    `default`: the one that stands in where the argument is not used.
    """
    rate = model.learning_rate
    ignored = default is not None and np.isclose(rate, default, rtol=1e-4)
    check(
        np.isclose(rate, expected, rtol=1e-4),
        f"The learning rate is {rate:.3g}, which is not the one that was asked for.",
        "learning_rate is not used: a number stands in for it." if ignored else "",
    )


def check_spread(model):
    """Check that the initial weights are spread as Keras' default spreads them."""
    for kernel in model.weights[::2]:
        check(kernel.ndim == 2, "A layer's weights are no matrix.", "a layer is not dense.")
        check(
            np.ptp(kernel) > 0,
            f"The initial weights {kernel.shape} are all {kernel.flat[0]:g}.",
            "units that start equal stay equal: leave kernel_initializer out.",
        )
        limit = np.sqrt(6 / sum(kernel.shape))
        usual = 0.9 < np.abs(kernel).max() / limit < 1.01 and np.abs(kernel.mean()) < limit / 10
        check(
            usual,
            f"The initial weights {kernel.shape} are not spread as Keras' default spreads them.",
            "a kernel_initializer is given, or the model is trained already.",
        )


def check_between_classes(outputs, *, logits):
    """Check that outputs are probabilities; logits may be any numbers."""
    if logits:
        return
    sums = outputs.sum(axis=1)
    check(
        (outputs >= 0) & (np.abs(sums - 1) < 1e-3)[:, None],
        "The ten outputs of an image do not add up to 1, or some are negative.",
        "the last layer has no softmax.",
    )


def check_loss(model):
    """Check the loss and the metric: for integer labels, and fitting the last layer."""
    facts = model.facts
    check(
        facts.loss == "sparse_categorical_crossentropy",
        f"The loss is {facts.loss or 'not set'}.",
        "labels that are integers need sparse_categorical_crossentropy.",
    )
    last = working_layers(model)[-1:]
    softmax = bool(last) and last[0].activation == "softmax"
    check(
        not (facts.from_logits and softmax),
        "The last layer is softmax already, and the loss is told from_logits=True.",
        "softmax would be applied twice: one of the two has to go.",
    )
    check(
        facts.from_logits or softmax,
        "The last layer has no softmax, and the loss is not told from_logits=True.",
        "the loss takes the outputs for probabilities, which they are not.",
    )
    accuracy = {"accuracy", "sparse_categorical_accuracy"} & set(facts.metrics)
    check(accuracy, "The model does not measure its accuracy.", 'metrics=["accuracy"] is missing.')
