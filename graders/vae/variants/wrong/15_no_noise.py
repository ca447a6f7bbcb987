"""Training decodes the means: no noise, and the variances learn nothing."""
# loses: train_vae
# over: 09_one_step_a_function.py


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    adam = keras.optimizers.Adam()
    weights = encoder.trainable_variables + decoder.trainable_variables
    adam.build(weights)

    @tf.function(reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(batch)
            x_decoded = decoder(mean)
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
