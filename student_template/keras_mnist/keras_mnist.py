"""Handwritten digits with Keras"""

# %% [markdown]
# # Handwritten digits with Keras
#
# MNIST is a set of 70,000 handwritten digits, each an image of 28 by 28 grey pixels. Here you write
# what every deep-learning project consists of, in six functions: prepare the images, build a
# multilayer perceptron and a convolutional network, train them, predict with them, and look at how
# the training went.
#
# **Notation.** Images come as `uint8` arrays, 0 for black and 255 for white: one image has shape
# $(28, 28)$, a batch of $n$ images has shape $(n, 28, 28)$. Labels are integers from 0 to 9, an array
# of shape $(n,)$. Prepared images, the output of `preprocess_images`, are called `x` and the labels
# `y`.
#
# **Rules.**
#
# - Keep the names of the functions and of their arguments, with the defaults given here. You may add
#   functions of your own.
# - `import keras` and `from tensorflow import keras` are both fine, and so is all of NumPy. Nothing
#   can be downloaded while your work is graded, and you don't need to: data come as arguments.
# - Work on the arguments. Your functions are also called with other images, other labels and other
#   settings, without the rest of your notebook having run.
# - A model may be a `keras.Sequential` or a functional `keras.Model`. `build_mlp` may also return an
#   object of your own subclass of `keras.Model` whose `__init__` needs no arguments: call it once on
#   images of zeros, so that it has its weights, and create its layers in the order in which they are
#   used. It is judged by its weights and by what it predicts for hidden images. `Lambda` layers, and
#   layers of your own in a Sequential or functional model, cannot be read by the grader; you need
#   none.
# - To bring an image into the shape that a layer needs, use `Flatten` or `Reshape`, as you like. An
#   activation may be an argument of its layer or a layer of its own.
# - The last layer may give probabilities (`softmax`) or the numbers that softmax would be applied to
#   (logits, without activation). The loss must fit: `from_logits=True` for logits, and only then.
# - Leave the initial weights and biases to Keras' defaults.
#
# **How it is graded.** A model is handed over as its architecture, its compile settings and its
# weights. Another program builds it anew, counts its parameters and lets it predict; what `summary()`
# prints is never asked. What your networks are worth is found in the same place: the grader trains
# new ones of the same layers and settings for a stated number of steps, with a `train` of its own and
# from fresh weights. Their accuracy on hidden images earns points of `build_mlp` and `build_cnn` by a
# scale that your report shows. Your own `train` is judged step by step: it gets images of noise, few
# or many, for which the grader can compute where each step must lead, and a few disguised digits that
# it has to learn by heart. `train`, `predict_digits` and `learning_curve` get the models that your
# own functions build, or the grader's where those are not yet what is asked for.

# %% imports
import keras
import numpy as np

# %% the data
def load_mnist():
    """Return (images, labels), (test_images, test_labels); the first call downloads 11 MB."""
    return keras.datasets.mnist.load_data()

# %% [markdown]
# ## 1. Preparing images: `preprocess_images`
#
# `preprocess_images(images)` takes one image or a batch and returns the same pixels as `float32`
# between 0 and 1: every value divided by 255. The shape stays what it was. An image may also carry
# a last axis of length 1, the channel, so these four shapes occur: $(28, 28)$, $(n, 28, 28)$,
# $(28, 28, 1)$ and $(n, 28, 28, 1)$.
#
# Divide by 255 and not by the largest value that happens to be there: a dark image must stay dark.
# NumPy makes `float64` of `images / 255`, twice the memory and not what the network computes with;
# convert it.
#
# Example: an image whose pixels are all 51 becomes a `(28, 28)` array of `float32` values 0.2.

# %% preprocess_images
def preprocess_images(images):
    """Return images as float32 between 0 and 1.

    Arguments:
    images -- uint8 in 0..255, one image (28, 28) or a batch (n, 28, 28), or the same with a last
              axis of length 1

    Returns:
    x -- the pixels divided by 255, float32, of the shape of images
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check preprocess_images
def check_preprocess_images():
    x = preprocess_images(np.full((28, 28), 51, dtype=np.uint8))
    assert x.shape == (28, 28), f"one image must stay (28, 28); yours has {x.shape}"
    assert x.dtype == np.float32, f"the values must be float32; yours are {x.dtype}"
    np.testing.assert_allclose(x, 0.2, rtol=1e-6, err_msg="an image whose pixels are all 51")
    x = preprocess_images(np.zeros((3, 28, 28), dtype=np.uint8))
    assert x.shape == (3, 28, 28), f"three images must stay (3, 28, 28); yours have {x.shape}"

# %% [markdown]
# ## 2. A multilayer perceptron: `build_mlp`
#
# `build_mlp(learning_rate=0.01)` returns a compiled model for images of shape $(28, 28)$:
#
# | layer | output shape | parameters |
# | --- | --- | --- |
# | flatten | (None, 784) | 0 |
# | dense, 256 units, ReLU | (None, 256) | 200,960 |
# | dense, 128 units, ReLU | (None, 128) | 32,896 |
# | dense, 10 units, softmax | (None, 10) | 1,290 |
# | together | | 235,146 |
#
# Declare the input shape (`keras.Input((28, 28))`), so that the model has its weights at once.
# Compile it with plain stochastic gradient descent (`keras.optimizers.SGD`, no momentum) at the given
# learning rate, the loss `sparse_categorical_crossentropy` (labels are integers, not one-hot vectors)
# and the metric `accuracy`.

# %% build_mlp
def build_mlp(learning_rate=0.01):
    """Return a compiled perceptron: 784 - 256 - 128 - 10 units.

    Arguments:
    learning_rate -- of the plain stochastic gradient descent

    Returns:
    model -- a compiled Keras model for images of shape (28, 28)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check build_mlp
