"""What the evaluator works out for the judge, with its own formulas.

This file is run beside the models, where there is nothing of the graders: only Keras and NumPy.
"""

import numpy as np


def slopes(encoder, decoder, x, noise, reduction, weight=1.0, exchanged=False):
    """Return the gradient of the loss by each weight, over several draws of the noise.

    Args:
        encoder: gives mean and log_var, (n, d) each.
        decoder: takes codes (n, d).
        x: images, float32 (n, 784).
        noise: standard normal numbers, float32 (draws, n, d).
        reduction: "sum" or "mean", for both terms of the loss.
        weight: how many times the divergence counts.
        exchanged: whether the encoder's first output is taken for log_var, the second for mean.

    Returns:
        A list for each model, with the mean and the standard deviation of each weight's gradient
        over the draws.
    """
    import tensorflow as tf

    models = (encoder, decoder)
    reduce = {"sum": tf.reduce_sum, "mean": tf.reduce_mean}[reduction]
    sums = [[0.0, 0.0] for model in models for _ in model.trainable_variables]

    @tf.function
    def gradient(drawn):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(x, training=True)[:: -1 if exchanged else 1]
            y = decoder(mean + tf.exp(log_var / 2) * drawn, training=True)
            y = tf.clip_by_value(y, 1e-7, 1 - 1e-7)
            pixels = -(x * tf.math.log(y) + (1 - x) * tf.math.log1p(-y))
            kl = 0.5 * (tf.square(mean) + tf.math.expm1(log_var) - log_var)
            loss = tf.reduce_mean(reduce(pixels, axis=1) + weight * reduce(kl, axis=1))
        return tape.gradient(loss, [w.value for m in models for w in m.trainable_variables])

    for drawn in noise:
        for total, part in zip(sums, gradient(drawn), strict=True):
            total[0] += np.asarray(part, np.float64)
            total[1] += np.square(np.asarray(part, np.float64))
    means = [total / len(noise) for total, _ in sums]
    spreads = [
        np.sqrt(np.maximum(squares / len(noise) - mean**2, 0))
        for (_, squares), mean in zip(sums, means, strict=True)
    ]
    pairs = [
        [m.astype(np.float32), s.astype(np.float32)] for m, s in zip(means, spreads, strict=True)
    ]
    count = len(encoder.trainable_variables)
    return [pairs[:count], pairs[count:]]
