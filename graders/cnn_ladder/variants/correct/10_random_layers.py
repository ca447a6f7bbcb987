"""Correct: training draws its augmentation from Keras' own random layers, anew for each epoch."""
import keras
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    # count the positions one by one
    last = size if padding.lower() == "same" else size - kernel + 1
    n = 0
    for start in range(0, last, stride):
        n += 1
    return n


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
    z = np.tile(np.asarray(b, dtype=float), (x.shape[0], rows, cols, 1))
    for u in range(fh):
        for v in range(fw):
            part = x[:, u : u + (rows - 1) * sh + 1 : sh, v : v + (cols - 1) * sw + 1 : sw]
            z += part @ w[u, v]
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
    L = keras.layers
    stack = [keras.Input((32, 32, 3))]
    rates = [None, None, None] if n < 4 else [0.2, 0.2 if n == 4 else 0.3, 0.3]
    for filters, rate in list(zip([32, 64, 128], rates))[: min(3, n)]:
        for _ in range(2):
            conv = {"padding": "same"}
            if n == 4:
                conv["kernel_initializer"] = keras.initializers.HeUniform()
            if n == 5:
                conv["kernel_regularizer"] = keras.regularizers.L1L2(l2=1e-4)
            stack += [L.Conv2D(filters, kernel_size=(3, 3), strides=(1, 1), **conv), L.Activation("relu")]
            if n == 5:
                stack.append(L.BatchNormalization())
        stack.append(L.MaxPooling2D(pool_size=2, strides=2, padding="same"))
        if rate:
            stack.append(L.Dropout(rate))
    side = 32 // 2 ** min(n, 3)
    stack += [L.Reshape((side * side * 32 * 2 ** (min(n, 3) - 1),)), L.Dense(128), L.ReLU(),
              L.Dense(10), L.Softmax()]
    model = keras.Sequential(stack)
    rules = {"sgd": keras.optimizers.SGD(learning_rate, momentum=0.9),
             "adam": keras.optimizers.Adam(learning_rate)}
    model.compile(rules[optimizer], keras.losses.SparseCategoricalCrossentropy(),
                  metrics=[keras.metrics.SparseCategoricalAccuracy()])
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
    import random
    dice = random.Random(seed)
    out = []
    for image in x:
        down, right = dice.randint(-shift, shift), dice.randint(-shift, shift)
        h, w = image.shape[:2]
        new = [[image[min(max(r - down, 0), h - 1), min(max(q - right, 0), w - 1)] for q in range(w)]
               for r in range(h)]
        new = np.array(new, dtype=x.dtype)
        out.append(new[:, ::-1] if dice.random() < 0.5 else new)
    return np.array(out, dtype=x.dtype)


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(seed)
    x_val, y_val = validation_data
    curves = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    lowest, best_epoch, waited = float("inf"), 0, 0
    epoch = 0
    reach = 3 / x.shape[1]
    change = keras.Sequential(
        [
            keras.layers.RandomFlip("horizontal", seed=seed),
            keras.layers.RandomTranslation(reach, reach, "nearest", "nearest", seed=seed + 1),
        ]
    )
    while epoch < epochs and waited < patience:
        epoch += 1
        images = np.asarray(change(x, training=True)) if augmented else x
        order = np.random.permutation(len(x))
        model.reset_metrics()
        for start in range(0, len(x), batch_size):
            part = order[start : start + batch_size]
            logs = model.train_on_batch(images[part], y[part], return_dict=True)
        curves["loss"].append(float(logs["loss"]))
        curves["accuracy"].append(float(next(v for k, v in logs.items() if k != "loss")))
        numbers = model.evaluate(x_val, y_val, verbose=0, batch_size=64)
        curves["val_loss"].append(numbers[0])
        curves["val_accuracy"].append(numbers[1])
        if numbers[0] < lowest:
            lowest, best_epoch, waited = numbers[0], epoch, 0
            best = model.get_weights()
        else:
            waited += 1
    model.set_weights(best)
    curves["best_epoch"] = best_epoch
    return curves


def evaluate(model, x, y):
    answers = model.predict(x, verbose=0).argmax(axis=1)
    confusion = np.zeros((10, 10), dtype=int)
    for label, answer in zip(y, answers):
        confusion[label, answer] += 1
    return np.trace(confusion) / len(y), confusion
