"""The divergence is left out of the loss."""
# loses: vae_loss
# over: 09_one_step_a_function.py


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    rec = reconstruction_loss(x, x_decoded, reduction)
    return tf.reduce_mean(rec)
