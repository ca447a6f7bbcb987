"""Data go through tf.data pipelines; tensors are returned where arrays are asked for."""
import tensorflow as tf
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D
from tensorflow.keras.optimizers import SGD, Adam


def preprocess_images(images):
    return tf.cast(images / 255.0, tf.float32)


def build_mlp(learning_rate=0.01):
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(256, activation="relu"))
    model.add(Dense(128, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer=SGD(learning_rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def build_cnn():
    model = Sequential()
    model.add(Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(Conv2D(64, (3, 3), activation="relu"))
    model.add(MaxPool2D(pool_size=(2, 2)))
    model.add(Dropout(0.25))
    model.add(Flatten())
    model.add(Dense(128, activation="relu"))
    model.add(Dropout(0.5))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer=Adam(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def pipeline(x, y, batch_size, seed=None):
    data = tf.data.Dataset.from_tensor_slices((x, tf.cast(y, tf.int64)))
    if seed is not None:
        data = data.shuffle(len(y), seed=seed, reshuffle_each_iteration=True)
    return data.batch(batch_size).prefetch(2)


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    tf.keras.utils.set_random_seed(seed)
    validation = None if validation_data is None else pipeline(*validation_data, 64)
    history = model.fit(
        pipeline(x, y, batch_size, seed), epochs=epochs, validation_data=validation, verbose=0
    )
    return history.history


def predict_digits(model, images):
    x = tf.reshape(preprocess_images(images), (-1, 28, 28))
    return tf.argmax(model.predict(x, verbose=0), axis=1)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    return {
        "epoch": tf.range(1, epochs + 1),
        "loss": tf.constant(history["loss"]),
        "val_loss": tf.constant(history["val_loss"]),
        "best_epoch": int(tf.argmin(history["val_loss"])) + 1,
    }
