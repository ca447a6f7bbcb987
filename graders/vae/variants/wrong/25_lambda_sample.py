"""The sample is a third output of the encoder, drawn in a Lambda layer."""
# loses: build_encoder, train_vae
# over: 09_one_step_a_function.py


def build_encoder(latent_dim=20):
    x = keras.Input((784,))
    h = keras.layers.Dense(512, activation="relu")(x)
    mean, log_var = keras.layers.Dense(latent_dim)(h), keras.layers.Dense(latent_dim)(h)
    sample = keras.layers.Lambda(lambda pair: sample_normal(*pair))([mean, log_var])
    return keras.Model(x, [mean, log_var, sample])


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    adam = keras.optimizers.Adam()
    weights = encoder.trainable_variables + decoder.trainable_variables
    adam.build(weights)

    @tf.function(reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            mean, log_var, _ = encoder(batch)
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
    return {"loss": losses}
