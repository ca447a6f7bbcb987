"""A perceptron of an own class around a list of layers, with logits and a loop of its own."""
import keras
import numpy as np
from keras import layers

CROSS_ENTROPY = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


class Chain(keras.Model):
    def __init__(self):
        super().__init__()
        self.chain = [layers.Dense(256), layers.Dense(128), layers.Dense(10)]

    def call(self, images):
        h = keras.ops.reshape(images, (-1, 784))
        for layer in self.chain[:-1]:
            h = keras.ops.relu(layer(h))
        return self.chain[-1](h)


def preprocess_images(images):
    return np.float32(images) / np.float32(255)


def build_mlp(learning_rate=0.01):
    model = Chain()
    model(keras.ops.zeros((2, 28, 28)))
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss=CROSS_ENTROPY, metrics=["accuracy"])
    return model


def build_cnn():
    features = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
        ],
        name="features",
    )
    head = keras.Sequential(
        [
            keras.Input((12, 12, 64)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10),
        ],
        name="head",
    )
    model = keras.Sequential([keras.Input((28, 28, 1)), features, head])
    model.compile(optimizer="adam", loss=CROSS_ENTROPY, metrics=["accuracy"])
    return model


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    generator = np.random.RandomState(seed)
    history = {}

    def note(**values):
        for name, value in values.items():
            history.setdefault(name, []).append(float(value))

    for _ in range(epochs):
        order = generator.permutation(len(y))
        model.reset_metrics()
        for batch in np.split(order, range(batch_size, len(y), batch_size)):
            logs = model.train_on_batch(x[batch], y[batch], return_dict=True)
        note(loss=logs["loss"], accuracy=logs["accuracy"])
        if validation_data:
            logs = model.evaluate(*validation_data, verbose=0, return_dict=True)
            note(val_loss=logs["loss"], val_accuracy=logs["accuracy"])
    return history


def predict_digits(model, images):
    x = preprocess_images(images).reshape(-1, 28, 28)
    return np.asarray(keras.ops.argmax(model(x), axis=1))


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    order = sorted(range(epochs), key=history["val_loss"].__getitem__)
    return {
        "epoch": tuple(range(1, epochs + 1)),
        "loss": tuple(history["loss"]),
        "val_loss": tuple(history["val_loss"]),
        "best_epoch": order[0] + 1,
    }
