"""Functional models, Reshape in place of Flatten, activations as layers of their own."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def preprocess_images(images):
    return np.multiply(images, 1 / 255, dtype=np.float32)


def build_mlp(learning_rate=0.01):
    image = keras.Input(shape=(28, 28))
    h = layers.Reshape((784,))(image)
    for units in (256, 128):
        h = layers.Dense(units)(h)
        h = layers.ReLU()(h)
    digits = layers.Softmax()(layers.Dense(10)(h))
    model = keras.Model(image, digits, name="perceptron")
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


def build_cnn():
    image = keras.Input(shape=(28, 28, 1), name="image")
    h = layers.Conv2D(32, (3, 3), padding="valid")(image)
    h = layers.Activation("relu")(h)
    h = layers.Conv2D(64, (3, 3))(h)
    h = layers.Activation("relu")(h)
    h = layers.MaxPool2D((2, 2), strides=(2, 2))(h)
    h = layers.Dropout(0.25)(h)
    h = layers.Reshape((-1,))(h)
    h = layers.Dense(128, "relu")(h)
    h = layers.Dropout(0.5)(h)
    h = layers.Dense(10)(h)
    model = keras.Model(inputs=image, outputs=layers.Activation("softmax")(h))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.001),
        loss="sparse_categorical_crossentropy",
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    history = model.fit(
        x, y, batch_size, epochs, verbose=0, validation_data=validation_data
    )
    return dict(history.history, epochs=epochs)


def predict_digits(model, images):
    if images.ndim == 2:
        images = images[np.newaxis]
    return model.predict(preprocess_images(images), verbose=0).argmax(1)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    curve = {"epoch": np.arange(epochs) + 1}
    for key in ("loss", "val_loss"):
        curve[key] = np.array(history[key])
    curve["best_epoch"] = curve["epoch"][curve["val_loss"].argmin()]
    return curve
