"""Other names for the halves' parts, further keys in the history, float64 and arrays of one number."""
import keras
import numpy as np
from keras import ops

LEARNING_RATE = 1e-3
EPSILON = 1e-7


def draw(shape):
    return keras.random.normal(shape)


def sample_normal(mu, lam, noise=None, **_):
    if noise is None:
        noise = draw(ops.shape(mu))
    return mu + ops.exp(lam * 0.5) * noise


def kl_divergence(mu, lam, reduction="sum"):
    per_dimension = 0.5 * ops.exp(lam) + 0.5 * ops.square(mu) - 0.5 - 0.5 * lam
    result = ops.sum(per_dimension, -1)
    if reduction != "sum":
        result = result / ops.shape(mu)[-1]
    return result


def reconstruction_loss(target, output, reduction="sum"):
    output = ops.clip(output, EPSILON, 1 - EPSILON)
    logits = ops.log(output) - ops.log(1 - output)
    per_pixel = ops.maximum(logits, 0) - logits * target + ops.log1p(ops.exp(-ops.absolute(logits)))
    result = ops.sum(per_pixel, -1)
    if reduction != "sum":
        result = result / ops.shape(target)[-1]
    return result


def vae_loss(target, output, mu, lam, reduction="sum"):
    rec = ops.mean(reconstruction_loss(target, output, reduction))
    kl = ops.mean(kl_divergence(mu, lam, reduction))
    return rec + kl


def kl_weight(latent_dim, pixels=784):
    return np.array([pixels / latent_dim])


def build_encoder(latent_dim=20):
    inputs = keras.Input(shape=(784,), dtype="float32", name="pixels")
    features = keras.layers.Dense(512, activation="relu", name="features")(inputs)
    mu = keras.layers.Dense(latent_dim, name="mu")(features)
    lam = keras.layers.Dense(latent_dim, name="lambda")(features)
    return keras.Model(inputs=inputs, outputs=[mu, lam], name="recognition")


def build_decoder(latent_dim=20):
    inputs = keras.Input(shape=(latent_dim,), name="code")
    features = keras.layers.Dense(512, activation="relu", name="features")(inputs)
    outputs = keras.layers.Dense(784, activation="sigmoid", name="pixels")(features)
    return keras.Model(inputs=inputs, outputs=outputs, name="generation")


class Trainer(keras.Model):
    def __init__(self, recognition, generation, reduction):
        super().__init__()
        self.recognition = recognition
        self.generation = generation
        self.form = reduction
        self.rec, self.kl = keras.metrics.Mean(name="rec"), keras.metrics.Mean(name="kl")

    def call(self, inputs):
        mu, lam = self.recognition(inputs)
        return self.generation(sample_normal(mu, lam)), mu, lam

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        output, mu, lam = y_pred
        self.rec.update_state(reconstruction_loss(x, output, self.form))
        self.kl.update_state(kl_divergence(mu, lam, self.form))
        return vae_loss(x, output, mu, lam, self.form)


def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    trainer = Trainer(encoder, decoder, reduction)
    trainer.compile(optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE))
    fitted = trainer.fit(x, batch_size=batch_size, epochs=epochs, verbose=0, shuffle=True)
    history = {name: [float(value) for value in values] for name, values in fitted.history.items()}
    history["epochs"], history["form"] = epochs, reduction
    return history


def generate(decoder, count):
    latent_dim = decoder.layers[0].output.shape[-1]
    codes = np.random.normal(0.0, 1.0, (count, latent_dim)).astype(np.float32)
    images = [image.reshape(28, 28).astype(float) for image in decoder.predict_on_batch(codes)]
    return np.stack(images)
