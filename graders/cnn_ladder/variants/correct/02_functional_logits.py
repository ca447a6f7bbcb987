"""Correct: strided views, functional models with logits, recursion."""
import math

import keras
import numpy as np
from keras import layers


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "valid":
        return math.floor((size - kernel) / stride) + 1
    elif padding == "same":
        return math.ceil(size / stride)
    raise ValueError(padding)


def windows_of(x, kernel, stride, padding, fill):
    """(n, rows, cols, fh, fw, c) without copying."""
    sizes = [output_size(x.shape[a + 1], kernel[a], stride[a], padding) for a in (0, 1)]
    if padding == "same":
        add = [max((sizes[a] - 1) * stride[a] + kernel[a] - x.shape[a + 1], 0) for a in (0, 1)]
        pads = [(p // 2, (p + 1) // 2) for p in add]
        x = np.pad(x, [(0, 0), *pads, (0, 0)], constant_values=fill)
    x = np.ascontiguousarray(x)
    sn, sh, sw, sc = x.strides
    return np.lib.stride_tricks.as_strided(
        x,
        (x.shape[0], *sizes, *kernel, x.shape[3]),
        (sn, sh * stride[0], sw * stride[1], sh, sw, sc),
        writeable=False,
    )


def two(v):
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    win = windows_of(x, w.shape[:2], two(stride), padding, 0)
    return np.einsum("nijuvc,uvck->nijk", win, w, optimize=True) + b


def max_pool2d(x, size=2, stride=None, padding="valid"):
    stride = size if stride is None else stride
    return windows_of(x, two(size), two(stride), padding, -np.inf).max((3, 4))


def average_pool2d(x, size=2, stride=None, padding="valid"):
    stride = size if stride is None else stride
    total = windows_of(x, two(size), two(stride), padding, 0.0).sum((3, 4))
    count = windows_of(np.ones_like(x), two(size), two(stride), padding, 0.0).sum((3, 4))
    return total / count


def count_parameters(layers, input_shape):
    if not layers:
        return (0, 0)
    first, rest = layers[0], layers[1:]
    *space, channels = input_shape
    own = fixed = 0
    shape = tuple(input_shape)
    if first["kind"] in ("conv", "pool"):
        f = first.get("kernel", first.get("size"))
        new = channels
        if first["kind"] == "conv":
            new = first["filters"]
            own = new * (f * f * channels + int(first["bias"]))
        shape = tuple(output_size(s, f, first["stride"], first["padding"]) for s in space) + (new,)
    elif first["kind"] == "dense":
        own = first["units"] * (channels + int(first["bias"]))
        shape = (first["units"],)
    elif first["kind"] == "flatten":
        size = 1
        for s in input_shape:
            size *= s
        shape = (size,)
    elif first["kind"] == "batch_norm":
        own, fixed = 4 * channels, 2 * channels
    total, trainable = count_parameters(rest, shape)
    return (total + own, trainable + own - fixed)


def receptive_field(layers):
    # from one number of the last map back to the pixels that it needs
    needed = 1
    for layer in reversed(layers):
        window = layer.get("kernel", layer.get("size"))
        if window is not None and layer["kind"] in ("conv", "pool"):
            needed = (needed - 1) * layer["stride"] + window
    return needed


def build_rung(n, optimizer="sgd", learning_rate=0.001):
    inputs = keras.Input(shape=(32, 32, 3))
    z = inputs
    drop = {4: [0.2, 0.2, 0.3], 5: [0.2, 0.3, 0.3]}.get(n)
    for block in range(min(n, 3)):
        for _ in range(2):
            z = keras.layers.Conv2D(
                32 * 2**block, (3, 3), padding="same", activation="relu",
                kernel_initializer="he_uniform" if n == 4 else "glorot_uniform",
                kernel_regularizer=keras.regularizers.l2(1e-4) if n == 5 else None,
            )(z)
            if n == 5:
                z = keras.layers.BatchNormalization()(z)
        z = keras.layers.MaxPool2D((2, 2))(z)
        if drop:
            z = keras.layers.Dropout(drop[block])(z)
    z = keras.layers.Flatten()(z)
    z = keras.layers.Dense(128, activation="relu")(z)
    outputs = keras.layers.Dense(10)(z)
    model = keras.Model(inputs, outputs)
    if optimizer == "sgd":
        opt = keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.9)
    else:
        opt = keras.optimizers.Adam(learning_rate=learning_rate)
    model.compile(opt, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model


def build_fashion_rung(n):
    def convolution(z, filters, pad):
        return keras.layers.Conv2D(filters, 3, padding=pad, activation="relu")(z)

    inputs = keras.Input((28, 28, 1))
    z = inputs
    if n < 3:
        for filters in (32, 64):
            z = convolution(z, filters, "valid")
            if n == 2:
                z = keras.layers.BatchNormalization()(z)
            z = keras.layers.MaxPooling2D()(z)
        z = convolution(z, 64, "valid")
        z = keras.layers.Flatten()(z)
        z = keras.layers.Dense(64, use_bias=(n == 1))(z)
        if n == 2:
            z = keras.layers.BatchNormalization()(z)
        z = keras.layers.ReLU()(z)
    else:
        for number in range(3):
            z = keras.layers.BatchNormalization()(convolution(z, 64, "same"))
            if number > 0:
                z = keras.layers.MaxPooling2D()(z)
            z = keras.layers.Dropout(0.25)(z)
        z = keras.layers.Dense(500, use_bias=False)(keras.layers.Flatten()(z))
        z = keras.layers.Dropout(0.25)(keras.layers.ReLU()(keras.layers.BatchNormalization()(z)))
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(z))
    model.compile(keras.optimizers.RMSprop(), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def augment(x, seed, shift=3):
    rng = np.random.RandomState(seed)
    n, h, w, c = x.shape
    result = np.empty_like(x)
    for number in range(n):
        image = x[number]
        if rng.rand() < 0.5:
            image = np.fliplr(image)
        wide = np.pad(image, ((shift, shift), (shift, shift), (0, 0)), mode="edge")
        top = rng.randint(0, 2 * shift + 1)
        left = rng.randint(0, 2 * shift + 1)
        result[number] = wide[top : top + h, left : left + w]
    return result


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(seed)
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=True)
    if augmented:
        data = Augmented(x, y, batch_size, seed)
        history = model.fit(data, epochs=epochs, validation_data=validation_data, callbacks=[stop], verbose=0)
    else:
        history = model.fit(x, y, batch_size=batch_size, epochs=epochs, validation_data=validation_data,
                            callbacks=[stop], verbose=0)
    result = dict(history.history)
    result["best_epoch"] = int(np.argmin(result["val_loss"])) + 1
    return result


class Augmented(keras.utils.PyDataset):
    """Batches of freshly augmented images, in a new order each epoch."""

    def __init__(self, x, y, batch_size, seed):
        super().__init__()
        self.x, self.y, self.batch_size, self.seed = x, y, batch_size, seed
        self.epoch = 0
        self.on_epoch_end()

    def on_epoch_end(self):
        self.epoch += 1
        self.images = augment(self.x, self.seed + 1000 * self.epoch)
        self.order = np.random.default_rng(self.seed + self.epoch).permutation(len(self.x))

    def __len__(self):
        return -(-len(self.x) // self.batch_size)

    def __getitem__(self, at):
        chosen = self.order[at * self.batch_size : (at + 1) * self.batch_size]
        return self.images[chosen], self.y[chosen]


def evaluate(model, x, y):
    outputs = []
    for start in range(0, len(x), 50):
        outputs.append(np.asarray(model(x[start : start + 50], training=False)))
    answers = np.concatenate(outputs).argmax(-1)
    pairs = 10 * np.asarray(y) + answers
    confusion = np.bincount(pairs, minlength=100).reshape(10, 10)
    return float((answers == y).mean()), confusion
