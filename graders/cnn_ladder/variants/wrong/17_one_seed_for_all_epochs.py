"""Wrong: augment gets the same seed in every epoch, so that each image comes in one version."""
# loses: train
# over: 03_train_on_batch.py


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    keras.utils.set_random_seed(seed)
    x_val, y_val = validation_data
    curves = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    lowest, best_epoch, waited = float("inf"), 0, 0
    epoch = 0
    while epoch < epochs and waited < patience:
        epoch += 1
        images = augment(x, seed) if augmented else x
        order = np.random.permutation(len(x))
        model.reset_metrics()
        for start in range(0, len(x), batch_size):
            part = order[start : start + batch_size]
            logs = model.train_on_batch(images[part], y[part], return_dict=True)
        curves["loss"].append(float(logs["loss"]))
        curves["accuracy"].append(float(next(v for k, v in logs.items() if k != "loss")))
        numbers = model.evaluate(x_val, y_val, verbose=0, batch_size=64)
        curves["val_loss"].append(numbers[0])
        curves["val_accuracy"].append(numbers[1])
        if numbers[0] < lowest:
            lowest, best_epoch, waited = numbers[0], epoch, 0
            best = model.get_weights()
        else:
            waited += 1
    model.set_weights(best)
    curves["best_epoch"] = best_epoch
    return curves
