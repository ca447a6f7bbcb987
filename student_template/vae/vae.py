"""A variational autoencoder"""

# %% [markdown]
# # A variational autoencoder
#
# An autoencoder squeezes an image through a narrow place and unfolds it again. A *variational*
# autoencoder does not store a point there, but a small cloud: the encoder answers an image with a
# normal distribution, a code is drawn from it, and the decoder turns the code into an image. If the
# clouds of all images together look like one standard normal distribution, any code drawn from that
# gives a new image. Here you write both halves, the loss that trains them, and the drawing; in the
# end your decoder designs shoes and shirts that nobody has ever sold.
#
# **Notation.** The data are the images of Fashion-MNIST, 28 by 28 grey pixels, flattened and divided
# by 255: `x` is a `float32` array of shape $(n, 784)$ with values from 0 to 1. A code has $d$ latent
# dimensions (`latent_dim`). For an image the encoder gives a mean $\mu \in \mathbb{R}^d$ and the
# logarithm of a variance $\lambda \in \mathbb{R}^d$, in code `mean` and `log_var`, both of shape
# $(n, d)$. The code's distribution is normal with independent dimensions:
#
# $$z \sim N\big(\mu, \operatorname{diag}(e^{\lambda})\big), \qquad \sigma_j = e^{\lambda_j / 2}$$
#
# $\lambda$ is the logarithm of the *variance*, not of the standard deviation $\sigma$. Learning the
# logarithm lets the network give any number, and the variance is positive all the same.
#
# **Rules.**
#
# - Keep the names of the functions and of their arguments, with the defaults given here. You may add
#   functions and classes of your own.
# - `import keras` and `from tensorflow import keras` are both fine. The first four functions may be
#   written with `keras.ops`, with TensorFlow or with NumPy: the tests hand them `float32` arrays and
#   take tensors and arrays alike. If your training uses them too, which saves writing them twice,
#   they meet tensors there, and then NumPy will not do: no gradient passes through it.
# - Work on the arguments. Your functions are also called with other numbers of images, pixels and
#   latent dimensions, without the rest of your notebook having run. Nothing can be downloaded while
#   your work is graded.
# - Encoder and decoder are `keras.Sequential` or functional `keras.Model`s without `Lambda` layers
#   and without layers of your own. The grader takes them as architecture and weights and rebuilds
#   them in another program; `summary()` is never asked. For the training you may write whatever
#   classes you like.
# - Leave the initial weights to Keras' defaults.
#
# **How it is graded.** Formulas are checked on fresh numbers. Random numbers are checked by their
# statistics, with bounds so wide that correct work practically never fails. What your encoder and
# decoder are worth is found by the grader: it trains new ones of the same layers, with a `train_vae`
# of its own and from fresh weights, and looks at the loss of images that your code never gets, beside
# that of the reference solution's. Your own `train_vae` is judged step by step: the grader computes
# down which slope of the loss each weight has to go, and counts the steps. `train_vae` and `generate`
# get the models that your own functions build, or the grader's where those are not yet what is asked
# for.

# %% imports
import keras
import numpy as np
from keras import ops

# %% the data
def load_images():
    """Return prepared images (60000, 784), float32 from 0 to 1; the first call downloads 30 MB."""
    (images, _), _ = keras.datasets.fashion_mnist.load_data()
    return images.reshape(-1, 784).astype("float32") / 255

# %% [markdown]
# ## 1. Sampling with a gradient: `sample_normal`
#
# `sample_normal(mean, log_var, noise=None)` draws one code a row and returns it, an array of the
# shape of `mean`.
#
# Drawing is no differentiable operation, and yet a gradient has to come back from the code to $\mu$
# and $\lambda$, or the encoder will never learn. The way out is to keep the dice apart from the
# parameters. With standard normal noise $\varepsilon$ of the shape of `mean`,
#
# $$z = \mu + e^{\lambda / 2} \odot \varepsilon$$
#
# has the right distribution, and for any given $\varepsilon$ it is a smooth function of $\mu$ and
# $\lambda$: $\partial z_j / \partial \mu_j = 1$ and
# $\partial z_j / \partial \lambda_j = \tfrac12 e^{\lambda_j / 2} \varepsilon_j$.
#
# - Where `noise` is given, use it for $\varepsilon$.
# - Where it is `None`, draw fresh noise in every call, a number of its own for each row and each
#   dimension (`keras.random.normal`, `tf.random.normal` or `np.random.standard_normal`). Set no seed
#   in the function.
#
# Example: the mean $(1, -2)$, the variances $(4, 0.25)$ and the noise $(3, 1)$ give $(7, -1.5)$.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check sample_normal
def check_sample_normal():
    mean = np.array([[1.0, -2.0]], dtype="float32")
    log_var = np.log(np.array([[4.0, 0.25]], dtype="float32"))
    z = np.array(sample_normal(mean, log_var, noise=np.array([[3.0, 1.0]], dtype="float32")))
    np.testing.assert_allclose(z, [[7.0, -1.5]], rtol=1e-5, err_msg="sample with given noise")
    one, other = (np.array(sample_normal(mean, log_var)) for _ in range(2))
    assert one.shape == (1, 2), f"the sample must have shape (1, 2); yours has {one.shape}"
    assert not np.allclose(one, other), "two calls without noise must give different samples"

