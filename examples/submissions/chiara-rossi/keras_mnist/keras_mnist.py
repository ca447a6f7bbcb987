import keras
import numpy as np
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D


def preprocess_images(images):
    return images / 255.0


def build_mlp(learning_rate=0.01):
    model = keras.Sequential()
    model.add(keras.Input((28, 28)))
    model.add(Flatten())
    model.add(Dense(256, activation="relu"))
    model.add(Dense(128, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(
        optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def build_cnn():
    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(Conv2D(32, (3, 3), activation="relu", padding="same"))
    model.add(Conv2D(64, (3, 3), activation="relu"))
    model.add(MaxPooling2D((2, 2)))
    model.add(Dropout(0.25))
    model.add(Flatten())
    model.add(Dense(128, activation="relu"))
    model.add(Dropout(0.5))
    model.add(Dense(10, activation="softmax"))
    model.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    # seed?
    history = model.fit(
        x, y, batch_size=batch_size, epochs=epochs, validation_data=validation_data, verbose=2
    )
    return history.history


def predict_digits(model, images):
    return np.argmax(model.predict(preprocess_images(images)), axis=1)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    h = train(model, x, y, epochs, batch_size, seed, validation_data)
    return {
        "epoch": list(range(1, epochs + 1)),
        "loss": h["loss"],
        "val_loss": h["val_loss"],
        "best_epoch": np.argmin(h["val_loss"]),
    }


if __name__ == "__main__":
    (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
    model = build_mlp()
    train(model, preprocess_images(x), y)
    print(np.mean(predict_digits(model, x_test) == y_test))
