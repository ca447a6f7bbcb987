"""epochs is not handed on."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    history = model.fit(
        x,
        y,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    )
    return history.history
