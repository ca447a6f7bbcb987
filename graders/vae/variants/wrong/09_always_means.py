"""The course's notes to the letter: means, whatever is asked for."""
# loses: kl_divergence, reconstruction_loss
# over: 09_one_step_a_function.py


def kl_divergence(mean, log_var, reduction="sum"):
    terms = -0.5 * (1 + log_var - tf.square(mean) - tf.exp(log_var))
    return tf.reduce_mean(terms, -1)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    y = tf.clip_by_value(x_decoded, 1e-7, 1 - 1e-7)
    terms = -(x * tf.math.log(y) + (1 - x) * tf.math.log(1 - y))
    return tf.reduce_mean(terms, -1)
