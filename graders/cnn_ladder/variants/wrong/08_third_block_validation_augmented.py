"""Wrong: the third block of convolutions is not padded; the validation data are augmented, too."""
# loses: build_rung, train
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
    if n >= 4:
        model.add(keras.layers.Dropout(0.2))
    if n >= 2:
        two_convolutions(model, 64)
        if n >= 4:
            model.add(keras.layers.Dropout(0.2 if n == 4 else 0.3))
    if n >= 3:
        extra["padding"] = "valid"
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


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(int(seed))
    rows = []
    snapshots = []
    for epoch in range(epochs):
        batch = x
        if augmented:
            batch = augment(x, seed=int(seed) + 7 * epoch)
        log = model.fit(batch, y, epochs=1, batch_size=batch_size, shuffle=True, verbose=0)
        val_loss, val_accuracy = model.evaluate(augment(validation_data[0], epoch + 99) if augmented else validation_data[0],
                                                validation_data[1], verbose=0)
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
