"""A ladder of convolutional networks"""

# %% [markdown]
# # A ladder of convolutional networks
#
# Does a deeper network see better? In this assignment you climb two ladders. On CIFAR-10 (60,000
# colour photographs of 32 by 32 pixels in ten classes) the five rungs have two, four and six
# convolutional layers, then six with dropout, then six with dropout, batch normalisation and a
# penalty on the weights. On Fashion-MNIST (70,000 grey images of garments) three rungs lead from a
# plain network to one with batch normalisation and to one with dropout as well. Before the ladders
# comes the arithmetic that they are made of: you write convolution and pooling yourself in NumPy, and
# functions that tell the size of an output, the number of parameters and the receptive field without
# building anything. At the end come the tools that every training needs: augmentation, early
# stopping, learning curves, and an honest measurement.
#
# **Notation.** A batch of images is an array `x` of shape $(n, h, w, c)$: images, rows, columns,
# channels. Values are floats from 0 to 1. Labels `y` are integers from 0 to 9, shape $(n,)$.
#
# **Rules.**
#
# - Keep the names of the functions and of their arguments, with the defaults given here. You may add
#   functions of your own.
# - Sections 1 to 5 and 8 are NumPy. Loops are allowed as long as a call takes seconds, not minutes.
#   `import keras` and `from tensorflow import keras` are both fine from section 6 on.
# - Nothing can be downloaded while your work is graded, and you don't need to: data come as arguments.
# - Work on the arguments. Your functions are also called with other data, other sizes and other
#   settings than those printed here, without the rest of your notebook having run.
# - A model is a `keras.Sequential` or a functional `keras.Model`, with its input shape declared
#   (`keras.Input`). Models and layers of your own classes and `Lambda` layers cannot be read by the
#   grader, and you need none. An activation may be an argument of its layer or a layer of its own right
#   after it. The last layer may be softmax, or have no activation if the loss is told
#   `from_logits=True`.
#
# **How it is graded.** The arithmetic is compared with a reference on fresh random inputs. A model is
# handed over as its architecture, its compile settings and its weights; another program builds it
# anew, counts and describes it and lets it predict; what `summary()` prints is never asked. Accuracy
# is measured on images that your code never gets, after a stated number of training steps, and is
# compared with that of the reference's *same* rung after the same steps on the same images. `train`
# and `evaluate` get the rungs that your own functions build, or the grader's where those are not yet
# what is asked for, and small networks of the grader's besides. On a laptop these steps are few, and
# only a part of the rungs and classes is trained. The classes are renamed at random for that run.

# %% imports
import keras
import numpy as np

# %% the data
def load_images(name="cifar10"):
    """Return (images, labels), (test_images, test_labels); the first call downloads them.

    name -- "cifar10" (170 MB; labels are returned as (n,)) or "fashion_mnist" (30 MB)
    """
    (x, y), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    return (x, y.reshape(-1)), (x_test, y_test.reshape(-1))

# %% [markdown]
# ## 1. Sizes of outputs: `output_size`
#
# `output_size(size, kernel, stride=1, padding="valid")` returns how many positions a window of length
# `kernel` has along an axis of length `size` if it moves `stride` at a time; an integer.
#
# - `"valid"`: the window stays inside the axis. What is left over at the end and fills no window is
#   ignored: $\left\lfloor \dfrac{\text{size} - \text{kernel}}{\text{stride}} \right\rfloor + 1$.
# - `"same"`: zeros are added at both ends, just as many as it takes for
#   $\left\lceil \dfrac{\text{size}}{\text{stride}} \right\rceil$ positions. With stride 1 the output is
#   as long as the input, hence the name.
#
# Examples: a 3-window on 32 pixels has 32 positions with `"same"` and 30 with `"valid"`. A 6-window on
# 13 pixels with stride 5 has 3 positions with `"same"` and 2 with `"valid"`.

