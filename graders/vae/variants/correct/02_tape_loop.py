"""TensorFlow throughout: a loop with a gradient tape; the optimizer is a global, for one pair."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

optimizer = keras.optimizers.Adam(learning_rate=0.001)
OVER = {"sum": tf.reduce_sum, "mean": tf.reduce_mean}


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = tf.random.normal(tf.shape(mean))
    return mean + tf.exp(0.5 * log_var) * noise


def kl_divergence(mean, log_var, reduction="sum"):
    return 0.5 * OVER[reduction](tf.square(mean) + tf.exp(log_var) - log_var - 1.0, axis=1)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    y = tf.clip_by_value(x_decoded, 1e-7, 1 - 1e-7)
    return -OVER[reduction](x * tf.math.log(y) + (1 - x) * tf.math.log(1 - y), axis=1)


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    rec = tf.reduce_mean(reconstruction_loss(x, x_decoded, reduction))
    return rec + tf.reduce_mean(kl_divergence(mean, log_var, reduction))


def kl_weight(latent_dim, pixels=784):
    # sum form: rec + kl; mean form: rec / pixels + kl / latent_dim
    return (1 / latent_dim) / (1 / pixels)


def build_encoder(latent_dim=20):
    x = keras.layers.Input((784,))
    hidden = keras.layers.Dense(512, "relu", name="hidden")(x)
    outputs = [keras.layers.Dense(latent_dim, name=name)(hidden) for name in ("mu", "logvar")]
    return keras.models.Model(inputs=x, outputs=outputs)


def build_decoder(latent_dim=20):
    return keras.models.Sequential(
        [
            keras.layers.Input((latent_dim,)),
            keras.layers.Dense(512, "relu"),
            keras.layers.Dense(784, "sigmoid"),
        ]
    )


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    variables = encoder.trainable_variables + decoder.trainable_variables
    optimizer.build(variables)

    @tf.function(reduce_retracing=True)
    def step(batch):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(batch, training=True)
            decoded = decoder(sample_normal(mean, log_var), training=True)
            loss = vae_loss(batch, decoded, mean, log_var, reduction)
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
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
    z = tf.random.normal((count, decoder.input_shape[-1]))
    return decoder(z).numpy().reshape(-1, 28, 28)
