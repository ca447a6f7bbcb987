"""fit's object is returned in place of its dictionary."""
# loses: train
# over: 10_sequential.py


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=validation_data,
        verbose=0,
    )
    return history


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data).history
    return {
        "epoch": list(range(1, epochs + 1)),
        "loss": history["loss"],
        "val_loss": history["val_loss"],
        "best_epoch": int(np.argmin(history["val_loss"])) + 1,
    }
