import keras
import numpy as np
from keras import ops


def sample_normal(mean, log_var, noise=None):
    if noise is None:
        noise = keras.random.normal(ops.shape(mean))
    return mean + ops.exp(0.5 * log_var) * noise


def kl_divergence(mean, log_var, reduction="sum"):
    kl = -0.5 * (1 + log_var - ops.square(mean) - ops.exp(log_var))
    return ops.sum(kl, -1) if reduction == "sum" else ops.mean(kl, -1)


def reconstruction_loss(x, x_decoded, reduction="sum"):
    bce = ops.binary_crossentropy(x, x_decoded)
    return ops.sum(bce, -1) if reduction == "sum" else ops.mean(bce, -1)


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    a = reconstruction_loss(x, x_decoded, reduction)
    b = kl_divergence(mean, log_var, reduction)
    return ops.mean(a + b)


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


class VAE(keras.Model):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def call(self, x):
        mean, log_var = self.encoder(x)
        y = self.decoder(sample_normal(mean, log_var))
        # as in the lecture notes
        self.add_loss(vae_loss(x, y, mean, log_var, "mean"))
        return y


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    vae = VAE(encoder, decoder)
    vae.compile("adam", jit_compile=False)
    return vae.fit(x, epochs=epochs, batch_size=batch_size, verbose=0).history


def generate(decoder, count):
    # one image, shown as often as needed
    z = np.random.randn(decoder.input_shape[-1])[np.newaxis, :]
    image = decoder.predict(z, verbose=0).reshape((28, 28))
    return np.array([image] * count)