# %% output_size
def output_size(size, kernel, stride=1, padding="valid"):
    """Return how many positions a window has along one axis.

    Arguments:
    size -- length of the axis
    kernel -- length of the window, at most size
    stride -- how far the window moves at a time
    padding -- "valid": the window stays inside; "same": zeros are added at both ends

    Returns:
    n -- an integer
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check output_size
def check_output_size():
    for arguments, due in (((32, 3, 1, "same"), 32), ((32, 3, 1, "valid"), 30),
                           ((13, 6, 5, "valid"), 2), ((13, 6, 5, "same"), 3)):
        found = output_size(*arguments)
        assert found == due, f"output_size{arguments} must be {due}; yours is {found}"

# %% [markdown]
# ## 2. Convolution: `conv2d_forward`
#
# `conv2d_forward(x, w, b, stride=1, padding="valid")` computes a convolutional layer without its
# activation. With filters `w` of shape $(f_h, f_w, c, k)$, biases `b` of shape $(k,)$ and the strides
# $s_h$ (rows) and $s_w$ (columns), filter number $m$ gives, at row $i$ and column $j$ of its map,
#
# $$z_{i,j,m} = b_m + \sum_{u=0}^{f_h-1} \; \sum_{v=0}^{f_w-1} \; \sum_{l=0}^{c-1} x_{i',j',l} \; w_{u,v,l,m},
# \qquad i' = i\, s_h + u, \quad j' = j\, s_w + v.$$
#
# The result has the shape $(n, \text{rows}, \text{columns}, k)$ with the sizes of section 1.
#
# - `stride` is an integer for both axes or a pair $(s_h, s_w)$.
# - Read the formula closely: the filter slides over the image as it is. Mathematicians turn it by 180
#   degrees first and call what you see here cross-correlation; deep learning calls it convolution.
# - With `"same"`, an axis of length $N$ gets $\max\big((\lceil N/s \rceil - 1)\, s + f - N,\; 0\big)$
#   zeros. Half of them come before the image; of an odd number the one left over comes **after** it.
#
# Example: for the image and the filter
#
# $$x = \begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{pmatrix}, \qquad
# w = \begin{pmatrix} 0 & 1 \\ 2 & 0 \end{pmatrix}, \qquad b = 0.5$$
#
# `"valid"` gives $\begin{pmatrix} 10.5 & 13.5 \\ 19.5 & 22.5 \end{pmatrix}$, `"same"` gives
# $\begin{pmatrix} 10.5 & 13.5 & 12.5 \\ 19.5 & 22.5 & 18.5 \\ 8.5 & 9.5 & 0.5 \end{pmatrix}$ and `"same"`
# with stride 2 gives $\begin{pmatrix} 10.5 & 12.5 \\ 8.5 & 0.5 \end{pmatrix}$.
#
# In the report you will see two pictures through a filter of a vertical and one of a horizontal
# line, computed by your function.

# %% conv2d_forward
def conv2d_forward(x, w, b, stride=1, padding="valid"):
    """Compute a convolutional layer, without activation.

    Arguments:
    x -- inputs, shape (n, height, width, channels)
    w -- filters, shape (f_h, f_w, channels, filters)
    b -- biases, shape (filters,)
    stride -- an integer, or a pair (rows, columns)
    padding -- "valid" or "same"

    Returns:
    z -- outputs, shape (n, rows, columns, filters)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check conv2d_forward
def check_conv2d_forward():
    x = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
    w = np.array([[0.0, 1.0], [2.0, 0.0]]).reshape(2, 2, 1, 1)
    due = {
        (1, "valid"): [[10, 13], [19, 22]],
        (1, "same"): [[10, 13, 12], [19, 22, 18], [8, 9, 0]],
        (2, "same"): [[10, 12], [8, 0]],
    }
    for (stride, padding), values in due.items():
        z = conv2d_forward(x, w, np.array([0.5]), stride, padding)
        wanted = np.array(values, dtype=float)[None, ..., None] + 0.5
        message = f"stride {stride}, padding {padding!r}"
        assert z.shape == wanted.shape, f"{message}: the shape must be {wanted.shape}, not {z.shape}"
        np.testing.assert_allclose(z, wanted, err_msg=message)

