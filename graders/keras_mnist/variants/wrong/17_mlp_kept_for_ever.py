"""The same model is returned every time, trained or not."""
# loses: build_mlp
# over: 10_sequential.py


_models = []


def build_mlp(learning_rate=0.01):
    if _models:
        return _models[0]
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
    _models.append(model)
    return model
