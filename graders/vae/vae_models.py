"""Readers for encoders and decoders that a submission hands over, and what they compute."""

import numpy as np
from vae_cases import PIXELS

from gradewright.graders import Model, activation_alone, check, shape_text

LATENT = 20
HIDDEN = 512


def hand_over(student, bench, kept, handle):
    """Return the model behind a handle, read by the evaluator.

    Models of one architecture are described once a question.

    Raises:
        CheckFailed: it is no model, or none that can be judged.
    """
    artefact = student.artefact(handle)
    form = artefact.architecture
    return Model(artefact, kept.once(form, lambda: bench.evaluator.describe(artefact)))


def dense_layers(model):
    """Return (units, activation) of each dense layer; activation layers count to the one before.

    Raises:
        CheckFailed: there is another layer with weights.
    """
    layers = []
    for facts in model.facts.layers:
        own = activation_alone(facts)
        if facts.class_name == "Dense":
            layers.append((facts.config.get("units"), facts.activation or "linear"))
        elif own and layers and layers[-1][1] == "linear":
            layers[-1] = layers[-1][0], own
        else:
            plain = not facts.parameters
            check(plain, f"Only dense layers are due, and there is a layer {facts.class_name}.")
    return layers


def named(layers):
    """Return dense layers in words, for a message."""
    return ", ".join(f"{units} {activation}" for units, activation in layers) or "none"


def encoder_parameters(latent_dim):
    """Return how many parameters an encoder has."""
    return (PIXELS + 1) * HIDDEN + 2 * (HIDDEN + 1) * latent_dim


def decoder_parameters(latent_dim):
    """Return how many parameters a decoder has."""
    return (latent_dim + 1) * HIDDEN + (HIDDEN + 1) * PIXELS


def check_encoder(model, latent_dim):
    """Check what an encoder takes and gives."""
    facts = model.facts
    text, pair = shape_text(facts.input_shape), ((None, latent_dim),) * 2
    check(facts.input_shape == (None, PIXELS), f"The encoder takes {text} and not (n, {PIXELS}).")
    text = shape_text(facts.output_shape)
    check(
        facts.output_shape == pair,
        f"The encoder gives {text}, and {shape_text(pair)} are due.",
        _cause_of_outputs(facts.output_shape, latent_dim),
    )


def _cause_of_outputs(shape, latent_dim):
    """Return why an encoder does not give the two outputs that are due, where that is plain."""
    several = all(isinstance(part, tuple) for part in shape)
    outputs = shape if several else (shape,)
    if len(outputs) > 2 and set(outputs) == {(None, latent_dim)}:
        return "the sample is not among the outputs: they are mean and log_var, in this order."
    if outputs in (((None, latent_dim),), ((None, 2 * latent_dim),)):
        return "there is one output: mean and log_var are two, in this order."
    sizes = {part[1] for part in outputs if len(part) == 2}
    if len(outputs) == 2 and len(sizes) == 1 and sizes != {latent_dim}:
        return "latent_dim is not used, or another number stands in for it."
    return ""


def check_encoder_layers(model, latent_dim):
    """Check the dense layers of an encoder."""
    layers = dense_layers(model)
    found = f"Your dense layers are: {named(layers)}."
    hidden = layers[:1] == [(HIDDEN, "relu")]
    check(hidden, f"The hidden layer does not have {HIDDEN} units with ReLU. {found}")
    check(
        all(activation == "linear" for _, activation in layers[1:]),
        f"The layers of mean and log_var must have no activation. {found}",
        "both may be any number, negative ones too; log_var is a logarithm.",
    )
    units = [units for units, _ in layers[1:]]
    due = ([latent_dim, latent_dim], [2 * latent_dim])
    check(units in due, f"Mean and log_var do not have {latent_dim} units each. {found}")


def check_decoder_layers(model):
    """Check the dense layers of a decoder."""
    layers = dense_layers(model)
    found = f"Your dense layers are: {named(layers)}."
    units = [units for units, _ in layers]
    sizes = f"The layers do not have {HIDDEN} and {PIXELS} units. {found}"
    check(units == [HIDDEN, PIXELS], sizes)
    check(layers[0][1] == "relu", f"The hidden layer does not use ReLU. {found}")
    check(
        layers[1][1] == "sigmoid",
        f"The last layer does not use the sigmoid. {found}",
        "pixels lie between 0 and 1, and the loss takes logarithms of them.",
    )


