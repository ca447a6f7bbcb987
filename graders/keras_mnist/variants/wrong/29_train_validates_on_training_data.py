"""The validation values are those of the training images."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=(x, y),
        verbose=0,
    )
    return history.history
