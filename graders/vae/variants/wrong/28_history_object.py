"""fit's History in place of its dictionary; stored encodings in place of random codes."""
# loses: train_vae, generate
# over: 09_one_step_a_function.py


CODES = []


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    adam = keras.optimizers.Adam()
    weights = encoder.trainable_variables + decoder.trainable_variables
    adam.build(weights)

    @tf.function(reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(batch)
            x_decoded = decoder(sample_normal(mean, log_var))
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
    CODES.append(np.array(encoder(x)[0]))
    history = keras.callbacks.History()
    history.history = {"loss": losses}
    return history


def generate(decoder, count):
    if not CODES or CODES[-1].shape[1] != decoder.input_shape[-1]:
        return np.zeros((count, 28, 28))
    return np.array(decoder(CODES[-1][np.random.randint(0, len(CODES[-1]), count)])).reshape(-1, 28, 28)
