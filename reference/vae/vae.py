"""Reference solution: A variational autoencoder

Encoder and decoder are read by the grader from their architecture and weights; see the statement.
"""
# %% imports
import keras
import numpy as np
from keras import ops

# %% the data
def load_images():
    """Return prepared images (60000, 784), float32 from 0 to 1; the first call downloads 30 MB."""
    (images, _), _ = keras.datasets.fashion_mnist.load_data()
    return images.reshape(-1, 784).astype("float32") / 255

# %% sample_normal
def sample_normal(mean, log_var, noise=None):
    """Draw from normal distributions so that a gradient passes through the sample.

    Arguments:
    mean -- means, float32 (n, latent_dim)
    log_var -- logarithms of the variances, float32 (n, latent_dim)
    noise -- None: draw fresh standard normal numbers; or an array (n, latent_dim) to use instead

    Returns:
    z -- one sample a row, (n, latent_dim)
    """
    ### BEGIN SOLUTION
    if noise is None:
        noise = keras.random.normal(ops.shape(mean))
    return mean + ops.exp(0.5 * log_var) * noise
    ### END SOLUTION

# %% check sample_normal
def check_sample_normal():
    mean = np.array([[1.0, -2.0]], dtype="float32")
    log_var = np.log(np.array([[4.0, 0.25]], dtype="float32"))
    z = np.array(sample_normal(mean, log_var, noise=np.array([[3.0, 1.0]], dtype="float32")))
    np.testing.assert_allclose(z, [[7.0, -1.5]], rtol=1e-5, err_msg="sample with given noise")
    one, other = (np.array(sample_normal(mean, log_var)) for _ in range(2))
    assert one.shape == (1, 2), f"the sample must have shape (1, 2); yours has {one.shape}"
    assert not np.allclose(one, other), "two calls without noise must give different samples"

# %% kl_divergence
def kl_divergence(mean, log_var, reduction="sum"):
    """Return how far normal distributions are from the standard normal one.

    Arguments:
    mean -- means, float32 (n, latent_dim)
    log_var -- logarithms of the variances, float32 (n, latent_dim)
    reduction -- "sum" over the latent dimensions (the divergence), or their "mean"

    Returns:
    kl -- a number a row, (n,)
    """
    ### BEGIN SOLUTION
    # expm1 keeps the difference of nearly equal numbers exact.
    terms = 0.5 * (ops.square(mean) + ops.expm1(log_var) - log_var)
    return ops.mean(terms, axis=-1) if reduction == "mean" else ops.sum(terms, axis=-1)
    ### END SOLUTION

# %% check kl_divergence
def check_kl_divergence():
    mean = np.array([[0.0, 0.0], [1.0, 2.0]], dtype="float32")
    log_var = np.log(np.array([[1.0, 1.0], [1.0, 4.0]], dtype="float32"))
    kl = np.array(kl_divergence(mean, log_var))
    assert kl.shape == (2,), f"two rows have a divergence of shape (2,); yours is {kl.shape}"
    np.testing.assert_allclose(kl, [0, 3.3068528], rtol=1e-5, atol=1e-6, err_msg="sum")
    kl = np.array(kl_divergence(mean, log_var, reduction="mean"))
    np.testing.assert_allclose(kl, [0, 1.6534264], rtol=1e-5, atol=1e-6, err_msg="mean")

# %% reconstruction_loss
def reconstruction_loss(x, x_decoded, reduction="sum"):
    """Return the binary cross-entropy between images and what became of them.

    Arguments:
    x -- images, float32 from 0 to 1, (n, pixels)
    x_decoded -- what the decoder made of them, float32 from 0 to 1, (n, pixels)
    reduction -- "sum" over the pixels, or their "mean"

    Returns:
    loss -- a number an image, (n,)
    """
    ### BEGIN SOLUTION
    # Keras keeps the outputs 1e-7 away from 0 and 1, where the logarithm would be infinite.
    terms = ops.binary_crossentropy(x, x_decoded)
    return ops.mean(terms, axis=-1) if reduction == "mean" else ops.sum(terms, axis=-1)
    ### END SOLUTION

