"""A keras.Model with a train step of its own, as most tutorials write it."""
import keras
import tensorflow as tf
from keras import layers, ops


def sample_normal(mean, log_var, noise=None):
    eps = keras.random.normal(shape=ops.shape(mean)) if noise is None else noise
    return mean + ops.exp(log_var / 2) * eps


def kl_divergence(mean, log_var, reduction="sum"):
    terms = -0.5 * (1 + log_var - ops.square(mean) - ops.exp(log_var))
    if reduction == "mean":
        return ops.mean(terms, axis=-1)
    return ops.sum(terms, axis=-1)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    mean_over_pixels = keras.losses.binary_crossentropy(x, x_decoded)
    if reduction == "mean":
        return mean_over_pixels
    return mean_over_pixels * x.shape[-1]


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    rec = reconstruction_loss(x, x_decoded, reduction)
    kl = kl_divergence(mean, log_var, reduction)
    return ops.mean(rec + kl)


def kl_weight(latent_dim, pixels=784):
    return pixels / latent_dim


def build_encoder(latent_dim=20):
    inputs = keras.Input(shape=(784,))
    h = layers.Dense(512, activation="relu")(inputs)
    return keras.Model(inputs, [layers.Dense(latent_dim)(h), layers.Dense(latent_dim)(h)])


def build_decoder(latent_dim=20):
    inputs = keras.Input(shape=(latent_dim,))
    h = layers.Dense(512, activation="relu")(inputs)
    return keras.Model(inputs, layers.Dense(784, activation="sigmoid")(h))


class VAE(keras.Model):
    def __init__(self, encoder, decoder, reduction, **kwargs):
        super().__init__(**kwargs)
        self.encoder, self.decoder, self.reduction = encoder, decoder, reduction
        self.loss_tracker = keras.metrics.Mean(name="loss")
        self.rec_tracker = keras.metrics.Mean(name="reconstruction_loss")
        self.kl_tracker = keras.metrics.Mean(name="kl_loss")

    @property
    def metrics(self):
        return [self.loss_tracker, self.rec_tracker, self.kl_tracker]

    def train_step(self, data):
        with tf.GradientTape() as tape:
            mean, log_var = self.encoder(data)
            x_decoded = self.decoder(sample_normal(mean, log_var))
            loss = vae_loss(data, x_decoded, mean, log_var, self.reduction)
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_weights))
        self.loss_tracker.update_state(loss, sample_weight=tf.shape(data)[0])
        self.rec_tracker.update_state(reconstruction_loss(data, x_decoded, self.reduction))
        self.kl_tracker.update_state(kl_divergence(mean, log_var, self.reduction))
        return {m.name: m.result() for m in self.metrics}


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    vae = VAE(encoder, decoder, reduction)
    vae.compile(optimizer=keras.optimizers.Adam())
    return vae.fit(x, epochs=epochs, batch_size=batch_size, verbose=0).history


def generate(decoder, count):
    z = keras.random.normal((count, decoder.input_shape[1]))
    return ops.reshape(decoder(z), (count, 28, 28))
