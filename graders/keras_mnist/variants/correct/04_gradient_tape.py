"""Training with a gradient tape: the step is compiled where it stands, once for one model."""
import keras
import numpy as np
import tensorflow as tf

PIXEL_MAX = np.float32(255.0)


def preprocess_images(images):
    return np.asarray(images, dtype=np.float32) / PIXEL_MAX


def dense(units, activation):
    return keras.layers.Dense(units, activation=activation)


def build_mlp(learning_rate=0.01):
    model = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), dense(256, "relu"), dense(128, "relu"), dense(10, "softmax")]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False),
        metrics=["accuracy"],
    )
    return model


def build_cnn():
    conv = lambda filters: keras.layers.Conv2D(filters, (3, 3), activation="relu")
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            conv(32),
            conv(64),
            keras.layers.MaxPooling2D((2, 2)),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            dense(128, "relu"),
            keras.layers.Dropout(0.5),
            dense(10, "softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


cross_entropy = keras.losses.SparseCategoricalCrossentropy()


@tf.function(reduce_retracing=True)
def train_step(model, x, y):
    with tf.GradientTape() as tape:
        outputs = model(x, training=True)
        loss = cross_entropy(y, outputs)
    gradients = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    hits = tf.equal(tf.argmax(outputs, axis=1), y)
    return loss, tf.reduce_sum(tf.cast(hits, tf.float32))


def measure(model, x, y):
    outputs = model.predict(x, verbose=0)
    losses = keras.losses.sparse_categorical_crossentropy(y, outputs)
    return float(np.mean(losses)), float(np.mean(outputs.argmax(axis=1) == y))


def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    keras.utils.set_random_seed(seed)
    order = np.random.default_rng(seed)
    y = np.asarray(y, dtype=np.int64)
    history = {name: [] for name in ("loss", "accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        places = order.permutation(len(x))
        total = right = 0.0
        for start in range(0, len(x), batch_size):
            batch = places[start : start + batch_size]
            loss, hits = train_step(model, tf.constant(x[batch]), tf.constant(y[batch]))
            total += float(loss) * len(batch)
            right += float(hits)
        history["loss"].append(total / len(x))
        history["accuracy"].append(right / len(x))
        if validation_data is not None:
            loss, accuracy = measure(model, *validation_data)
            history["val_loss"].append(loss)
            history["val_accuracy"].append(accuracy)
    return history


def predict_digits(model, images):
    x = preprocess_images(images)
    if x.ndim == 2:
        x = x[np.newaxis, ...]
    return np.argmax(model(x, training=False).numpy(), axis=-1)


def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    best = min(range(epochs), key=lambda e: history["val_loss"][e])
    return dict(
        epoch=np.arange(1, epochs + 1),
        loss=np.asarray(history["loss"]),
        val_loss=np.asarray(history["val_loss"]),
        best_epoch=best + 1,
    )
