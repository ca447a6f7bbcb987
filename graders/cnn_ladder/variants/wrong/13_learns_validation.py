"""Wrong: trains on the validation data as well; augments the images that accuracy is measured on."""
# loses: train, evaluate
# over: 01_loops_and_callback.py
# without: Augmented


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(int(seed))
    rows = []
    x = np.concatenate([x, validation_data[0]])
    y = np.concatenate([y, validation_data[1]])
    snapshots = []
    for epoch in range(epochs):
        batch = x
        if augmented:
            batch = augment(x, seed=int(seed) + 7 * epoch)
        log = model.fit(batch, y, epochs=1, batch_size=batch_size, shuffle=True, verbose=0)
        val_loss, val_accuracy = model.evaluate(*validation_data, verbose=0)
        rows.append((log.history["loss"][0], log.history["accuracy"][0], val_loss, val_accuracy))
        snapshots.append(model.get_weights())
        best = int(np.argmin([row[2] for row in rows]))
        snapshots = [s if i == best else None for i, s in enumerate(snapshots)]
        print("epoch", epoch + 1, "val_loss", val_loss)
        if len(rows) - 1 - best == patience:
            print("stopping early")
            break
    model.set_weights(snapshots[best])
    table = np.array(rows).T
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    return {**dict(zip(names, table)), "best_epoch": np.int64(best + 1)}


def evaluate(model, x, y):
    answers = model.predict(augment(x, 0), verbose=0).argmax(axis=1)
    confusion = np.zeros((10, 10), dtype=int)
    for label, answer in zip(y, answers):
        confusion[label, answer] += 1
    return np.trace(confusion) / len(y), confusion
