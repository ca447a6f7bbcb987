"""Correct: tensorflow.keras, a step compiled where it stands, for one model; NumPy integers."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def output_size(size, kernel, stride=1, padding="valid"):
    n = size if padding == "same" else size - kernel + 1
    return np.int64(np.ceil(n / stride))


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
    # from one number of the last map back to the pixels that it needs
    needed = 1
    for layer in reversed(layers):
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


@tf.function(reduce_retracing=True)
def train_step(model, loss_of, images, labels):
    with tf.GradientTape() as tape:
        outputs = model(images, training=True)
        loss = loss_of(labels, outputs)
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    hits = tf.reduce_sum(tf.cast(tf.argmax(outputs, 1) == tf.cast(labels, tf.int64), tf.float32))
    return loss, hits


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    tf.keras.utils.set_random_seed(seed)
    x_val = tf.constant(validation_data[0], tf.float32)
    y_val = np.asarray(validation_data[1])
    loss_of = tf.keras.losses.SparseCategoricalCrossentropy(
        from_logits=model.layers[-1].activation.__name__ != "softmax")

    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": [], "learning_rate": []}
    best = None
    for epoch in range(1, epochs + 1):
        images = augment(x, seed * 100 + epoch) if augmented else x
        order = np.random.permutation(len(y))
        total = hits = 0.0
        for start in range(0, len(y), batch_size):
            part = order[start : start + batch_size]
            loss, right = train_step(model, loss_of, tf.constant(images[part]), tf.constant(y[part]))
            total += float(loss) * len(part)
            hits += float(right)
        outputs = model(x_val, training=False)
        history["loss"].append(total / len(y))
        history["accuracy"].append(hits / len(y))
        history["val_loss"].append(float(loss_of(y_val, outputs)) + float(sum(model.losses)))
        history["val_accuracy"].append(float(np.mean(np.argmax(outputs, 1) == y_val)))
        history["learning_rate"].append(float(model.optimizer.learning_rate))
        if best is None or history["val_loss"][-1] < best[0]:
            best = (history["val_loss"][-1], epoch, [w.copy() for w in model.get_weights()])
        if epoch - best[1] >= patience:
            break
    model.set_weights(best[2])
    history["best_epoch"] = best[1]
    return history


def evaluate(model, x, y):
    outputs = []
    for start in range(0, len(x), 50):
        outputs.append(np.asarray(model(x[start : start + 50], training=False)))
    answers = np.concatenate(outputs).argmax(-1)
    pairs = 10 * np.asarray(y) + answers
    confusion = np.bincount(pairs, minlength=100).reshape(10, 10)
    return float((answers == y).mean()), confusion
