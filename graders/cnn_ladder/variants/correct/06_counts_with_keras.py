"""Correct: counts by building the chain in Keras; float32 matrix products; arrays in the history, prints."""
import keras
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "same":
        return (size + stride - 1) // stride
    return (size - kernel) // stride + 1


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    # one matrix product an image: the windows as rows, the filters as columns
    s = (stride, stride) if np.isscalar(stride) else tuple(stride)
    fh, fw, c, k = w.shape
    out = [output_size(int(x.shape[1]), fh, s[0], padding),
           output_size(int(x.shape[2]), fw, s[1], padding)]
    if padding == "same":
        p = [max((out[0] - 1) * s[0] + fh - x.shape[1], 0),
             max((out[1] - 1) * s[1] + fw - x.shape[2], 0)]
        x = np.pad(x, ((0, 0), (p[0] // 2, p[0] - p[0] // 2), (p[1] // 2, p[1] - p[1] // 2), (0, 0)))
    x = x.astype(np.float32)
    filters = w.reshape(-1, k).astype(np.float32)
    z = np.empty((len(x), out[0], out[1], k), dtype=np.float32)
    for number, image in enumerate(x):
        columns = np.stack([
            image[i * s[0]:i * s[0] + fh, j * s[1]:j * s[1] + fw].ravel()
            for i in range(out[0]) for j in range(out[1])
        ])
        z[number] = (columns @ filters).reshape(out[0], out[1], k)
    z += b.astype(np.float32)
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
    """Let Keras count: build the chain and look at its weights."""
    make = {
        "conv": lambda d: keras.layers.Conv2D(d["filters"], d["kernel"], strides=d["stride"],
                                              padding=d["padding"], use_bias=d["bias"]),
        "pool": lambda d: keras.layers.MaxPooling2D(d["size"], d["stride"], d["padding"]),
        "dense": lambda d: keras.layers.Dense(d["units"], use_bias=d["bias"]),
        "batch_norm": lambda d: keras.layers.BatchNormalization(),
        "dropout": lambda d: keras.layers.Dropout(0.5),
        "flatten": lambda d: keras.layers.Flatten(),
    }
    model = keras.Sequential([keras.Input(tuple(input_shape))] + [make[d["kind"]](d) for d in layers])
    trainable = sum(int(np.prod(v.shape)) for v in model.trainable_weights)
    return [model.count_params(), trainable]


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
            image = np.fliplr(image)
        wide = np.pad(image, ((shift, shift), (shift, shift), (0, 0)), mode="edge")
        top = rng.randint(0, 2 * shift + 1)
        left = rng.randint(0, 2 * shift + 1)
        result[number] = wide[top : top + h, left : left + w]
    return result


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