# %% [markdown]
# ## 2. Divergence from the standard normal: `kl_divergence`
#
# The clouds shall not drift apart, nor shrink to points. What they lose when they leave the standard
# normal distribution is measured by the Kullback-Leibler divergence. For a density $q$ against $p$ it
# is the mean of $\log q(z) - \log p(z)$ over samples $z$ from $q$, never negative, and zero only
# where $q$ is $p$. For $q = N(\mu, \operatorname{diag}(e^{\lambda}))$ and $p = N(0, I)$ the integral
# has a closed form:
#
# $$\mathrm{KL} = -\frac12 \sum_{j=1}^{d} \Big( 1 + \lambda_j - \mu_j^2 - e^{\lambda_j} \Big)$$
#
# `kl_divergence(mean, log_var, reduction="sum")` returns a number a row, shape $(n,)$.
#
# - With `reduction="sum"` that is the divergence, the sum over the latent dimensions.
# - With `reduction="mean"` it is the mean over the latent dimensions in place of the sum. The
#   course's notes take the mean; section 4 is about what that changes.
#
# Example: for $\mu = (0, 0)$ with the variances $(1, 1)$, and $\mu = (1, 2)$ with the variances
# $(1, 4)$:
#
# ```
# sum   [0.        3.3068528]
# mean  [0.        1.6534264]
# ```
#
# Try it with samples of your own: draw a few thousand $z$ from $q$ and average
# $\log q(z) - \log p(z)$.

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check kl_divergence
def check_kl_divergence():
    mean = np.array([[0.0, 0.0], [1.0, 2.0]], dtype="float32")
    log_var = np.log(np.array([[1.0, 1.0], [1.0, 4.0]], dtype="float32"))
    kl = np.array(kl_divergence(mean, log_var))
    assert kl.shape == (2,), f"two rows have a divergence of shape (2,); yours is {kl.shape}"
    np.testing.assert_allclose(kl, [0, 3.3068528], rtol=1e-5, atol=1e-6, err_msg="sum")
    kl = np.array(kl_divergence(mean, log_var, reduction="mean"))
    np.testing.assert_allclose(kl, [0, 1.6534264], rtol=1e-5, atol=1e-6, err_msg="mean")

# %% [markdown]
# ## 3. Reconstruction loss: `reconstruction_loss`
#
# `reconstruction_loss(x, x_decoded, reduction="sum")` compares each image with what the decoder made
# of it and returns a number an image, shape $(n,)$. It is the binary cross-entropy, pixel by pixel,
#
# $$-\Big( x_i \log y_i + (1 - x_i) \log(1 - y_i) \Big)$$
#
# with $x_i$ for a pixel of `x` and $y_i$ for that of `x_decoded`, summed over the pixels or averaged
# over them, as `reduction` says. Grey pixels are fine: $x_i$ need not be 0 or 1. The average over the
# images is not yet taken.
#
# A decoder may give exactly 0 or 1, where a logarithm is infinite. Your loss must stay finite: keep
# $y_i$ at least $10^{-7}$ away from both, as Keras does.
#
# Example: for the images $(1, 0, 0.5)$ and $(1, 1, 1)$, decoded as $(0.8, 0.4, 0.5)$ and
# $(0.5, 0.5, 0.5)$:
#
# ```
# sum   [1.4271164 2.0794415]
# mean  [0.4757055 0.6931472]
# ```

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
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check reconstruction_loss
def check_reconstruction_loss():
    x = np.array([[1.0, 0.0, 0.5], [1.0, 1.0, 1.0]], dtype="float32")
    x_decoded = np.array([[0.8, 0.4, 0.5], [0.5, 0.5, 0.5]], dtype="float32")
    loss = np.array(reconstruction_loss(x, x_decoded))
    assert loss.shape == (2,), f"two images have a loss of shape (2,); yours is {loss.shape}"
    np.testing.assert_allclose(loss, [1.4271164, 2.0794415], rtol=1e-5, err_msg="sum")
    loss = np.array(reconstruction_loss(x, x_decoded, reduction="mean"))
    np.testing.assert_allclose(loss, [0.4757055, 0.6931472], rtol=1e-5, err_msg="mean")

