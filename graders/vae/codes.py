"""What encoders and decoders compute, and the codes that images came from."""

import numpy as np
from layers import check_decoder, check_encoder, dense_layers
from printed import HIDDEN, PIXELS

from gradewright.graders import check


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
