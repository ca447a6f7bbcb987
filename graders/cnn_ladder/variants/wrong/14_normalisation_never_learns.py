"""Wrong: calls the model with training=False while it trains, so that batch normalisation keeps its first averages."""
# loses: train
# over: 01_loops_and_callback.py
# without: Augmented
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def train(model, x, y, validation_data, epochs=20, batch_size=32, patience=5, augmented=False, seed=0):
    tf.keras.utils.set_random_seed(seed)
    x_val = tf.constant(validation_data[0], tf.float32)
    y_val = np.asarray(validation_data[1])
    loss_of = tf.keras.losses.SparseCategoricalCrossentropy(
        from_logits=model.layers[-1].activation.__name__ != "softmax")

    @tf.function(reduce_retracing=True)
    def step(images, labels):
        with tf.GradientTape() as tape:
            outputs = model(images, training=False)
            loss = loss_of(labels, outputs)
            for penalty in model.losses:
                loss += penalty
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        hits = tf.reduce_sum(tf.cast(tf.argmax(outputs, 1) == tf.cast(labels, tf.int64), tf.float32))
        return loss, hits

    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": [], "learning_rate": []}
    best = None
    for epoch in range(1, epochs + 1):
        images = augment(x, seed * 100 + epoch) if augmented else x
        order = np.random.permutation(len(y))
        total = hits = 0.0
        for start in range(0, len(y), batch_size):
            part = order[start : start + batch_size]
            loss, right = step(tf.constant(images[part]), tf.constant(y[part]))
            total += float(loss) * len(part)
            hits += float(right)
        outputs = model(x_val, training=False)
        history["loss"].append(total / len(y))
        history["accuracy"].append(hits / len(y))
        history["val_loss"].append(float(loss_of(y_val, outputs)) + float(sum(model.losses)))
        history["val_accuracy"].append(float(np.mean(np.argmax(outputs, 1) == y_val)))
        history["learning_rate"].append(float(model.optimizer.learning_rate))
        if best is None or history["val_loss"][-1] < best[0]:
            best = (history["val_loss"][-1], epoch, [w.copy() for w in model.get_weights()])
        if epoch - best[1] >= patience:
            break
    model.set_weights(best[2])
    history["best_epoch"] = best[1]
    return history


def evaluate(model, x, y):
    outputs = []
    for start in range(0, len(x), 50):
        outputs.append(np.asarray(model(x[start : start + 50], training=False)))
    answers = np.concatenate(outputs).argmax(-1)
    pairs = 10 * np.asarray(y) + answers
    confusion = np.bincount(pairs, minlength=100).reshape(10, 10)
    return float((answers == y).mean()), confusion