# %% [markdown]
# ## 4. The loss in two forms: `vae_loss`
#
# `vae_loss(x, x_decoded, mean, log_var, reduction="sum")` returns one number: for each image the
# reconstruction loss plus the divergence, both with that `reduction`, averaged over the images.
#
# Example: the images of section 3 with the codes of section 2 have the loss 3.4067054 with sums and
# 1.4111395 with means.
#
# The summed form is the one that theory gives: its negative is a lower bound of the images'
# log-likelihood. With means, the cross-entropy is divided by the number of pixels, the divergence by
# the number of latent dimensions. Divided by different numbers, the two terms stand in another
# proportion: multiply the form with means by the number of pixels and compare.
#
# `kl_weight(latent_dim, pixels=784)` returns how many times heavier the divergence then counts
# against the reconstruction loss in the form with means than in the summed form. For 20 latent
# dimensions and 784 pixels that is about 39.

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
    # YOUR CODE HERE
    raise NotImplementedError()


def kl_weight(latent_dim, pixels=784):
    """Return how many times heavier the divergence counts in the form "mean" than in "sum".

    Arguments:
    latent_dim -- number of latent dimensions
    pixels -- number of pixels

    Returns:
    weight -- the factor, measured against the reconstruction loss
    """
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% [markdown]
# ## 5. The encoder: `build_encoder`
#
# `build_encoder(latent_dim=20)` returns a Keras model for images of shape $(784,)$:
#
# | layer | output shape | parameters |
# | --- | --- | --- |
# | dense, 512 units, ReLU | (None, 512) | 401,920 |
# | dense, `latent_dim` units, no activation: `mean` | (None, 20) | 10,260 |
# | dense, `latent_dim` units, no activation: `log_var` | (None, 20) | 10,260 |
# | together | | 422,440 |
#
# The model has two outputs, `mean` and `log_var` in this order; both come from the hidden layer. The
# sample is drawn outside of the model. One dense layer of `2 * latent_dim` units that is cut into
# two halves will do as well.

# %% build_encoder
def build_encoder(latent_dim=20):
    """Return the encoder: 784 - 512 - (latent_dim, latent_dim) units.

    Arguments:
    latent_dim -- number of latent dimensions

    Returns:
    encoder -- a Keras model from images (n, 784) to two outputs, mean and log_var, both
               (n, latent_dim)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check build_encoder
def check_build_encoder():
    encoder = build_encoder()
    count = encoder.count_params()
    assert count == 422440, f"the encoder must have 422440 parameters; yours has {count}"
    outputs = encoder(np.zeros((3, 784), dtype="float32"))
    shapes = [tuple(output.shape) for output in outputs]
    assert shapes == [(3, 20)] * 2, f"three images give two outputs (3, 20); yours: {shapes}"

# %% [markdown]
# ## 6. The decoder: `build_decoder`
#
# `build_decoder(latent_dim=20)` returns a Keras model for codes of shape `(latent_dim,)`:
#
# | layer | output shape | parameters |
# | --- | --- | --- |
# | dense, 512 units, ReLU | (None, 512) | 10,752 |
# | dense, 784 units, sigmoid | (None, 784) | 402,192 |
# | together | | 412,944 |
#
# The sigmoid keeps the pixels between 0 and 1.

# %% build_decoder
def build_decoder(latent_dim=20):
    """Return the decoder: latent_dim - 512 - 784 units.

    Arguments:
    latent_dim -- number of latent dimensions

    Returns:
    decoder -- a Keras model from codes (n, latent_dim) to images (n, 784) between 0 and 1
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check build_decoder
def check_build_decoder():
    decoder = build_decoder()
    count = decoder.count_params()
    assert count == 412944, f"the decoder must have 412944 parameters; yours has {count}"
    pixels = np.array(decoder(np.random.default_rng(0).normal(size=(3, 20)).astype("float32")))
    assert pixels.shape == (3, 784), f"three codes give (3, 784); yours: {pixels.shape}"
    assert 0 < pixels.min() and pixels.max() < 1, "the pixels must lie between 0 and 1"

