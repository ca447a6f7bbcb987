"""Wrong: mirrors images upside down in place of left to right."""
# loses: augment
import keras
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "same":
        return (size + stride - 1) // stride
    return (size - kernel) // stride + 1


def _pad_amounts(n, f, s):
    total = max((output_size(n, f, s, "same") - 1) * s + f - n, 0)
    before = total // 2
    return before, total - before


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    if isinstance(stride, int):
        sh, sw = stride, stride
    else:
        sh, sw = stride
    n, h, width, c = x.shape
    fh, fw, _, k = w.shape
    if padding == "same":
        x = np.pad(x, ((0, 0), _pad_amounts(h, fh, sh), _pad_amounts(width, fw, sw), (0, 0)))
    rows = output_size(h, fh, sh, padding)
    cols = output_size(width, fw, sw, padding)
    z = np.zeros((n, rows, cols, k))
    for i in range(rows):
        for j in range(cols):
            window = x[:, i * sh : i * sh + fh, j * sw : j * sw + fw, :]
            for m in range(k):
                z[:, i, j, m] = np.sum(window * w[:, :, :, m], axis=(1, 2, 3)) + b[m]
    return z


def _pool(x, size, stride, padding, reduce):
    fh, fw = (size, size) if isinstance(size, int) else size
    if stride is None:
        stride = (fh, fw)
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    n, h, w, c = x.shape
    rows, cols = output_size(h, fh, sh, padding), output_size(w, fw, sw, padding)
    top = left = 0
    if padding == "same":
        top = max((rows - 1) * sh + fh - h, 0) // 2
        left = max((cols - 1) * sw + fw - w, 0) // 2
    out = np.zeros((n, rows, cols, c))
    for i in range(rows):
        for j in range(cols):
            r, q = i * sh - top, j * sw - left
            inside = x[:, max(r, 0) : r + fh, max(q, 0) : q + fw]
            out[:, i, j] = reduce(inside, axis=(1, 2))
    return out


def max_pool2d(x, size=2, stride=None, padding="valid"):
    return _pool(x, size, stride, padding, np.max)


def average_pool2d(x, size=2, stride=None, padding="valid"):
    return _pool(x, size, stride, padding, np.mean)


def count_parameters(layers, input_shape):
    h, w, c = input_shape
    units = None
    total = 0
    kept = 0
    for layer in layers:
        if layer["kind"] == "conv":
            k = layer["kernel"]
            total += k * k * c * layer["filters"]
            if layer["bias"]:
                total += layer["filters"]
            h = output_size(h, k, layer["stride"], layer["padding"])
            w = output_size(w, k, layer["stride"], layer["padding"])
            c = layer["filters"]
        elif layer["kind"] == "pool":
            h = output_size(h, layer["size"], layer["stride"], layer["padding"])
            w = output_size(w, layer["size"], layer["stride"], layer["padding"])
        elif layer["kind"] == "flatten":
            units = h * w * c
        elif layer["kind"] == "dense":
            total += units * layer["units"]
            if layer["bias"]:
                total += layer["units"]
            units = layer["units"]
        elif layer["kind"] == "batch_norm":
            channels = c if units is None else units
            total += 4 * channels
            kept += 2 * channels
    return total, total - kept


def receptive_field(layers):
    r, d = 1, 1
    for layer in layers:
        if layer["kind"] == "conv":
            r += (layer["kernel"] - 1) * d
            d *= layer["stride"]
        elif layer["kind"] == "pool":
            r += (layer["size"] - 1) * d
            d *= layer["stride"]
    return r


def build_rung(n, optimizer="sgd", learning_rate=0.001):
    extra = {"padding": "same", "activation": "relu"}
    if n == 4:
        extra["kernel_initializer"] = "he_uniform"
    if n == 5:
        extra["kernel_regularizer"] = keras.regularizers.L2(1e-4)

    def two_convolutions(model, filters):
        for _ in (1, 2):
            model.add(keras.layers.Conv2D(filters, 3, **extra))
            if n == 5:
                model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.MaxPooling2D())

    model = keras.Sequential()
    model.add(keras.Input(shape=(32, 32, 3)))
    two_convolutions(model, 32)
    if n >= 4:
        model.add(keras.layers.Dropout(0.2))
    if n >= 2:
        two_convolutions(model, 64)
        if n >= 4:
            model.add(keras.layers.Dropout(0.2 if n == 4 else 0.3))
    if n >= 3:
        two_convolutions(model, 128)
        if n >= 4:
            model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(128, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    if optimizer == "adam":
        opt = keras.optimizers.Adam(learning_rate)
    else:
        opt = keras.optimizers.SGD(learning_rate, momentum=0.9)
    model.compile(optimizer=opt, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def build_fashion_rung(n):
    L = keras.layers
    if n == 1:
        parts = [L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(2),
                 L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(2),
                 L.Conv2D(64, 3, activation="relu"), L.Flatten(),
                 L.Dense(64, activation="relu")]
    elif n == 2:
        parts = [L.Conv2D(32, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(2),
                 L.Conv2D(64, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(2),
                 L.Conv2D(64, 3, activation="relu"), L.Flatten(),
                 L.Dense(64, use_bias=False), L.BatchNormalization(), L.Activation("relu")]
    else:
        parts = [L.Conv2D(64, 3, padding="same", activation="relu"), L.BatchNormalization(), L.Dropout(0.25),
                 L.Conv2D(64, 3, padding="same", activation="relu"), L.BatchNormalization(),
                 L.MaxPooling2D(2), L.Dropout(0.25),
                 L.Conv2D(64, 3, padding="same", activation="relu"), L.BatchNormalization(),
                 L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten(),
                 L.Dense(500, use_bias=False), L.BatchNormalization(), L.Activation("relu"), L.Dropout(0.25)]
    model = keras.Sequential([keras.Input((28, 28, 1)), *parts, L.Dense(10, activation="softmax")])
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def augment(x, seed, shift=3):
    rng = np.random.RandomState(seed)
    n, h, w, c = x.shape
    result = np.empty_like(x)
    for number in range(n):
        image = x[number]
        if rng.rand() < 0.5:
            image = np.flipud(image)
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
    answers = model.predict(x, verbose=0).argmax(axis=1)
    confusion = np.zeros((10, 10), dtype=int)
    for label, answer in zip(y, answers):
        confusion[label, answer] += 1
    return np.trace(confusion) / len(y), confusion