def check_decoder(model, latent_dim):
    """Check what a decoder takes and gives."""
    facts = model.facts
    text = shape_text(facts.input_shape)
    fits = facts.input_shape == (None, latent_dim)
    shape = facts.input_shape
    one = len(shape) == 2 and not isinstance(shape[1], tuple)
    cause = "latent_dim is not used, or another number stands in for it." if one else ""
    check(fits, f"The decoder takes {text} and not (n, {latent_dim}).", cause)
    text = shape_text(facts.output_shape)
    check(facts.output_shape == (None, PIXELS), f"The decoder gives {text} and not (n, {PIXELS}).")


def encode(bench, model, latent_dim, x):
    """Return mean and log_var of images, as the evaluator finds them."""
    check_encoder(model, latent_dim)
    mean, log_var = bench.evaluator.predict_all(model.artefact, x)
    for outputs in (mean, log_var):
        check(np.isfinite(outputs), "The encoder's output holds NaN or infinite values.")
    return mean.astype(np.float64), log_var.astype(np.float64)


def decode(bench, model, latent_dim, z):
    """Return what a decoder makes of codes, as the evaluator finds it."""
    check_decoder(model, latent_dim)
    decoded = bench.evaluator.predict(model.artefact, z.astype(np.float32))
    check(
        np.isfinite(decoded) & (decoded >= 0) & (decoded <= 1),
        "Some pixels that the decoder gives are not between 0 and 1.",
        "its last layer has no sigmoid.",
    )
    return decoded.astype(np.float64)


def codes_of(model, latent_dim, images):
    """Return the codes that images came from, (n, latent_dim).

    A decoder that is not trained is easily turned round: its last layer by least squares, the
    hidden one where ReLU let something pass. Rounding of float32 changes the codes by about 1e-4.

    Raises:
        CheckFailed: the decoder is not the one asked for, or the images are not of its making.
    """
    check_decoder(model, latent_dim)
    pairs = _weights_by_layer(model)
    fits = dense_layers(model) == [(HIDDEN, "relu"), (PIXELS, "sigmoid")] and len(pairs) == 2
    check(
        fits,
        "This is judged with the decoder of your build_decoder, which is not yet the one asked "
        "for.",
        "see the failed tests of build_decoder first.",
    )
    (kernel, bias), (last_kernel, last_bias) = pairs
    y = np.clip(images.reshape(len(images), PIXELS), 1e-9, 1 - 1e-9)
    sums = np.log(y / (1 - y)) - last_bias
    hidden = _solved(last_kernel @ last_kernel.T, sums @ last_kernel.T)
    foreign = np.abs(hidden @ last_kernel - sums).max()
    codes = _codes_below(kernel, bias, hidden)
    again = np.maximum(codes @ kernel + bias, 0)
    made = foreign < 1e-2 and np.abs(again - hidden).max() < 1e-2
    check(
        made,
        "The images are not what the decoder makes of codes.",
        "they come from somewhere else, or were changed after the decoder.",
    )
    return codes


def _weights_by_layer(model):
    """Return (kernel, bias) of each dense layer, [] for other layers."""
    pairs = list(zip(model.weights[::2], model.weights[1::2], strict=False))
    dense = all(kernel.ndim == 2 and bias.ndim == 1 for kernel, bias in pairs)
    return pairs if dense and len(model.weights) % 2 == 0 else []


def _codes_below(kernel, bias, hidden):
    """Return the codes of images from those of their hidden units that are clearly above zero."""
    active = hidden > 1e-3
    latent_dim = len(kernel)
    squares = (kernel[:, None] * kernel[None]).reshape(latent_dim**2, -1)
    grams = (active @ squares.T).reshape(-1, latent_dim, latent_dim)
    return _solved(grams, np.where(active, hidden - bias, 0) @ kernel.T)


def _solved(grams, sides):
    """Return the solutions of least squares by normal equations, also where they have many."""
    size = np.trace(grams, axis1=-2, axis2=-1)[..., None, None]
    grams = grams + (1e-12 * size + np.finfo(float).tiny) * np.eye(grams.shape[-1])
    if grams.ndim == 2:
        return np.linalg.solve(grams, sides.T).T
    return np.linalg.solve(grams, sides[..., None])[..., 0]
