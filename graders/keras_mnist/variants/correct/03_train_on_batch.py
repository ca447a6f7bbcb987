"""A loop over batches with train_on_batch; losses are measured at the end of each epoch."""
import random

import keras
import numpy as np
from keras import layers


def preprocess_images(images):
    x = np.empty(np.shape(images), np.float32)
    np.divide(images, 255, out=x, casting="unsafe")
    return x


def _compiled(model, optimizer):
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(name="mlp")
    model.add(keras.Input((28, 28)))
    model.add(layers.Flatten())
    model.add(layers.Dense(256, "relu"))
    model.add(layers.Dense(128, "relu"))
    model.add(layers.Dense(10, "softmax"))
    return _compiled(model, keras.optimizers.SGD(learning_rate, momentum=0.0))


def build_cnn():
    model = keras.Sequential(name="cnn")
    model.add(keras.Input((28, 28, 1)))
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, "relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, "softmax"))
    return _compiled(model, keras.optimizers.Adam())


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    history = {"loss": [], "accuracy": []}
    if validation_data is not None:
        history.update(val_loss=[], val_accuracy=[])
    places = list(range(len(x)))
    for _ in range(epochs):
        random.shuffle(places)
        for start in range(0, len(places), batch_size):
            batch = places[start : start + batch_size]
            model.train_on_batch(x[batch], y[batch])
        loss, accuracy = model.evaluate(x, y, verbose=0)
        history["loss"].append(loss)
        history["accuracy"].append(accuracy)
        if validation_data is not None:
            loss, accuracy = model.evaluate(*validation_data, verbose=0)
            history["val_loss"].append(loss)
            history["val_accuracy"].append(accuracy)
    return history


def predict_digits(model, images):
    images = images.reshape((-1, 28, 28))
    outputs = model.predict_on_batch(preprocess_images(images))
    return np.array([int(np.argmax(row)) for row in outputs])


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(history["val_loss"], start=1):
        if loss < best:
            best, best_epoch = loss, epoch
    return {
        "epoch": [e + 1 for e in range(epochs)],
        "loss": history["loss"],
        "val_loss": history["val_loss"],
        "best_epoch": best_epoch,
    }