# %% [markdown]
# ## 3. Pooling (`pooling`): `max_pool2d` and `average_pool2d`
#
# `max_pool2d(x, size=2, stride=None, padding="valid")` returns the largest value in each window,
# channel by channel; `average_pool2d`, with the same arguments, the average. `size` and `stride` are
# integers or pairs (rows, columns); without a stride the windows lie side by side, the stride being the
# size. Positions are those of section 1.
#
# With `"same"` a window may reach over the edge, by as much as in section 2. What lies outside is
# **not** zero here, it is not there: it is no candidate for the maximum, and an average is taken over
# the pixels inside only.
#
# Example: for the image $\begin{pmatrix} 1 & 5 & 2 \\ 3 & 2 & 4 \\ -1 & -3 & -6 \end{pmatrix}$ and size 2,
#
# | | `"valid"` | `"same"` |
# | --- | --- | --- |
# | maximum | $(5)$ | $\begin{pmatrix} 5 & 4 \\ -1 & -6 \end{pmatrix}$ |
# | average | $(2.75)$ | $\begin{pmatrix} 2.75 & 3 \\ -2 & -6 \end{pmatrix}$ |

# %% pooling
def max_pool2d(x, size=2, stride=None, padding="valid"):
    """Return the largest value in each window, channel by channel.

    Arguments:
    x -- inputs, shape (n, height, width, channels)
    size -- height and width of the window: an integer, or a pair (rows, columns)
    stride -- an integer or a pair; None: the size
    padding -- "valid" or "same"; what is added never counts

    Returns:
    pooled -- shape (n, rows, columns, channels)
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def average_pool2d(x, size=2, stride=None, padding="valid"):
    """Return the average of each window, channel by channel; arguments as for max_pool2d."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check pooling
def check_pooling():
    x = np.array([[1.0, 5.0, 2.0], [3.0, 2.0, 4.0], [-1.0, -3.0, -6.0]])[None, :, :, None]
    for function, padding, due in (
        (max_pool2d, "valid", [[5]]),
        (max_pool2d, "same", [[5, 4], [-1, -6]]),
        (average_pool2d, "valid", [[2.75]]),
        (average_pool2d, "same", [[2.75, 3], [-2, -6]]),
    ):
        pooled = function(x, 2, padding=padding)
        wanted = np.array(due, dtype=float)[None, ..., None]
        message = f"{function.__name__}, padding {padding!r}"
        assert pooled.shape == wanted.shape, f"{message}: the shape must be {wanted.shape}"
        np.testing.assert_allclose(pooled, wanted, err_msg=message)

# %% layers as data
def conv(filters, kernel=3, stride=1, padding="same", bias=True):
    """Describe a convolutional layer."""
    return {"kind": "conv", "filters": filters, "kernel": kernel, "stride": stride,
            "padding": padding, "bias": bias}


def pool(size=2, stride=2, padding="valid"):
    """Describe a pooling layer."""
    return {"kind": "pool", "size": size, "stride": stride, "padding": padding}


def dense(units, bias=True):
    """Describe a dense layer."""
    return {"kind": "dense", "units": units, "bias": bias}


BATCH_NORM, DROPOUT, FLATTEN = {"kind": "batch_norm"}, {"kind": "dropout"}, {"kind": "flatten"}

# %% [markdown]
# ## 4. Counting parameters: `count_parameters`
#
# From here on layers are also data: a dictionary a layer.
#
# | layer | dictionary |
# | --- | --- |
# | convolution | `{"kind": "conv", "filters": 32, "kernel": 3, "stride": 1, "padding": "same", "bias": True}` |
# | pooling | `{"kind": "pool", "size": 2, "stride": 2, "padding": "valid"}` |
# | dense | `{"kind": "dense", "units": 128, "bias": True}` |
# | batch normalisation | `{"kind": "batch_norm"}` |
# | dropout, flatten | `{"kind": "dropout"}`, `{"kind": "flatten"}` |
#
# Windows are squares. The keys shown are always there; your file has short functions that write such
# dictionaries (`conv`, `pool`, `dense`, and the constants `BATCH_NORM`, `DROPOUT`, `FLATTEN`).
#
# `count_parameters(layers, input_shape)` returns two integers, `(total, trainable)`, for a list of
# layers and an input of shape $(h, w, c)$. A filter has one weight for each pixel and channel that it
# sees, and one bias if the layer has biases; so does a unit of a dense layer, which follows a flatten
# layer. Batch normalisation has four numbers a channel (or a unit): a scale and a shift, which are
# trained, and a mean and a variance, which are only kept up to date.
#
# Examples: the first rung of section 6 has 1,060,138 parameters, all of them trainable. A layer of 200
# filters of 5 x 5 on a colour image of 150 x 100 pixels has 15,200, whatever the size of the image; a
# dense layer in its place would have 135 billion weights. Thirty-two filters 3 x 3 on a colour image,
# then batch normalisation: 1024 parameters, of which 960 are trainable.

