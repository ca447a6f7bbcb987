"""Wrong: augmented has no effect; best_epoch counts from 0."""
# loses: train
# over: 01_loops_and_callback.py


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(seed)
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=True)
    if False:
        data = Augmented(x, y, batch_size, seed)
        history = model.fit(data, epochs=epochs, validation_data=validation_data, callbacks=[stop], verbose=0)
    else:
        history = model.fit(x, y, batch_size=batch_size, epochs=epochs, validation_data=validation_data,
                            callbacks=[stop], verbose=0)
    result = dict(history.history)
    result["best_epoch"] = int(np.argmin(result["val_loss"]))
    return result
