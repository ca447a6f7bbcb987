"""One compiled step, functional halves, formulas in TensorFlow."""
import keras
import numpy as np
import tensorflow as tf


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = tf.random.normal(tf.shape(mean))
    return mean + tf.exp(0.5 * log_var) * noise


def kl_divergence(mean, log_var, reduction="sum"):
    terms = -0.5 * (1 + log_var - tf.square(mean) - tf.exp(log_var))
    return tf.reduce_mean(terms, -1) if reduction == "mean" else tf.reduce_sum(terms, -1)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    y = tf.clip_by_value(x_decoded, 1e-7, 1 - 1e-7)
    terms = -(x * tf.math.log(y) + (1 - x) * tf.math.log(1 - y))
    return tf.reduce_mean(terms, -1) if reduction == "mean" else tf.reduce_sum(terms, -1)


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    rec = reconstruction_loss(x, x_decoded, reduction)
    return tf.reduce_mean(rec + kl_divergence(mean, log_var, reduction))


def kl_weight(latent_dim, pixels=784):
    return pixels / latent_dim


def build_encoder(latent_dim=20):
    x = keras.Input((784,))
    h = keras.layers.Dense(512, activation="relu")(x)
    return keras.Model(x, [keras.layers.Dense(latent_dim)(h), keras.layers.Dense(latent_dim)(h)])


def build_decoder(latent_dim=20):
    z = keras.Input((latent_dim,))
    h = keras.layers.Dense(512, activation="relu")(z)
    return keras.Model(z, keras.layers.Dense(784, activation="sigmoid")(h))


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
    return {"loss": losses}


def generate(decoder, count):
    z = tf.random.normal((count, decoder.input_shape[-1]))
    return decoder(z).numpy().reshape(count, 28, 28)
