"""Wrong: rung 4 has no dropout; in the Fashion-MNIST ladder normalisation comes after the pooling; val_loss is measured on the training data; the confusion is transposed."""
# loses: build_rung, build_fashion_rung, train, evaluate
# over: 01_loops_and_callback.py
# without: Augmented


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
    if n >= 5:
        model.add(keras.layers.Dropout(0.2))
    if n >= 2:
        two_convolutions(model, 64)
        if n >= 5:
            model.add(keras.layers.Dropout(0.2 if n == 4 else 0.3))
    if n >= 3:
        two_convolutions(model, 128)
        if n >= 5:
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
        parts = [L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(2), L.BatchNormalization(),
                 L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(2), L.BatchNormalization(),
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


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(int(seed))
    rows = []
    snapshots = []
    for epoch in range(epochs):
        batch = x
        if augmented:
            batch = augment(x, seed=int(seed) + 7 * epoch)
        log = model.fit(batch, y, epochs=1, batch_size=batch_size, shuffle=True, verbose=0)
        val_loss, val_accuracy = model.evaluate(x, y, verbose=0)
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
        confusion[answer, label] += 1
    return np.trace(confusion) / len(y), confusion
