"""What the evaluator works out for the judge, with its own formulas.

This file is run beside the models, where there is nothing of the graders: only Keras and NumPy.
"""

from itertools import pairwise

import numpy as np

# The noise of one image has nothing to do with that of another. So two draws for each of some
# blocks of the images tell its effect as surely as many draws for all of them.
_BLOCKS = 6


def slopes(encoder, decoder, x, noise, reduction, weight=1.0, exchanged=False):
    """Return the gradient of the loss by each weight, and how much the noise makes it vary.

    Args:
        encoder: gives mean and log_var, (n, d) each.
        decoder: takes codes (n, d).
        x: images, float32 (n, 784).
        noise: standard normal numbers, float32 (draws, n, d), an even number of draws.
        reduction: "sum" or "mean", for both terms of the loss.
        weight: how many times the divergence counts.
        exchanged: whether the encoder's first output is taken for log_var, the second for mean.

    Returns:
        A list for each model, with the mean of each weight's gradient over the draws, and the
        standard deviation of the gradient of one draw.
    """
    import tensorflow as tf

    weights = [w.value for model in (encoder, decoder) for w in model.trainable_variables]
    reduce = {"sum": tf.reduce_sum, "mean": tf.reduce_mean}[reduction]

    def gradient(images, drawn):
        """Return the part that some of the images have in the gradient."""
        with tf.GradientTape() as tape:
            mean, log_var = encoder(images, training=True)[:: -1 if exchanged else 1]
            y = decoder(mean + tf.exp(log_var / 2) * drawn, training=True)
            y = tf.clip_by_value(y, 1e-7, 1 - 1e-7)
            pixels = -(images * tf.math.log(y) + (1 - images) * tf.math.log1p(-y))
            kl = 0.5 * (tf.square(mean) + tf.math.expm1(log_var) - log_var)
            losses = reduce(pixels, axis=1) + weight * reduce(kl, axis=1)
            loss = tf.reduce_sum(losses) / len(x)
        return tape.gradient(loss, weights)

    sums, squares = [0.0] * len(weights), [0.0] * len(weights)
    edges = np.linspace(0, len(x), min(_BLOCKS, len(x)) + 1).astype(int)
    for start, end in pairwise(edges):
        images = tf.constant(x[start:end])
        for one, other in zip(noise[::2], noise[1::2], strict=True):
            both = (gradient(images, drawn[start:end]) for drawn in (one, other))
            for place, pair in enumerate(zip(*both, strict=True)):
                sums[place] += tf.add_n(pair)
                squares[place] += tf.math.squared_difference(*pair)
    draws = len(noise)
    pairs = [
        [total.numpy() / draws, np.sqrt(square.numpy() / draws)]
        for total, square in zip(sums, squares, strict=True)
    ]
    count = len(encoder.trainable_variables)
    return [pairs[:count], pairs[count:]]
