"""Has a network of the right layers that sees a corner of the image: a far cheaper step."""


def build_cnn():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Cropping2D(12),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
