"""Prints on every channel, works in place on its arguments, keeps its functions in a class."""
import logging
import sys
import warnings

import keras
import numpy as np

logging.basicConfig(level="INFO")


class Work:
    counter = 0

    @staticmethod
    def prepare(images):
        print("images", images.shape, images.dtype)
        images = images.astype("float32")
        images /= 255
        return images

    @classmethod
    def compiled(cls, layers, shape, optimizer):
        cls.counter += 1
        model = keras.models.Sequential([keras.Input(shape)] + layers)
        model.compile(loss="sparse_categorical_crossentropy", optimizer=optimizer, metrics=["accuracy"])
        model.summary(print_fn=lambda text, line_break=False: print(text, file=sys.stderr))
        return model


preprocess_images = Work.prepare


def build_mlp(learning_rate=0.01):
    units = [256, 128]
    hidden = [keras.layers.Dense(n, activation="relu") for n in units]
    last = keras.layers.Dense(10, activation="softmax")
    return Work.compiled([keras.layers.Flatten(), *hidden, last], (28, 28), keras.optimizers.SGD(learning_rate))


def build_cnn():
    L = keras.layers
    convolutions = [L.Conv2D(n, 3, activation="relu") for n in (32, 64)]
    rest = [L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten(), L.Dense(128, activation="relu"), L.Dropout(0.5)]
    return Work.compiled([*convolutions, *rest, L.Dense(10, activation="softmax")], (28, 28, 1), "adam")


class Progress(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(f"epoch {epoch + 1}: {logs}")


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    warnings.warn("training starts")
    keras.utils.set_random_seed(seed)
    together = np.random.permutation(len(x))
    x[:], y[:] = x[together], y[together]
    options = dict(epochs=epochs, batch_size=batch_size, verbose=2, callbacks=[Progress()])
    history = model.fit(x, y, validation_data=validation_data, **options)
    logging.info("done")
    return history.history


def predict_digits(model, images):
    x = Work.prepare(images)
    x = np.expand_dims(x, 0) if x.ndim == 2 else x
    outputs = np.concatenate([model(part).numpy() for part in np.array_split(x, -(-len(x) // 50))])
    print(outputs[:1])
    return outputs.argmax(axis=1)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    h = train(model, x, y, epochs, batch_size, seed, validation_data)
    lowest = np.asarray(h["val_loss"]).min()
    best = [i for i, v in enumerate(h["val_loss"], 1) if v == lowest][0]
    return {"epoch": list(range(1, epochs + 1)), "loss": h["loss"], "val_loss": h["val_loss"], "best_epoch": best, "note": "see plot"}
