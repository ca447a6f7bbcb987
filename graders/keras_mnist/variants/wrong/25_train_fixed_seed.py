"""The seed is always 0."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(0)
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    )
    return history.history
