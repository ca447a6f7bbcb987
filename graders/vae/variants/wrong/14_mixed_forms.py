"""The sum over the pixels, but the mean over the latent dimensions."""
# loses: vae_loss
# over: 09_one_step_a_function.py


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    rec = reconstruction_loss(x, x_decoded, reduction)
    return tf.reduce_mean(rec + kl_divergence(mean, log_var, "mean"))


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    adam = keras.optimizers.Adam()
    weights = encoder.trainable_variables + decoder.trainable_variables
    adam.build(weights)

    @tf.function(reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(batch)
            z = mean + tf.exp(0.5 * log_var) * tf.random.normal(tf.shape(mean))
            rec = keras.losses.binary_crossentropy(batch, decoder(z))
            kl = 0.5 * (mean**2 + tf.exp(log_var) - 1 - log_var)
            if reduction == "sum":
                rec, kl = 784 * rec, tf.reduce_sum(kl, -1)
            else:
                kl = tf.reduce_mean(kl, -1)
            loss = tf.reduce_mean(rec + kl)
        adam.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss

    losses = []
    for _ in range(epochs):
        order, total = np.random.permutation(len(x)), 0.0
        for start in range(0, len(x), batch_size):
            batch = x[order[start : start + batch_size]]
            total += len(batch) * float(step(tf.constant(batch)))
        losses.append(total / len(x))
    return {"loss": losses}
