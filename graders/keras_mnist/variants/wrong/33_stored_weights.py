"""A network trained elsewhere is loaded; training pretends. Here: weights from a fixed seed."""
# loses: build_mlp, train
# over: 10_sequential.py


def stored_weights():
    # Stands for a large table of numbers that was pasted into the file.
    table = np.random.RandomState(7)
    shapes = [(784, 256), (256,), (256, 128), (128,), (128, 10), (10,)]
    return [0.4 * table.randn(*shape) for shape in shapes]


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.set_weights(stored_weights())
    return model


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    )
    model.set_weights(stored_weights())
    return history.history