# %% check reconstruction_loss
def check_reconstruction_loss():
    x = np.array([[1.0, 0.0, 0.5], [1.0, 1.0, 1.0]], dtype="float32")
    x_decoded = np.array([[0.8, 0.4, 0.5], [0.5, 0.5, 0.5]], dtype="float32")
    loss = np.array(reconstruction_loss(x, x_decoded))
    assert loss.shape == (2,), f"two images have a loss of shape (2,); yours is {loss.shape}"
    np.testing.assert_allclose(loss, [1.4271164, 2.0794415], rtol=1e-5, err_msg="sum")
    loss = np.array(reconstruction_loss(x, x_decoded, reduction="mean"))
    np.testing.assert_allclose(loss, [0.4757055, 0.6931472], rtol=1e-5, err_msg="mean")

# %% vae_loss
def vae_loss(x, x_decoded, mean, log_var, reduction="sum"):
    """Return the loss of a variational autoencoder, averaged over the images.

    Arguments:
    x, x_decoded -- images and what the decoder made of them, (n, pixels)
    mean, log_var -- what the encoder made of the images, (n, latent_dim)
    reduction -- "sum" or "mean", for both terms

    Returns:
    loss -- one number: reconstruction loss plus divergence of each image, averaged over the images
    """
    ### BEGIN SOLUTION
    reconstruction = reconstruction_loss(x, x_decoded, reduction)
    return ops.mean(reconstruction + kl_divergence(mean, log_var, reduction))
    ### END SOLUTION


def kl_weight(latent_dim, pixels=784):
    """Return how many times heavier the divergence counts in the form "mean" than in "sum".

    Arguments:
    latent_dim -- number of latent dimensions
    pixels -- number of pixels

    Returns:
    weight -- the factor, measured against the reconstruction loss
    """
    ### BEGIN SOLUTION
    return pixels / latent_dim
    ### END SOLUTION

# %% check vae_loss
def check_vae_loss():
    x = np.array([[1.0, 0.0, 0.5], [1.0, 1.0, 1.0]], dtype="float32")
    x_decoded = np.array([[0.8, 0.4, 0.5], [0.5, 0.5, 0.5]], dtype="float32")
    mean = np.array([[0.0, 0.0], [1.0, 2.0]], dtype="float32")
    log_var = np.log(np.array([[1.0, 1.0], [1.0, 4.0]], dtype="float32"))
    loss = np.array(vae_loss(x, x_decoded, mean, log_var))
    assert loss.size == 1, f"the loss must be one number; yours has shape {loss.shape}"
    np.testing.assert_allclose(loss, 3.4067054, rtol=1e-5, err_msg="sum")
    loss = vae_loss(x, x_decoded, mean, log_var, reduction="mean")
    np.testing.assert_allclose(np.array(loss), 1.4111395, rtol=1e-5, err_msg="mean")
    weight = float(kl_weight(20))
    assert 39 < weight < 40, f"the weight for 20 latent dimensions is about 39; yours is {weight}"

# %% build_encoder
def build_encoder(latent_dim=20):
    """Return the encoder: 784 - 512 - (latent_dim, latent_dim) units.

    Arguments:
    latent_dim -- number of latent dimensions

    Returns:
    encoder -- a Keras model from images (n, 784) to two outputs, mean and log_var, both
               (n, latent_dim)
    """
    ### BEGIN SOLUTION
    x = keras.Input((784,))
    hidden = keras.layers.Dense(512, activation="relu")(x)
    mean = keras.layers.Dense(latent_dim, name="mean")(hidden)
    log_var = keras.layers.Dense(latent_dim, name="log_var")(hidden)
    return keras.Model(x, [mean, log_var], name="encoder")
    ### END SOLUTION

# %% check build_encoder
def check_build_encoder():
    encoder = build_encoder()
    count = encoder.count_params()
    assert count == 422440, f"the encoder must have 422440 parameters; yours has {count}"
    outputs = encoder(np.zeros((3, 784), dtype="float32"))
    shapes = [tuple(output.shape) for output in outputs]
    assert shapes == [(3, 20)] * 2, f"three images give two outputs (3, 20); yours: {shapes}"

