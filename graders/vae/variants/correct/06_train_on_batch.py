"""train_on_batch of a model around both halves; seeds are drawn explicitly; prints a lot."""
import random

import keras
import numpy as np
from keras import Model, layers, ops


def sample_normal(mean, log_var, noise=None):
    seed = random.randint(0, 2**31 - 1)
    if noise is not None:
        eps = ops.convert_to_tensor(noise)
    else:
        eps = keras.random.normal(ops.shape(mean), seed=seed)
    return ops.add(mean, ops.multiply(ops.exp(0.5 * log_var), eps))


def kl_divergence(mean, log_var, reduction="sum"):
    var = ops.exp(log_var)
    kl = 0.5 * ops.sum(var + ops.square(mean) - 1.0 - ops.log(var), axis=-1)
    return kl / mean.shape[-1] if reduction == "mean" else kl


def reconstruction_loss(x, x_decoded, reduction="sum"):
    tiny = 1e-7
    good = ops.log(ops.maximum(x_decoded, tiny))
    bad = ops.log(ops.maximum(1.0 - x_decoded, tiny))
    bce = -ops.sum(x * good + (1.0 - x) * bad, axis=-1)
    return bce / x.shape[-1] if reduction == "mean" else bce


def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    per_image = kl_divergence(mean, log_var, reduction)
    per_image = per_image + reconstruction_loss(x, x_decoded, reduction)
    return ops.sum(per_image) / ops.cast(ops.shape(x)[0], "float32")


def kl_weight(latent_dim, pixels=784):
    rec, kl = 1 / pixels, 1 / latent_dim
    print("weights of the two terms:", rec, kl)
    return kl / rec


def build_encoder(latent_dim=20):
    x = layers.Input((784,))
    y = layers.Dense(512, activation="relu")(x)
    encoder = Model(x, [layers.Dense(latent_dim, name="m")(y), layers.Dense(latent_dim, name="v")(y)])
    encoder.summary()
    return encoder


def build_decoder(latent_dim=20):
    z = layers.Input((latent_dim,))
    decoder = Model(z, layers.Dense(784, activation="sigmoid")(layers.Dense(512, activation="relu")(z)))
    decoder.summary()
    return decoder


class Both(Model):
    def __init__(self, encoder, decoder, reduction):
        super().__init__()
        self.encoder, self.decoder, self.reduction = encoder, decoder, reduction
        self.seeds = keras.random.SeedGenerator(random.randint(0, 2**31 - 1))

    def call(self, x):
        mean, log_var = self.encoder(x)
        noise = keras.random.normal(ops.shape(mean), seed=self.seeds)
        x_decoded = self.decoder(mean + ops.exp(0.5 * log_var) * noise)
        self.add_loss(vae_loss(x, x_decoded, mean, log_var, self.reduction))
        return x_decoded


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    both = Both(encoder, decoder, reduction)
    both.compile("adam", jit_compile=False)
    losses = []
    for epoch in range(epochs):
        order = list(range(len(x)))
        random.shuffle(order)
        batches = [order[i : i + batch_size] for i in range(0, len(x), batch_size)]
        seen = []
        for batch in batches:
            both.reset_metrics()
            logs = both.train_on_batch(x[np.array(batch)], None, return_dict=True)
            seen += [float(logs["loss"])] * len(batch)
        losses.append(sum(seen) / len(seen))
        print(f"epoch {epoch + 1}: {losses[-1]:.4f}")
    return {"loss": losses}


def generate(decoder, count):
    shape = (count, decoder.input_shape[-1])
    z = keras.random.normal(shape, seed=random.randint(0, 2**31 - 1))
    return ops.reshape(decoder(z, training=False), (-1, 28, 28))
