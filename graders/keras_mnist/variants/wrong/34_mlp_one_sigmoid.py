"""One sigmoid and binary cross-entropy for ten classes."""
# loses: build_mlp
# over: 10_sequential.py


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dense(128, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.SGD(learning_rate), "binary_crossentropy", metrics=["accuracy"])
    return model
