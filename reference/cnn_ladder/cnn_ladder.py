"""Reference solution: A ladder of convolutional networks

Models are read by the grader from their architecture and weights; see the statement.
"""
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
    ### BEGIN SOLUTION
    if padding == "same":
        return -(-size // stride)
    return (size - kernel) // stride + 1
    ### END SOLUTION

# %% check output_size
def check_output_size():
    for arguments, due in (((32, 3, 1, "same"), 32), ((32, 3, 1, "valid"), 30),
                           ((13, 6, 5, "valid"), 2), ((13, 6, 5, "same"), 3)):
        found = output_size(*arguments)
        assert found == due, f"output_size{arguments} must be {due}; yours is {found}"

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
    ### BEGIN SOLUTION
    patches = _patches(x, w.shape[:2], _pair(stride), padding, 0.0)
    return np.tensordot(patches, w, axes=([3, 4, 5], [0, 1, 2])) + b


def _pair(value):
    """Return a number for both axes, or the two numbers that it is."""
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _patches(x, kernel, strides, padding, fill):
    """Return what each position of the window sees: (n, rows, columns, f_h, f_w, channels)."""
    if padding == "same":
        around = [_padding(*axis) for axis in zip(x.shape[1:3], kernel, strides)]
        x = np.pad(x, ((0, 0), *around, (0, 0)), constant_values=fill)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(1, 2))
    return windows[:, :: strides[0], :: strides[1]].transpose(0, 1, 2, 4, 5, 3)


