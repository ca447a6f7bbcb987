"""Wrong: rung 5's batch normalisation is frozen and the learning rate a fixed one; the model keeps its last weights; dropout is on when accuracy is measured."""
# loses: build_rung, train, evaluate
# over: 01_loops_and_callback.py


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
                model.add(keras.layers.BatchNormalization(trainable=False))
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
        opt = keras.optimizers.Adam(0.001)
    else:
        opt = keras.optimizers.SGD(0.001, momentum=0.9)
    model.compile(optimizer=opt, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(seed)
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience)
    if augmented:
        data = Augmented(x, y, batch_size, seed)
        history = model.fit(data, epochs=epochs, validation_data=validation_data, callbacks=[stop], verbose=0)
    else:
        history = model.fit(x, y, batch_size=batch_size, epochs=epochs, validation_data=validation_data,
                            callbacks=[stop], verbose=0)
    result = dict(history.history)
    result["best_epoch"] = int(np.argmin(result["val_loss"])) + 1
    return result


def evaluate(model, x, y):
    outputs = []
    for start in range(0, len(x), 50):
        outputs.append(np.asarray(model(x[start : start + 50], training=True)))
    answers = np.concatenate(outputs).argmax(-1)
    pairs = 10 * np.asarray(y) + answers
    confusion = np.bincount(pairs, minlength=100).reshape(10, 10)
    return float((answers == y).mean()), confusion
