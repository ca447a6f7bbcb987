"""The formulas in NumPy for the tests, and once more in TensorFlow for the training."""
import keras
import numpy as np
import tensorflow as tf


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = np.random.default_rng().standard_normal(np.shape(mean))
    return mean + np.sqrt(np.exp(log_var)) * noise


def kl_divergence(mean, log_var, reduction="sum"):
    result = []
    for m, l in zip(np.float64(mean), np.float64(log_var)):
        terms = [-(1 + b - a * a - np.exp(b)) / 2 for a, b in zip(m, l)]
        result.append(sum(terms) if reduction == "sum" else sum(terms) / len(terms))
    return np.array(result)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    x = x.astype(np.float64)
    y = np.clip(x_decoded.astype(np.float64), 1e-7, 1 - 1e-7)
    terms = -x * np.log(y) - (1 - x) * np.log1p(-y)
    return terms.sum(axis=1) if reduction == "sum" else terms.mean(axis=1)


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    total = 0.0
    for i in range(len(x)):
        rows = slice(i, i + 1)
        total += reconstruction_loss(x[rows], x_decoded[rows], reduction)[0]
        total += kl_divergence(mean[rows], log_var[rows], reduction)[0]
    return float(total / len(x))


def kl_weight(latent_dim, pixels=784):
    return pixels / latent_dim


def build_encoder(latent_dim=20):
    x = keras.layers.Input(shape=(784,))
    h = keras.layers.Dense(units=512, activation=keras.activations.relu)(x)
    both = keras.layers.Dense(units=2 * latent_dim)(h)
    return keras.Model(x, [both[:, :latent_dim], both[:, latent_dim:]])


def build_decoder(latent_dim=20):
    z = keras.layers.Input(shape=(latent_dim,))
    h = keras.layers.Dense(units=512, activation=keras.activations.relu)(z)
    return keras.Model(z, keras.layers.Dense(units=784, activation=keras.activations.sigmoid)(h))


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    adam = keras.optimizers.Adam()
    weights = [*encoder.trainable_variables, *decoder.trainable_variables]
    adam.build(weights)
    data = tf.data.Dataset.from_tensor_slices(x).shuffle(len(x)).batch(batch_size)
    # BCE over a whole batch is a mean over images and pixels
    cross_entropy = keras.losses.BinaryCrossentropy()

    @tf.function
    def one_batch(images):
        with tf.GradientTape() as tape:
            mean, log_var = encoder(images)
            z = mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(mean))
            terms = tf.exp(log_var) + mean**2 - 1 - log_var
            if reduction == "mean":
                loss = cross_entropy(images, decoder(z)) + tf.reduce_mean(terms) / 2
            else:
                loss = 784 * cross_entropy(images, decoder(z))
                loss += tf.reduce_mean(tf.reduce_sum(terms, axis=1)) / 2
        adam.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss

    history = {"loss": []}
    for _ in range(epochs):
        epoch = [(float(one_batch(images)), len(images)) for images in data]
        history["loss"].append(sum(l * n for l, n in epoch) / sum(n for _, n in epoch))
    return history


def generate(decoder, count):
    images = []
    for _ in range(count):
        z = np.random.randn(decoder.input_shape[-1])[np.newaxis, :].astype("float32")
        images.append(decoder(z).numpy().reshape(28, 28))
    return np.array(images)
