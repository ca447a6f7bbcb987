"""Checks of encoders and decoders: what they take and give, and their layers."""

from printed import HIDDEN, PIXELS

from gradewright.graders import activation_alone, check, shape_text


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
