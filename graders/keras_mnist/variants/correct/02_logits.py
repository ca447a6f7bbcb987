"""The last layers have no activation, and the losses know of it: from_logits=True."""
import keras
import numpy as np


def preprocess_images(images):
    return (images / 255.0).astype("float32")


def logits_loss():
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(
        [
            keras.layers.InputLayer(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(256, activation=keras.activations.relu),
            keras.layers.Dense(128, activation=keras.ops.relu),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        keras.optimizers.SGD(learning_rate), loss=logits_loss(), metrics=["accuracy"]
    )
    return model


def build_cnn():
    model = keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(32, kernel_size=3, activation="relu"),
            keras.layers.Conv2D(64, kernel_size=3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation=None),
        ]
    )
    model.compile("adam", loss=logits_loss(), metrics=["accuracy"])
    return model


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    return model.fit(
        x=x,
        y=y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    ).history


def predict_digits(model, images):
    x = preprocess_images(images if images.ndim == 3 else images[None])
    logits = model.predict(x, verbose=0)
    probabilities = keras.ops.softmax(logits)
    return np.argmax(probabilities, axis=1)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(
        model, x, y, epochs=epochs, batch_size=batch_size, seed=seed, validation_data=validation_data
    )
    losses = history["val_loss"]
    return {
        "epoch": list(range(1, epochs + 1)),
        "loss": history["loss"],
        "val_loss": losses,
        "best_epoch": losses.index(min(losses)) + 1,
    }
