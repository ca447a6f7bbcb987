"""The sample is drawn in NumPy, and no gradient comes back to the encoder from it."""
# loses: train_vae
# over: 09_one_step_a_function.py


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = np.random.standard_normal(np.shape(mean)).astype("float32")
    return mean + np.exp(0.5 * log_var) * noise


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    adam = keras.optimizers.Adam()
    weights = encoder.trainable_variables + decoder.trainable_variables
    adam.build(weights)

    @tf.function(reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(batch)
            x_decoded = decoder(tf.ensure_shape(tf.numpy_function(sample_normal, [mean, log_var], tf.float32), mean.shape))
            loss = vae_loss(batch, x_decoded, mean, log_var, reduction)
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