# %% [markdown]
# ## 7. Training: `train_vae`
#
# `train_vae(encoder, decoder, x, epochs=5, batch_size=100, reduction="sum")` trains both models
# together and returns how it went.
#
# - For each batch: encode, draw fresh noise, sample, decode, and take one step of Adam at its default
#   settings (learning rate 0.001) on `vae_loss` with that `reduction`, for the weights of both.
# - The very models that are handed in are trained, not copies. Take the number of latent dimensions
#   from what the encoder gives; it is not always 20.
# - Each epoch goes once through all of `x` in a new random order, in batches of `batch_size`. The
#   last batch of an epoch may be smaller; its images count as well.
#
# The result is a dictionary with `"loss"`, a list with the mean loss of each epoch; other keys do no
# harm. Print no line a batch.
#
# Three ways that work in Keras 3, and others do as well:
#
# 1. A subclass of `keras.Model` that has both models as attributes, with a `train_step` of its own:
#    the loss inside a `tf.GradientTape`, then `self.optimizer.apply(gradients, variables)`. Compile
#    it with `optimizer="adam"` and call `fit`. Keep the loss in a `keras.metrics.Mean` that you list
#    in the property `metrics`, update it in each step and return its result; a loss that is returned
#    by itself may be replaced by a metric that nobody updated, and the history is all zeros.
# 2. A subclass of `keras.Model` whose `call` encodes, samples and decodes, and hands its loss to
#    `self.add_loss(...)`. Compile it with nothing but the optimizer; `fit(x)` needs no targets.
# 3. A loop of your own over epochs and batches, with a gradient tape in a `tf.function`.
#
# In a step that is compiled, noise must come from `keras.random` or `tf.random`: NumPy would be asked
# once, when the step is traced, and every batch would get the same numbers.
#
# The grader trains such models three times: in the summed form with 20 latent dimensions, in the form
# with means, and in the summed form with 2. **Look at the report**, at how much each latent dimension
# says about an image. In the summed form 15 to 20 of them speak; with means hardly one does, because
# silence is what a divergence with 39 times the weight rewards. The decoder then paints nearly the
# same blurred garment for every code. Explain it to yourself with section 4 before you read on: which
# of the two terms could the encoder lower most cheaply?

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
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% [markdown]
# ## 8. New images: `generate`
#
# `generate(decoder, count)` returns `count` new images, an array of shape `(count, 28, 28)` with
# values from 0 to 1: draw `count` standard normal codes, of as many dimensions as the decoder takes
# (`decoder.input_shape[-1]`), and decode them. Every image has a code of its own, and every call
# draws new ones.
#
# The encoder has no part in this, and neither have images: if training went well, the codes of real
# images and the ones that you draw look alike.
#
# Two numbers tell how good images are, with Euclidean distances between images of 784 pixels.
# *Nearness*: how far a generated image is from the nearest of 1000 hidden real images on average, as
# a share of the same for noise that has the real images' pixels in random order. *Diversity*: how far
# generated images are from each other on average, as a share of what real images are. Both are
# measured with a decoder that the grader has trained in the summed form.
#
# **To go on**, ungraded: train with all 60,000 images for 5 epochs, in both forms, and compare 25
# images of each. With two latent dimensions, decode a grid of codes from $(-2, -2)$ to $(2, 2)$:
# where do the trousers live, and what lies between them and the dresses? What happens if you multiply
# the divergence by a factor that grows from 0 to 1 during training?

# %% generate
def generate(decoder, count):
    """Return new images: what the decoder makes of random codes.

    Arguments:
    decoder -- a Keras model as build_decoder returns it, for any number of latent dimensions
    count -- number of images

    Returns:
    images -- float32 from 0 to 1, (count, 28, 28)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% self-check
if __name__ == "__main__":
    for check in (check_sample_normal, check_kl_divergence, check_reconstruction_loss, check_vae_loss, check_build_encoder, check_build_decoder, check_train_vae, check_generate):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{question}: as printed")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")
