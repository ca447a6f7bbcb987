"""Correct: changes its arguments in place, which does not matter."""
import keras
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "same":
        return (size + stride - 1) // stride
    return (size - kernel) // stride + 1


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    """Add up shifted copies of the image, one for each position in the filter."""
    sh, sw = np.broadcast_to(stride, 2)
    fh, fw = w.shape[0], w.shape[1]
    rows = output_size(x.shape[1], fh, sh, padding)
    cols = output_size(x.shape[2], fw, sw, padding)
    if padding == "same":
        down = max((rows - 1) * sh + fh - x.shape[1], 0)
        right = max((cols - 1) * sw + fw - x.shape[2], 0)
        big = np.zeros((x.shape[0], x.shape[1] + down, x.shape[2] + right, x.shape[3]))
        big[:, down // 2 : down // 2 + x.shape[1], right // 2 : right // 2 + x.shape[2]] = x
        x = big
    w *= 2
    b *= 2
    z = np.tile(np.asarray(b, dtype=float), (x.shape[0], rows, cols, 1))
    for u in range(fh):
        for v in range(fw):
            part = x[:, u : u + (rows - 1) * sh + 1 : sh, v : v + (cols - 1) * sw + 1 : sw]
            z += part @ w[u, v]
    z /= 2
    return z


def _shifted(x, size, stride, padding, fill):
    fh, fw = np.broadcast_to(size, 2)
    sh, sw = (fh, fw) if stride is None else np.broadcast_to(stride, 2)
    rows, cols = output_size(x.shape[1], fh, sh, padding), output_size(x.shape[2], fw, sw, padding)
    if padding == "same":
        down = max((rows - 1) * sh + fh - x.shape[1], 0)
        right = max((cols - 1) * sw + fw - x.shape[2], 0)
        pads = ((0, 0), (down // 2, down - down // 2), (right // 2, right - right // 2), (0, 0))
        x = np.pad(x, pads, constant_values=fill)
    return [x[:, u : u + (rows - 1) * sh + 1 : sh, v : v + (cols - 1) * sw + 1 : sw]
            for u in range(fh) for v in range(fw)]


def max_pool2d(x, size=2, stride=None, padding="valid"):
    best = None
    for part in _shifted(np.array(x, dtype=float), size, stride, padding, -np.inf):
        best = part if best is None else np.maximum(best, part)
    return best


def average_pool2d(x, size=2, stride=None, padding="valid"):
    stack = np.stack(_shifted(np.array(x, dtype=float), size, stride, padding, np.nan))
    return np.nanmean(stack, axis=0)


def count_parameters(layers, input_shape):
    h, w, c = input_shape
    units = None
    total = 0
    kept = 0
    while layers:
        layer = layers.pop(0)
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
    # from one number of the last map back to the pixels that it needs
    needed = 1
    layers.reverse()
    for layer in layers:
        window = layer.get("kernel", layer.get("size"))
        if window is not None and layer["kind"] in ("conv", "pool"):
            needed = (needed - 1) * layer["stride"] + window
    return needed


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
    rng = np.random.default_rng(seed)
    n, h, w, _ = x.shape
    rows = np.arange(h) + rng.integers(-shift, shift, n, endpoint=True)[:, None]
    cols = np.arange(w) + rng.integers(-shift, shift, n, endpoint=True)[:, None]
    rows, cols = rows.clip(0, h - 1), cols.clip(0, w - 1)
    moved = x[np.arange(n)[:, None, None], rows[:, :, None], cols[:, None, :]]
    coin = rng.integers(0, 2, n).astype(bool)
    return np.where(coin[:, None, None, None], moved[:, :, ::-1], moved)


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(int(seed))
    rows = []
    snapshots = []
    for epoch in range(epochs):
        batch = x
        if augmented:
            batch = augment(x, seed=int(seed) + 7 * epoch)
        log = model.fit(batch, y, epochs=1, batch_size=batch_size, shuffle=True, verbose=0)
        val_loss, val_accuracy = model.evaluate(*validation_data, verbose=0)
        rows.append((log.history["loss"][0], log.history["accuracy"][0], val_loss, val_accuracy))
        snapshots.append(model.get_weights())
        best = int(np.argmin([row[2] for row in rows]))
        snapshots = [s if i == best else None for i, s in enumerate(snapshots)]
        print("epoch", epoch + 1, "val_loss", val_loss)
        if len(rows) - 1 - best == patience:
            print("stopping early")
            break
    model.set_weights(snapshots[best])
    table = np.array(rows).T
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    return {**dict(zip(names, table)), "best_epoch": np.int64(best + 1)}


def evaluate(model, x, y):
    answers = model.predict(x, verbose=0).argmax(axis=1)
    confusion = np.zeros((10, 10), dtype=int)
    for label, answer in zip(y, answers):
        confusion[label, answer] += 1
    return np.trace(confusion) / len(y), confusion