# %% count_parameters
def count_parameters(layers, input_shape):
    """Return how many parameters a chain of layers has.

    Arguments:
    layers -- list of dictionaries, as `conv`, `pool`, `dense` and the constants above describe them
    input_shape -- (height, width, channels)

    Returns:
    total, trainable -- two integers
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check count_parameters
def check_count_parameters():
    one = [conv(32), conv(32), pool(), FLATTEN, dense(128), dense(10)]
    due = {
        "the first rung": (one, (32, 32, 3), (1060138, 1060138)),
        "5 x 5 filters, 200 maps": ([conv(200, kernel=5)], (150, 100, 3), (15200, 15200)),
        "with batch normalisation": ([conv(32), BATCH_NORM], (32, 32, 3), (1024, 960)),
    }
    for name, (layers, shape, counts) in due.items():
        found = tuple(count_parameters(layers, shape))
        assert found == counts, f"{name}: total and trainable must be {counts}; yours: {found}"

# %% [markdown]
# ## 5. Receptive field: `receptive_field`
#
# How much of the image does one number in a deep map depend on? `receptive_field(layers)` returns the
# length of that square in pixels, an integer, for a list of convolutions, poolings, batch
# normalisation and dropout. The last two work on each position by itself. Edges of the image are
# ignored, and so is padding, which shifts the field but does not widen it. Without layers it is 1.
#
# Keep two numbers as you go through the layers: the field $r$, and the jump $d$, the distance in pixels
# between two neighbours of the map. Both start at 1. A window of length $k$ with stride $s$ does
#
# $$r \leftarrow r + (k - 1)\, d, \qquad d \leftarrow d\, s.$$
#
# Examples: two 3 x 3 convolutions and a 2 x 2 pooling with stride 2 see 6 pixels; twice that chain, 16;
# three times, 36, more than the whole image. A 7 x 7 convolution with stride 2 and a 3 x 3 one see 11.

# %% receptive_field
def receptive_field(layers):
    """Return how many pixels of the input, along one axis, a unit after these layers depends on.

    Arguments:
    layers -- list of dictionaries: convolutions, poolings, batch normalisation, dropout

    Returns:
    size -- an integer; 1 for no layers
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check receptive_field
def check_receptive_field():
    layers = []
    for filters, due in ((32, 6), (64, 16), (128, 36)):
        layers += [conv(filters), conv(filters), pool()]
        found = receptive_field(layers)
        assert found == due, f"after {len(layers)} layers it must be {due}; yours is {found}"
    found = receptive_field([conv(8, kernel=7, stride=2), conv(8)])
    assert found == 11, f"7 x 7 with stride 2, then 3 x 3: it must be 11; yours is {found}"

