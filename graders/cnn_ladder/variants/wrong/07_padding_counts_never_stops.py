"""Wrong: zeros outside of the image count in a pooling; the receptive field is off by one; nothing stops early, though the best weights are put back."""
# loses: pooling, receptive_field, train
# over: 01_loops_and_callback.py
# without: _pool, Augmented


def _shifted(x, size, stride, padding, fill):
    fh, fw = np.broadcast_to(size, 2)
    sh, sw = (fh, fw) if stride is None else np.broadcast_to(stride, 2)
    rows, cols = output_size(x.shape[1], fh, sh, padding), output_size(x.shape[2], fw, sw, padding)
    if padding == "same":
        down = max((rows - 1) * sh + fh - x.shape[1], 0)
        right = max((cols - 1) * sw + fw - x.shape[2], 0)
        pads = ((0, 0), (down // 2, down - down // 2), (right // 2, right - right // 2), (0, 0))
        x = np.pad(x, pads, constant_values=fill)
    return [x[:, u : u + (rows - 1) * sh + 1 : sh, v : v + (cols - 1) * sw + 1 : sw]
            for u in range(fh) for v in range(fw)]


def max_pool2d(x, size=2, stride=None, padding="valid"):
    best = None
    for part in _shifted(np.array(x, dtype=float), size, stride, padding, 0.0):
        best = part if best is None else np.maximum(best, part)
    return best


def average_pool2d(x, size=2, stride=None, padding="valid"):
    stack = np.stack(_shifted(np.array(x, dtype=float), size, stride, padding, 0.0))
    return np.nanmean(stack, axis=0)


def receptive_field(layers):
    r, d = 0, 1
    for layer in layers:
        if layer["kind"] == "conv":
            r += (layer["kernel"] - 1) * d
            d *= layer["stride"]
        elif layer["kind"] == "pool":
            r += (layer["size"] - 1) * d
            d *= layer["stride"]
    return r


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(int(seed))
    rows = []
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
    model.set_weights(snapshots[best])
    table = np.array(rows).T
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    return {**dict(zip(names, table)), "best_epoch": np.int64(best + 1)}
