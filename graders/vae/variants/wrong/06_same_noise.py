"""One row of noise for all images; one code for all generated images."""
# loses: sample_normal, generate
# over: 09_one_step_a_function.py


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = tf.random.normal((1, mean.shape[-1]))
    return mean + tf.exp(0.5 * log_var) * noise


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


def generate(decoder, count):
    z = tf.repeat(tf.random.normal((1, decoder.input_shape[-1])), count, axis=0)
    return decoder(z).numpy().reshape(count, 28, 28)
