"""The pixels are divided by the largest one that is there; dropout is missing."""
# loses: preprocess_images, build_cnn
# over: 10_sequential.py


def preprocess_images(images):
    return (images / np.max(images)).astype(np.float32)


def build_cnn():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
