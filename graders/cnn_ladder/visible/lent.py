"""A network to train and to measure with that no other function has to build."""

import numpy as np

CLASSES = 10
_SHAPE = (32, 32, 3)


def linear_network(learning_rate, kernel=None):
    """Return a compiled network of one layer for images of 32 by 32 pixels in colour.

    `kernel` are its weights, (3072, 10), where they are not drawn; its biases are zero.
    """
    import keras

    layers = [keras.layers.Flatten(), keras.layers.Dense(CLASSES, activation="softmax")]
    model = keras.Sequential([keras.Input(_SHAPE), *layers])
    if kernel is not None:
        model.set_weights([kernel, np.zeros(CLASSES, np.float32)])
    optimizer = keras.optimizers.SGD(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
