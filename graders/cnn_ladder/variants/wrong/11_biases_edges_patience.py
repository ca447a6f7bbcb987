"""Wrong: a convolution without its bias; dense layers keep theirs before normalisation; new pixels at an edge are black; waits one epoch too long."""
# loses: conv2d_forward, build_fashion_rung, augment, train
# over: 01_loops_and_callback.py
# without: Augmented


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
                z[:, i, j, m] = np.sum(window * w[:, :, :, m], axis=(1, 2, 3))
    return z


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
                 L.Dense(64), L.BatchNormalization(), L.Activation("relu")]
    else:
        parts = [L.Conv2D(64, 3, padding="same", activation="relu"), L.BatchNormalization(), L.Dropout(0.25),
                 L.Conv2D(64, 3, padding="same", activation="relu"), L.BatchNormalization(),
                 L.MaxPooling2D(2), L.Dropout(0.25),
                 L.Conv2D(64, 3, padding="same", activation="relu"), L.BatchNormalization(),
                 L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten(),
                 L.Dense(500), L.BatchNormalization(), L.Activation("relu"), L.Dropout(0.25)]
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
        wide = np.pad(image, ((shift, shift), (shift, shift), (0, 0)))
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
        if len(rows) - 1 - best > patience:
            print("stopping early")
            break
    model.set_weights(snapshots[best])
    table = np.array(rows).T
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    return {**dict(zip(names, table)), "best_epoch": np.int64(best + 1)}
