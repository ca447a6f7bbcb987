"""The divergence with the wrong sign: training rewards what it should punish."""
# loses: kl_divergence
# over: 09_one_step_a_function.py


def kl_divergence(mean, log_var, reduction="sum"):
    terms = 0.5 * (1 + log_var - tf.square(mean) - tf.exp(log_var))
    return tf.reduce_mean(terms, -1) if reduction == "mean" else tf.reduce_sum(terms, -1)
