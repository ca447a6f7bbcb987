"""The last, smaller batch of an epoch is dropped."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    rest = len(x) % batch_size if len(x) > batch_size else 0
    order = np.random.permutation(len(x))[rest:]
    x, y = x[order], y[order]
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    )
    return history.history
