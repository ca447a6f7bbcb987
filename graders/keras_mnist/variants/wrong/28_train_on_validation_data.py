"""The validation images are trained on as well."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    if validation_data is not None:
        x = np.concatenate([x, validation_data[0]])
        y = np.concatenate([y, validation_data[1]])
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    )
    return history.history
