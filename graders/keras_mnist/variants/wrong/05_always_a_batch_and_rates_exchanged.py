"""One image becomes a batch of one; the two dropout rates are exchanged; the curve holds accuracies."""
# loses: preprocess_images, build_cnn, learning_curve
# over: 10_sequential.py


def preprocess_images(images):
    return (images / 255).astype(np.float32).reshape(-1, 28, 28, 1)


def build_cnn():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.25),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    return {
        "epoch": list(range(1, epochs + 1)),
        "loss": history["accuracy"],
        "val_loss": history["val_accuracy"],
        "best_epoch": int(np.argmax(history["val_accuracy"])) + 1,
    }
