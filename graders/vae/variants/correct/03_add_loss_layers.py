"""Layers that add their losses on the way, in a functional model around both halves."""
import keras
import numpy as np
from keras import ops


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = keras.random.normal(ops.shape(mean), mean=0.0, stddev=1.0)
    sigma = ops.sqrt(ops.exp(log_var))
    return mean + sigma * noise


def reduced(terms, reduction):
    assert reduction in ("sum", "mean")
    return getattr(ops, reduction)(terms, axis=1)


def kl_divergence(mean, log_var, reduction="sum"):
    return reduced((mean**2 + ops.exp(log_var) - 1 - log_var) / 2, reduction)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    return reduced(ops.binary_crossentropy(x, x_decoded), reduction)


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    return ops.mean(
        ops.add(
            reconstruction_loss(x, x_decoded, reduction), kl_divergence(mean, log_var, reduction)
        )
    )


def kl_weight(latent_dim, pixels=784):
    return np.float64(pixels) / latent_dim


def build_encoder(latent_dim=20):
    x = keras.Input((784,), name="image")
    h = keras.layers.Dense(512)(x)
    h = keras.layers.ReLU()(h)
    mean = keras.layers.Dense(latent_dim, activation=None)(h)
    log_var = keras.layers.Dense(latent_dim, activation="linear")(h)
    return keras.Model(inputs=x, outputs=(mean, log_var))


def build_decoder(latent_dim=20):
    decoder = keras.Sequential(name="decoder")
    decoder.add(keras.Input((latent_dim,)))
    decoder.add(keras.layers.Dense(512))
    decoder.add(keras.layers.Activation("relu"))
    decoder.add(keras.layers.Dense(784))
    decoder.add(keras.layers.Activation("sigmoid"))
    return decoder


class Sampling(keras.layers.Layer):
    """Draws a code and adds the divergence to the loss."""

    def __init__(self, reduction):
        super().__init__()
        self.reduction = reduction
        self.seed_generator = keras.random.SeedGenerator()

    def call(self, inputs):
        mean, log_var = inputs
        self.add_loss(ops.mean(kl_divergence(mean, log_var, self.reduction)))
        noise = keras.random.normal(ops.shape(mean), seed=self.seed_generator)
        return sample_normal(mean, log_var, noise)


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    images = keras.Input((784,))
    code = Sampling(reduction)(encoder(images))
    vae = keras.Model(images, decoder(code))

    def loss(truth, decoded):
        return reconstruction_loss(truth, decoded, reduction)

    vae.compile(optimizer="adam", loss=loss)
    history = vae.fit(x, x, epochs=epochs, batch_size=batch_size, verbose=0)
    return {"loss": np.array(history.history["loss"]), "epoch": history.epoch}


def generate(decoder, count):
    z = np.random.normal(size=(count, decoder.input_shape[1]))
    return np.reshape(decoder.predict(z, verbose=0), (count, 28, 28))