def check_build_mlp():
    model = build_mlp()
    shapes = (tuple(model.input_shape), tuple(model.output_shape))
    due = ((None, 28, 28), (None, 10))
    assert shapes == due, f"the shapes of input and output must be {due}; yours are {shapes}"
    count = model.count_params()
    assert count == 235146, f"the model must have 235146 parameters; yours has {count}"
    rate = float(model.optimizer.learning_rate)
    assert abs(rate - 0.01) < 1e-6, f"the learning rate must be 0.01; yours is {rate}"

# %% [markdown]
# ## 3. A convolutional network: `build_cnn`
#
# `build_cnn()` returns a compiled model for images of shape $(28, 28, 1)$:
#
# | layer | output shape | parameters |
# | --- | --- | --- |
# | convolution, 32 filters 3 x 3, ReLU, no padding | (None, 26, 26, 32) | 320 |
# | convolution, 64 filters 3 x 3, ReLU, no padding | (None, 24, 24, 64) | 18,496 |
# | max pooling 2 x 2 | (None, 12, 12, 64) | 0 |
# | dropout 0.25 | (None, 12, 12, 64) | 0 |
# | flatten | (None, 9216) | 0 |
# | dense, 128 units, ReLU | (None, 128) | 1,179,776 |
# | dropout 0.5 | (None, 128) | 0 |
# | dense, 10 units, softmax | (None, 10) | 1,290 |
# | together | | 1,199,882 |
#
# Compile it with Adam at its default settings, and with the same loss and metric as before. This one
# must be Sequential or functional. Keras adds or drops a last axis of length 1 by itself, so both
# models can be trained with images of shape $(n, 28, 28)$.

# %% build_cnn
def build_cnn():
    """Return a compiled convolutional network.

    Returns:
    model -- a compiled Keras model for images of shape (28, 28, 1)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check build_cnn
def check_build_cnn():
    model = build_cnn()
    shapes = (tuple(model.input_shape), tuple(model.output_shape))
    due = ((None, 28, 28, 1), (None, 10))
    assert shapes == due, f"the shapes of input and output must be {due}; yours are {shapes}"
    count = model.count_params()
    assert count == 1199882, f"the model must have 1199882 parameters; yours has {count}"

# %% [markdown]
# ## 4. Training: `train`
#
# `train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None)` trains a compiled model
# and returns how it went.
#
# - Each epoch goes once through all of `x`, in batches of `batch_size` and in a new random order. The
#   last batch of an epoch may be smaller; its images count as well.
# - Each batch is one step of the model's own optimizer on the model's own loss. Training starts from
#   the weights that the model has when it comes.
# - `seed` determines the order of the images in every epoch, and whatever else your function draws.
#   Two perceptrons with equal weights that are trained with the same arguments end up with equal
#   weights; with another `seed` the order is another one, and so are the weights.
#   `keras.utils.set_random_seed(seed)` seeds Python, NumPy and Keras at once. (Dropout layers are
#   another matter: each draws from a generator of its own, which is seeded when the layer is made, so
#   two networks of section 3 end up with different weights. That is not asked for.)
# - `validation_data` is `None` or a pair `(x_val, y_val)`. The model is measured on it at the end of
#   each epoch, and learns nothing from it.
#
# The result is a dictionary of lists with a number per epoch: `"loss"` and `"accuracy"` on the
# training data; with validation data also `"val_loss"` and `"val_accuracy"`. This is what
# `model.fit(...)` leaves in `.history`; note that `fit` itself returns an object, and that here the
# dictionary is due. A loop of your own (`train_on_batch`, or a gradient tape) is as good. Its `"loss"`
# and `"accuracy"` may be the mean over the epoch's images while it runs, as in `fit`, or be measured
# on all of `x` at the epoch's end; the validation values are always those at the epoch's end.
#
# Don't print a line a batch: `verbose=0`.
#
# The course trained the perceptron on all 60,000 images for 10 epochs of 1875 steps with the learning
# rate 0.01, and got 0.968 of the 10,000 test images right.

# %% train
def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    """Train a compiled model.

    Arguments:
    model -- a compiled Keras model
    x -- prepared images, float32 (n, 28, 28)
    y -- labels, integers (n,)
    epochs -- how often to go through all images
    batch_size -- images a step
    seed -- determines the order of the images and all else that is random
    validation_data -- None, or a pair (x_val, y_val) to measure the model on after each epoch

    Returns:
    history -- dictionary with a list of epochs numbers for "loss" and "accuracy", with
               validation data also for "val_loss" and "val_accuracy"
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check train
def check_train():
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 28, 28), dtype=np.float32), rng.integers(0, 10, 12)
    history = train(build_mlp(), x, y, epochs=3, batch_size=4, validation_data=(x[:5], y[:5]))
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert name in history, f"the dictionary must have the key {name!r}"
        count = len(history[name])
        assert count == 3, f"{name} must have a number for each of 3 epochs; yours has {count}"