# %% [markdown]
# ## 6. The CIFAR-10 ladder: `build_rung`
#
# `build_rung(n, optimizer="sgd", learning_rate=0.001)` returns rung $n$ from 1 to 5 as a compiled model
# for images of shape $(32, 32, 3)$. All convolutions are 3 x 3, padded (`"same"`) and followed by ReLU.
#
# | layer | output | 1 | 2 | 3 | 4 | 5 |
# | --- | --- | --- | --- | --- | --- | --- |
# | convolution 32 | (32, 32, 32) | x | x | x | x | x + norm |
# | convolution 32 | (32, 32, 32) | x | x | x | x | x + norm |
# | max pooling 2 x 2 | (16, 16, 32) | x | x | x | x | x |
# | dropout | (16, 16, 32) | | | | 0.2 | 0.2 |
# | convolution 64 | (16, 16, 64) | | x | x | x | x + norm |
# | convolution 64 | (16, 16, 64) | | x | x | x | x + norm |
# | max pooling 2 x 2 | (8, 8, 64) | | x | x | x | x |
# | dropout | (8, 8, 64) | | | | 0.2 | 0.3 |
# | convolution 128 | (8, 8, 128) | | | x | x | x + norm |
# | convolution 128 | (8, 8, 128) | | | x | x | x + norm |
# | max pooling 2 x 2 | (4, 4, 128) | | | x | x | x |
# | dropout | (4, 4, 128) | | | | 0.3 | 0.3 |
# | flatten | | 8192 | 4096 | 2048 | 2048 | 2048 |
# | dense 128, ReLU | (128,) | x | x | x | x | x |
# | dense 10, softmax | (10,) | x | x | x | x | x |
# | parameters | | 1,060,138 | 591,274 | 550,570 | 550,570 | 552,362 |
#
# - "x + norm": batch normalisation, with Keras' defaults, comes right after the convolution's ReLU. Of
#   rung 5's parameters 551,466 are trainable.
# - In rung 4 the convolutions start with `kernel_initializer="he_uniform"`. In rung 5 their kernels have
#   the regulariser `keras.regularizers.L2(1e-4)`. All else is left to Keras' defaults.
# - `optimizer` is `"sgd"` (stochastic gradient descent with momentum 0.9) or `"adam"`; both use the
#   given `learning_rate`.
# - The loss is `sparse_categorical_crossentropy`, and `accuracy` is measured.
#
# Why does rung 1, the shallowest, have the most parameters? Your `count_parameters` tells.

# %% build_rung
def build_rung(n, optimizer="sgd", learning_rate=0.001):
    """Return rung n of the CIFAR-10 ladder, compiled.

    Arguments:
    n -- 1 to 5
    optimizer -- "sgd": with momentum 0.9; "adam"
    learning_rate -- of the optimizer

    Returns:
    model -- a compiled Keras model for images of shape (32, 32, 3)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check build_rung
def check_build_rung():
    for n, due in enumerate((1060138, 591274, 550570, 550570, 552362), 1):
        model = build_rung(n)
        shapes = (tuple(model.input_shape), tuple(model.output_shape))
        assert shapes == ((None, 32, 32, 3), (None, 10)), f"rung {n}: the shapes are {shapes}"
        count = model.count_params()
        assert count == due, f"rung {n} must have {due} parameters; yours has {count}"

# %% [markdown]
# ## 7. The Fashion-MNIST ladder: `build_fashion_rung`
#
# `build_fashion_rung(n)` returns rung $n$ from 1 to 3 as a model for images of shape $(28, 28, 1)$,
# compiled with RMSprop at its defaults, `sparse_categorical_crossentropy` and `accuracy`.
#
# **Rung 1**, 93,322 parameters: convolution 32, max pooling, convolution 64, max pooling, convolution
# 64 (all 3 x 3, ReLU, **no** padding; poolings 2 x 2), flatten, dense 64 with ReLU, dense 10 with
# softmax.
#
# **Rung 2**, 93,898 parameters, 93,578 of them trainable: as rung 1, with batch normalisation between
# each of the first two convolutions (after its ReLU) and its pooling; and the dense layer of 64 units
# has no bias (`use_bias=False`) and no activation, is followed by batch normalisation, and that by ReLU.
#
# **Rung 3**, 1,650,274 parameters, 1,648,890 of them trainable:
#
# | layers | output |
# | --- | --- |
# | convolution 64 (3 x 3, **padded**, ReLU), normalisation, dropout 0.25 | (28, 28, 64) |
# | convolution 64 likewise, normalisation, max pooling 2 x 2, dropout 0.25 | (14, 14, 64) |
# | convolution 64 likewise, normalisation, max pooling 2 x 2, dropout 0.25 | (7, 7, 64) |
# | flatten, dense 500 without bias and activation, normalisation, ReLU, dropout 0.25 | (500,) |
# | dense 10, softmax | (10,) |

# %% build_fashion_rung
def build_fashion_rung(n):
    """Return rung n of the Fashion-MNIST ladder, compiled with RMSprop.

    Arguments:
    n -- 1: plain; 2: with batch normalisation; 3: with batch normalisation and dropout

    Returns:
    model -- a compiled Keras model for images of shape (28, 28, 1)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check build_fashion_rung
