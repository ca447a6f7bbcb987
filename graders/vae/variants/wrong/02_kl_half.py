"""The factor 1/2 of the divergence is missing, and it weighs twice as much."""
# loses: kl_divergence
# over: 09_one_step_a_function.py


def kl_divergence(mean, log_var, reduction="sum"):
    terms = -1.0 * (1 + log_var - tf.square(mean) - tf.exp(log_var))
    return tf.reduce_mean(terms, -1) if reduction == "mean" else tf.reduce_sum(terms, -1)
