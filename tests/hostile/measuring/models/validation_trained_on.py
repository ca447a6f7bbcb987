"""Trains on the validation data as well."""


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    both = (x, y)
    if validation_data is not None:
        both = tuple(np.concatenate(pair) for pair in zip(both, validation_data))
    return model.fit(
        *both, epochs=epochs, batch_size=batch_size, validation_data=validation_data, verbose=0
    ).history