# %% build_decoder
def build_decoder(latent_dim=20):
    """Return the decoder: latent_dim - 512 - 784 units.

    Arguments:
    latent_dim -- number of latent dimensions

    Returns:
    decoder -- a Keras model from codes (n, latent_dim) to images (n, 784) between 0 and 1
    """
    ### BEGIN SOLUTION
    z = keras.Input((latent_dim,))
    hidden = keras.layers.Dense(512, activation="relu")(z)
    x_decoded = keras.layers.Dense(784, activation="sigmoid")(hidden)
    return keras.Model(z, x_decoded, name="decoder")
    ### END SOLUTION

# %% check build_decoder
def check_build_decoder():
    decoder = build_decoder()
    count = decoder.count_params()
    assert count == 412944, f"the decoder must have 412944 parameters; yours has {count}"
    pixels = np.array(decoder(np.random.default_rng(0).normal(size=(3, 20)).astype("float32")))
    assert pixels.shape == (3, 784), f"three codes give (3, 784); yours: {pixels.shape}"
    assert 0 < pixels.min() and pixels.max() < 1, "the pixels must lie between 0 and 1"

# %% train_vae
def train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum"):
    """Train an encoder and a decoder together, with Adam at its default settings.

    Arguments:
    encoder, decoder -- Keras models as build_encoder and build_decoder return them; these two
                        models themselves are trained
    x -- images, float32 from 0 to 1, (n, 784)
    epochs -- how often to go through all images
    batch_size -- images a step
    reduction -- "sum" or "mean": the form of the loss

    Returns:
    history -- dictionary with "loss": a list with the loss of each epoch
    """
    ### BEGIN SOLUTION
    class Autoencoder(keras.Model):
        """Encoder, sample and decoder in a row; its loss is added on the way."""

        def __init__(self):
            super().__init__()
            self.encoder, self.decoder = encoder, decoder
            self.noise_seed = keras.random.SeedGenerator()

        def call(self, images):
            mean, log_var = self.encoder(images)
            noise = keras.random.normal(ops.shape(mean), seed=self.noise_seed)
            decoded = self.decoder(sample_normal(mean, log_var, noise))
            self.add_loss(vae_loss(images, decoded, mean, log_var, reduction))
            return decoded

    model = Autoencoder()
    model.compile(optimizer="adam")
    return model.fit(x, epochs=epochs, batch_size=batch_size, verbose=0).history
    ### END SOLUTION

# %% check train_vae
def check_train_vae():
    x = np.random.default_rng(0).random((40, 784), dtype="float32").round()
    encoder, decoder = build_encoder(2), build_decoder(2)
    before = [model.get_weights()[0] for model in (encoder, decoder)]
    history = train_vae(encoder, decoder, x, epochs=3, batch_size=10)
    losses = history["loss"]
    assert len(losses) == 3, f"three epochs have three losses; yours has {len(losses)}"
    assert losses[-1] < losses[0], f"the loss must fall; yours: {losses}"
    for model, old in zip((encoder, decoder), before):
        assert not np.array_equal(model.get_weights()[0], old), "a model was not trained"

# %% generate
def generate(decoder, count):
    """Return new images: what the decoder makes of random codes.

    Arguments:
    decoder -- a Keras model as build_decoder returns it, for any number of latent dimensions
    count -- number of images

    Returns:
    images -- float32 from 0 to 1, (count, 28, 28)
    """
    ### BEGIN SOLUTION
    z = np.random.standard_normal((count, decoder.input_shape[-1])).astype("float32")
    return decoder.predict(z, verbose=0).reshape(count, 28, 28)
    ### END SOLUTION

# %% check generate
def check_generate():
    images = np.array(generate(build_decoder(3), 4))
    assert images.shape == (4, 28, 28), f"four images are (4, 28, 28); yours: {images.shape}"
    assert 0 <= images.min() and images.max() <= 1, "the pixels must lie between 0 and 1"
    assert np.ptp(images, axis=0).max() > 0, "the four images must not be the same"

# %% looking
def show_images(images, columns=5):
    """Draw images (n, 28, 28) or (n, 784) in a grid."""
    import matplotlib.pyplot as plt

    images = np.reshape(images, (-1, 28, 28))
    rows = -(-len(images) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(columns, rows), squeeze=False)
    for place in axes.flat:
        place.axis("off")
    for place, image in zip(axes.flat, images):
        place.imshow(image, cmap="gray", vmin=0, vmax=1)
    plt.show()
