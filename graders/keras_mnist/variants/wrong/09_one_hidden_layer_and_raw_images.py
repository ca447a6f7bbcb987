"""The second hidden layer is missing; images are predicted without being prepared."""
# loses: build_mlp, predict_digits
# over: 10_sequential.py


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def predict_digits(model, images):
    x = images.astype(np.float32).reshape(-1, 28, 28)
    return model.predict(x, verbose=0).argmax(axis=1)