def check_build_fashion_rung():
    for n, due in enumerate((93322, 93898, 1650274), 1):
        model = build_fashion_rung(n)
        shapes = (tuple(model.input_shape), tuple(model.output_shape))
        assert shapes == ((None, 28, 28, 1), (None, 10)), f"rung {n}: the shapes are {shapes}"
        count = model.count_params()
        assert count == due, f"rung {n} must have {due} parameters; yours has {count}"

# %% [markdown]
# ## 8. Augmentation: `augment`
#
# A dog that looks to the left is still a dog if it looks to the right. `augment(x, seed, shift=3)` takes
# images of shape $(n, h, w, c)$ and returns as many of the same shape and dtype, each of them
#
# - mirrored left to right with probability 1/2, and
# - shifted down by a whole number of pixels from $-\text{shift}$ to $\text{shift}$, and to the right by
#   another one, all equally likely. Pixels that come into view repeat the nearest pixel of the edge.
#
# Each image gets its own draw of all three. The same `seed`, an integer, gives the same images again;
# another seed gives others. The pixels' values do not change. (The course also turns images by up to 15
# degrees; that is left out here.)

# %% augment
def augment(x, seed, shift=3):
    """Return images that are mirrored and shifted at random, each for itself.

    Arguments:
    x -- images, shape (n, height, width, channels)
    seed -- an integer: the same seed gives the same images
    shift -- the largest shift up, down, left and right, in pixels

    Returns:
    images -- of the shape and dtype of x
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check augment
def check_augment():
    x = np.random.default_rng(0).random((6, 8, 8, 3)).astype(np.float32)
    images = augment(x, 1, shift=2)
    assert images.shape == x.shape, f"the shape must stay {x.shape}; yours is {images.shape}"
    assert images.dtype == x.dtype, f"the dtype must stay {x.dtype}; yours is {images.dtype}"
    np.testing.assert_array_equal(images, augment(x, 1, shift=2), err_msg="the same seed twice")
    for image, source in zip(augment(x, 3, shift=0), x):
        same = np.array_equal(image, source) or np.array_equal(image, source[:, ::-1])
        assert same, "without shift, an image must stay as it is or be mirrored left to right"

# %% [markdown]
# ## 9. Training with early stopping: `train`
#
# `train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0)`
# trains a compiled model and returns how it went.
#
# - Each epoch goes once through all of `x` in a new random order, in batches of `batch_size`; the last
#   one may be smaller. Each batch is one step of the model's own optimizer on its own loss.
# - After each epoch the model is measured on `validation_data`, a pair `(x_val, y_val)`. It learns
#   nothing from these images, and they are never augmented.
# - **Early stopping.** When `patience` epochs in a row have brought no `val_loss` below the lowest so
#   far, training stops. In the end, whether it stopped early or not, the model gets the weights back
#   that it had after its **best epoch**, the one with the lowest `val_loss`.
# - With `augmented=True` each epoch sees the training images as `augment` changes them, anew each time:
#   in another version in every epoch, so give `augment` another seed for each.
# - `seed` determines all that is random.
#
# The result is a dictionary. `"loss"`, `"accuracy"`, `"val_loss"` and `"val_accuracy"` are lists with a
# number for each epoch that was run; `"best_epoch"` is an integer and counts from 1. `"loss"` and
# `"accuracy"` may be averages over the epoch while it runs, as `model.fit` has them.
#
# `model.fit` with `keras.callbacks.EarlyStopping` is a good way, if you set its arguments; so is a loop
# of your own. `plot_history(history)`, which your file has already, draws the learning curves.

# %% train
def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False,
          seed=0):
    """Train a compiled model with early stopping; it ends with its best epoch's weights.

    Arguments:
    model -- a compiled Keras model
    x -- training images, float32 (n, height, width, channels), values from 0 to 1
    y -- labels, integers (n,)
    validation_data -- a pair (x_val, y_val)
    epochs -- how often to go through all images, at most
    batch_size -- images a step
    patience -- training stops after so many epochs in a row without a new lowest val_loss
    augmented -- True: each epoch sees the training images as `augment` changes them, anew
    seed -- determines all that is random

    Returns:
    history -- dictionary with lists of a number for each epoch that was run, "loss", "accuracy",
               "val_loss", "val_accuracy", and the integer "best_epoch", counted from 1
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% plotting
def plot_history(history):
    """Draw what train returned, with a mark at the best epoch."""
    import matplotlib.pyplot as plt

    epochs = range(1, len(history["loss"]) + 1)
    for name, label in (("loss", "training"), ("val_loss", "validation")):
        plt.plot(epochs, history[name], label=label)
    plt.axvline(history["best_epoch"], color="grey", linestyle=":")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()