# %% [markdown]
# ## 5. Predictions: `predict_digits`
#
# `predict_digits(model, images)` returns the digits that the model sees in the images, an array of
# integers of shape $(n,)$. Here `images` are raw `uint8` images as they come from a scanner, a batch
# $(n, 28, 28)$ or one image $(28, 28)$, which gives an array of shape $(1,)$. Prepare them with your
# own function, let the model predict, and take the class with the largest output. That is the right
# class for probabilities and for logits.

# %% predict_digits
def predict_digits(model, images):
    """Return the digits that a model sees in images.

    Arguments:
    model -- a Keras model with ten outputs, probabilities or logits
    images -- raw uint8 images, a batch (n, 28, 28) or one image (28, 28)

    Returns:
    digits -- integers from 0 to 9, shape (n,); (1,) for one image
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check predict_digits
def check_predict_digits():
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28), dtype=np.uint8)
    model = build_mlp()
    digits = predict_digits(model, images)
    assert np.shape(digits) == (5,), f"five digits have shape (5,); yours have {np.shape(digits)}"
    one = predict_digits(model, images[0])
    assert np.shape(one) == (1,), f"one digit has shape (1,); yours has {np.shape(one)}"
    assert one[0] == digits[0], "the first image alone must give the same digit as in the batch"

# %% [markdown]
# ## 6. The learning curve: `learning_curve`
#
# `learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0)` trains the model
# with your `train` and returns the data of a plot that tells whether more training would help:
#
# | key | value |
# | --- | --- |
# | `"epoch"` | the numbers 1, 2, ..., `epochs` |
# | `"loss"` | the training loss of each epoch |
# | `"val_loss"` | the loss on the validation data at the end of each epoch |
# | `"best_epoch"` | the epoch with the lowest validation loss, an integer; the first such epoch if there are several |
#
# The first three are lists or one-dimensional arrays. Epochs count from 1. From `best_epoch` on the
# network learns its training data by heart; that is where one would stop.
# `plot_learning_curve(curve)`, which your file has already, draws it.
#
# **To go on**, ungraded: train both networks on all of MNIST. The course got 0.968 with the perceptron
# after 10 epochs, and 0.9906 with the convolutional network after 5 epochs, 10 % of the training
# images being kept for validation. Which digits are mixed up most often? Does the perceptron catch up
# if it has a million parameters, too?

# %% learning_curve
def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    """Train a model and return the data of its learning curve.

    Arguments:
    model, x, y, epochs, batch_size, seed -- as in train
    validation_data -- a pair (x_val, y_val)

    Returns:
    curve -- dictionary with "epoch", "loss" and "val_loss" (a number an epoch each) and
             "best_epoch" (the epoch with the lowest validation loss, counted from 1)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% plotting
def plot_learning_curve(curve):
    """Draw what learning_curve returned, with a mark at the best epoch."""
    import matplotlib.pyplot as plt

    for name, label in (("loss", "training"), ("val_loss", "validation")):
        plt.plot(curve["epoch"], curve[name], label=label)
    plt.axvline(curve["best_epoch"], color="grey", linestyle=":")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()

# %% check learning_curve
def check_learning_curve():
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 28, 28), dtype=np.float32), rng.integers(0, 10, 12)
    curve = learning_curve(build_mlp(), x, y, (x[:5], y[:5]), epochs=3, batch_size=4)
    assert list(curve["epoch"]) == [1, 2, 3], f"the epochs are 1, 2, 3; yours: {curve['epoch']}"
    for name in ("loss", "val_loss"):
        count = len(curve[name])
        assert count == 3, f"{name} must have a number for each of 3 epochs; yours has {count}"
    best = int(np.argmin(curve["val_loss"])) + 1
    assert curve["best_epoch"] == best, f"best_epoch must be {best}; yours: {curve['best_epoch']}"

# %% self-check
if __name__ == "__main__":
    for check in (check_preprocess_images, check_build_mlp, check_build_cnn, check_train, check_predict_digits, check_learning_curve):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{question}: as printed")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")
