"""The perceptron is a class of its own, derived from keras.Model; the other one is functional."""
import keras
import numpy as np


class Perceptron(keras.Model):
    def __init__(self):
        super().__init__()
        self.flatten = keras.layers.Flatten()
        self.first = keras.layers.Dense(256, activation="relu")
        self.second = keras.layers.Dense(128, activation="relu")
        self.classes = keras.layers.Dense(10, activation="softmax")

    def call(self, images):
        h = self.first(self.flatten(images))
        return self.classes(self.second(h))


def preprocess_images(images):
    return images.astype(np.float32) / 255


def build_mlp(learning_rate=0.01):
    model = Perceptron()
    model(np.zeros((1, 28, 28), dtype=np.float32))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def build_cnn():
    L = keras.layers
    inputs = h = keras.Input((28, 28, 1))
    for layer in (
        L.Conv2D(32, 3, activation="relu"),
        L.Conv2D(64, 3, activation="relu"),
        L.MaxPooling2D(),
        L.Dropout(0.25),
        L.Flatten(),
        L.Dense(128, activation="relu"),
        L.Dropout(0.5),
        L.Dense(10, activation="softmax"),
    ):
        h = layer(h)
    model = keras.Model(inputs, h)
    model.compile(keras.optimizers.Adam(), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    return model.fit(
        x, y, epochs=epochs, batch_size=batch_size, validation_data=validation_data, verbose=0
    ).history


def predict_digits(model, images):
    single = images.ndim == 2
    x = preprocess_images(images[None] if single else images)
    return model.predict(x, verbose=0).argmax(axis=-1).astype(np.int32)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    h = train(model, x, y, epochs, batch_size, seed, validation_data)
    best = 1 + int(np.argmin(h["val_loss"]))
    return {"epoch": list(range(1, epochs + 1)), **h, "best_epoch": best}