def _padding(size, kernel, stride):
    """Return how much is added before and after one axis; an odd one goes after."""
    total = max((output_size(size, kernel, stride, "same") - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
    ### END SOLUTION

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
    ### BEGIN SOLUTION
    size = _pair(size)
    strides = size if stride is None else _pair(stride)
    return _patches(x.astype(float), size, strides, padding, -np.inf).max(axis=(3, 4))
    ### END SOLUTION


def average_pool2d(x, size=2, stride=None, padding="valid"):
    """Return the average of each window, channel by channel; arguments as for max_pool2d."""
    ### BEGIN SOLUTION
    size = _pair(size)
    strides = size if stride is None else _pair(stride)
    return np.nanmean(_patches(x.astype(float), size, strides, padding, np.nan), axis=(3, 4))
    ### END SOLUTION

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

# %% count_parameters
def count_parameters(layers, input_shape):
    """Return how many parameters a chain of layers has.

    Arguments:
    layers -- list of dictionaries, as `conv`, `pool`, `dense` and the constants above describe them
    input_shape -- (height, width, channels)

    Returns:
    total, trainable -- two integers
    """
    ### BEGIN SOLUTION
    shape, total, fixed = tuple(input_shape), 0, 0
    for layer in layers:
        kind = layer["kind"]
        if kind == "conv":
            inputs = layer["kernel"] ** 2 * shape[-1]
            total += (inputs + bool(layer["bias"])) * layer["filters"]
            shape = (*_sides(shape, layer["kernel"], layer), layer["filters"])
        elif kind == "pool":
            shape = (*_sides(shape, layer["size"], layer), shape[-1])
        elif kind == "batch_norm":
            total += 4 * shape[-1]
            fixed += 2 * shape[-1]
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[-1] + bool(layer["bias"])) * layer["units"]
            shape = (layer["units"],)
    return total, total - fixed


def _sides(shape, kernel, layer):
    """Return height and width after a window has passed."""
    return [output_size(n, kernel, layer["stride"], layer["padding"]) for n in shape[:2]]
    ### END SOLUTION

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

# %% receptive_field
def receptive_field(layers):
    """Return how many pixels of the input, along one axis, a unit after these layers depends on.

    Arguments:
    layers -- list of dictionaries: convolutions, poolings, batch normalisation, dropout

    Returns:
    size -- an integer; 1 for no layers
    """
    ### BEGIN SOLUTION
    size, jump = 1, 1
    for layer in layers:
        if layer["kind"] in ("conv", "pool"):
            window = layer["kernel"] if layer["kind"] == "conv" else layer["size"]
            size += (window - 1) * jump
            jump *= layer["stride"]
    return size
    ### END SOLUTION

# %% check receptive_field
def check_receptive_field():
    layers = []
    for filters, due in ((32, 6), (64, 16), (128, 36)):
        layers += [conv(filters), conv(filters), pool()]
        found = receptive_field(layers)
        assert found == due, f"after {len(layers)} layers it must be {due}; yours is {found}"
    found = receptive_field([conv(8, kernel=7, stride=2), conv(8)])
    assert found == 11, f"7 x 7 with stride 2, then 3 x 3: it must be 11; yours is {found}"

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
    ### BEGIN SOLUTION
    rates = {4: (0.2, 0.2, 0.3), 5: (0.2, 0.3, 0.3)}.get(n, (0, 0, 0))
    settings = {"padding": "same", "activation": "relu"}
    if n == 4:
        settings["kernel_initializer"] = "he_uniform"
    if n == 5:
        settings["kernel_regularizer"] = keras.regularizers.L2(1e-4)
    model = keras.Sequential([keras.Input((32, 32, 3))])
    for filters, rate in zip((32, 64, 128)[:n], rates):
        for _ in range(2):
            model.add(keras.layers.Conv2D(filters, 3, **settings))
            if n == 5:
                model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.MaxPooling2D(2))
        if rate:
            model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(128, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    optimizers = {
        "sgd": lambda: keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": lambda: keras.optimizers.Adam(learning_rate),
    }
    return _compiled(model, optimizers[optimizer]())


def _compiled(model, optimizer):
    """Compile a model for labels that are integers; return it."""
    model.compile(
        optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model
    ### END SOLUTION

# %% check build_rung
def check_build_rung():
    for n, due in enumerate((1060138, 591274, 550570, 550570, 552362), 1):
        model = build_rung(n)
        shapes = (tuple(model.input_shape), tuple(model.output_shape))
        assert shapes == ((None, 32, 32, 3), (None, 10)), f"rung {n}: the shapes are {shapes}"
        count = model.count_params()
        assert count == due, f"rung {n} must have {due} parameters; yours has {count}"

# %% build_fashion_rung
def build_fashion_rung(n):
    """Return rung n of the Fashion-MNIST ladder, compiled with RMSprop.

    Arguments:
    n -- 1: plain; 2: with batch normalisation; 3: with batch normalisation and dropout

    Returns:
    model -- a compiled Keras model for images of shape (28, 28, 1)
    """
    ### BEGIN SOLUTION
    layers = _wide_layers() if n == 3 else _narrow_layers(normalised=n == 2)
    model = keras.Sequential([keras.Input((28, 28, 1)), *layers])
    return _compiled(model, keras.optimizers.RMSprop())


def _narrow_layers(normalised):
    """Return the layers of the first rung or, with batch normalisation, of the second."""
    layers = keras.layers
    chain = []
    for filters in (32, 64):
        chain.append(layers.Conv2D(filters, 3, activation="relu"))
        if normalised:
            chain.append(layers.BatchNormalization())
        chain.append(layers.MaxPooling2D(2))
    chain += [layers.Conv2D(64, 3, activation="relu"), layers.Flatten()]
    chain += _hidden(64) if normalised else [layers.Dense(64, activation="relu")]
    return [*chain, layers.Dense(10, activation="softmax")]


def _wide_layers():
    """Return the layers of the third rung."""
    layers = keras.layers
    chain = []
    for pooled in (False, True, True):
        chain.append(layers.Conv2D(64, 3, padding="same", activation="relu"))
        chain.append(layers.BatchNormalization())
        if pooled:
            chain.append(layers.MaxPooling2D(2))
        chain.append(layers.Dropout(0.25))
    chain += [layers.Flatten(), *_hidden(500), layers.Dropout(0.25)]
    return [*chain, layers.Dense(10, activation="softmax")]


def _hidden(units):
    """Return a dense layer that is normalised before its activation."""
    layers = keras.layers
    return [layers.Dense(units, use_bias=False), layers.BatchNormalization(), layers.ReLU()]
    ### END SOLUTION

# %% check build_fashion_rung
def check_build_fashion_rung():
    for n, due in enumerate((93322, 93898, 1650274), 1):
        model = build_fashion_rung(n)
        shapes = (tuple(model.input_shape), tuple(model.output_shape))
        assert shapes == ((None, 28, 28, 1), (None, 10)), f"rung {n}: the shapes are {shapes}"
        count = model.count_params()
        assert count == due, f"rung {n} must have {due} parameters; yours has {count}"

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
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    n, height, width = x.shape[:3]
    down, right = rng.integers(-shift, shift + 1, (2, n))
    rows = np.clip(np.arange(height) - down[:, None], 0, height - 1)
    columns = np.clip(np.arange(width) - right[:, None], 0, width - 1)
    mirrored = rng.random(n) < 0.5
    columns[mirrored] = columns[mirrored, ::-1]
    return x[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
    ### END SOLUTION

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
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    history = {name: [] for name in ("loss", "accuracy", "val_loss", "val_accuracy")}
    best_epoch, best_weights = 0, None
    for epoch in range(1, epochs + 1):
        images = augment(x, seed + epoch) if augmented else x
        numbers = model.fit(
            images, y, batch_size=batch_size, validation_data=validation_data, verbose=0
        ).history
        for name, number in numbers.items():
            # A metric that was given as an object goes by another name than "accuracy".
            plain = "loss" if name.endswith("loss") else "accuracy"
            history["val_" + plain if name.startswith("val_") else plain] += number
        if not best_epoch or history["val_loss"][-1] < history["val_loss"][best_epoch - 1]:
            best_epoch, best_weights = epoch, model.get_weights()
        elif epoch - best_epoch >= patience:
            break
    model.set_weights(best_weights)
    return {**history, "best_epoch": best_epoch}
    ### END SOLUTION

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
    ### BEGIN SOLUTION
    answers = np.argmax(model.predict(x, batch_size=256, verbose=0), axis=-1)
    confusion = np.zeros((10, 10), dtype=int)
    np.add.at(confusion, (y, answers), 1)
    return float(np.mean(answers == y)), confusion
    ### END SOLUTION

# %% check evaluate
def check_evaluate():
    rng = np.random.default_rng(0)
    x, y = rng.random((20, 32, 32, 3), dtype=np.float32), np.arange(20) % 10
    accuracy, confusion = evaluate(build_rung(5), x, y)
    assert np.shape(confusion) == (10, 10), f"the shape is {np.shape(confusion)}, not (10, 10)"
    np.testing.assert_array_equal(np.sum(confusion, axis=1), 2, err_msg="two images of each class")
    np.testing.assert_allclose(accuracy, np.trace(confusion) / 20, err_msg="accuracy")
