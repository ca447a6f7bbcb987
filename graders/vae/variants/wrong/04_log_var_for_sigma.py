"""log_var is taken for sigma itself; the 1 of the divergence is lost."""
# loses: sample_normal, kl_divergence
# over: 09_one_step_a_function.py


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = tf.random.normal(tf.shape(mean))
    return mean + log_var * noise


def kl_divergence(mean, log_var, reduction="sum"):
    terms = -0.5 * (log_var - tf.square(mean) - tf.exp(log_var))
    return tf.reduce_mean(terms, -1) if reduction == "mean" else tf.reduce_sum(terms, -1)


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