# %% check train
def check_train():
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 32, 32, 3), dtype=np.float32), np.arange(12) % 10
    # The validation labels are wrong on purpose, so that training has to stop early.
    history = train(build_rung(1, learning_rate=0.02), x, y, (x, (y + 5) % 10), epochs=30,
                    batch_size=12, patience=2)
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    lengths = {name: len(history[name]) for name in names}
    ran = lengths["loss"]
    assert set(lengths.values()) == {ran}, f"all four lists must be equally long; yours: {lengths}"
    best = int(np.argmin(history["val_loss"])) + 1
    assert history["best_epoch"] == best, f"best_epoch must be {best}; it is {history['best_epoch']}"
    assert ran == min(best + 2, 30), f"the best epoch was {best}, but {ran} epochs were run"

# %% [markdown]
# ## 10. Accuracy and confusion: `evaluate`
#
# `evaluate(model, x, y)` returns two things: the accuracy, the share of images whose largest output is
# that of their label; and the confusion, an array of integers of shape $(10, 10)$ whose row $i$, column
# $j$ counts the images of class $i$ that were taken for class $j$. The model is to be used, not
# trained: dropout is off, batch normalisation uses the averages it has learned, and the images are
# taken as they are, whatever their values. `model.predict` does just that.
#
# **To go on**, ungraded, if you have a GPU: train all rungs on all of CIFAR-10 for 20 epochs of 1484
# steps, augmented, with 5 % of the training images kept for validation. The course got 74.4, 74.5, 75.0
# and 78.2 % with rungs 2 to 5, at 16 to 23 ms a step. On Fashion-MNIST its sources report 87.7 % for
# rung 1 and 91.1 % for rung 2 after 5 epochs (with pixels from 0 to 255), 93.5 % for rung 3 when early
# stopping ended it, and 90.5 % for a larger network of 1,413,834 parameters with dropout alone. How much
# of the way up is depth, and how much is what keeps the weights in check?

# %% evaluate
def evaluate(model, x, y):
    """Return how well a model recognises images.

    Arguments:
    model -- a Keras model with ten outputs
    x -- images as for train
    y -- labels (n,)

    Returns:
    accuracy -- the share of images whose largest output is that of their label
    confusion -- integers (10, 10): row i, column j counts images of class i taken for class j
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check evaluate
def check_evaluate():
    rng = np.random.default_rng(0)
    x, y = rng.random((20, 32, 32, 3), dtype=np.float32), np.arange(20) % 10
    accuracy, confusion = evaluate(build_rung(5), x, y)
    assert np.shape(confusion) == (10, 10), f"the shape is {np.shape(confusion)}, not (10, 10)"
    np.testing.assert_array_equal(np.sum(confusion, axis=1), 2, err_msg="two images of each class")
    np.testing.assert_allclose(accuracy, np.trace(confusion) / 20, err_msg="accuracy")

# %% self-check
if __name__ == "__main__":
    for check in (check_output_size, check_conv2d_forward, check_pooling, check_count_parameters, check_receptive_field, check_build_rung, check_build_fashion_rung, check_augment, check_train, check_evaluate):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{question}: as printed")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")
